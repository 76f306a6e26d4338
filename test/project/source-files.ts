import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

/** One TypeScript file of the project: its path from the root and its text. */
export type SourceFile = { readonly path: string; readonly text: string }
/** `target` is a path from the root for relative imports, else the package's name. */
export type ImportLine = { readonly from: string; readonly target: string; readonly relative: boolean }

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const rooms = ['src', 'bots', 'jobs', 'prisma', 'test', 'bench']

export function sourceFiles(): readonly SourceFile[] {
  return rooms
    .flatMap((room) => walk(join(root, room)))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
}

/** Static and dynamic imports and re-exports, type-only ones too: a type is a dependency as well. */
export function importsOf(file: SourceFile): readonly ImportLine[] {
  const { module } = parseSync(file.path, file.text)
  const named = [
    ...module.staticImports.map((line) => line.moduleRequest.value),
    ...module.staticExports.flatMap((line) => line.entries.map((entry) => entry.moduleRequest?.value)),
    ...module.dynamicImports.map((line) =>
      file.text.slice(line.moduleRequest.start, line.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
    ),
  ]
  return [...new Set(named.filter((name) => name !== undefined))].map((name) =>
    name.startsWith('.')
      ? { from: file.path, target: join(dirname(file.path), name), relative: true }
      : { from: file.path, target: packageName(name), relative: false },
  )
}

function walk(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'generated' || entry.name === 'node_modules' ? [] : walk(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

const packageName = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
