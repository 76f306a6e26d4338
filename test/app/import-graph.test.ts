import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Every file and package that is loaded before anybody asks for more: what `import()` brings comes later, or never. */
function loadedFrom(start: string): {
  readonly files: ReadonlySet<string>
  readonly packages: ReadonlyMap<string, string>
} {
  const files = new Set<string>()
  const packages = new Map<string, string>()
  const visit = (path: string) => {
    if (files.has(path)) return
    files.add(path)
    const { module, program } = parseSync(path, readFileSync(path, 'utf8'))
    const typesOnly = new Set(
      program.body.flatMap((each) =>
        (each.type === 'ImportDeclaration' && each.importKind === 'type') ||
        (each.type === 'ExportNamedDeclaration' && each.exportKind === 'type')
          ? each.start
          : [],
      ),
    )
    const imports = module.staticImports
      .filter(({ start }) => !typesOnly.has(start))
      .map((each) => each.moduleRequest.value)
    const passedOn = module.staticExports
      .filter(({ start }) => !typesOnly.has(start))
      .flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []))
    for (const target of [...imports, ...passedOn]) {
      if (target.includes('prisma/generated')) continue
      if (target.startsWith('.')) visit(join(dirname(path), target))
      else packages.set(target, path.slice(root.length + 1))
    }
  }
  visit(join(root, start))
  return { files, packages }
}

test('a worker loads neither the web server, nor the sign-in, nor the stand-ins', () => {
  const { files, packages } = loadedFrom('src/main.ts')
  expect(files.size).toBeGreaterThan(100)
  expect([...packages.keys()]).toEqual(expect.arrayContaining(['bullmq', 'ioredis', 'grammy', 'prom-client']))
  const heavy =
    /^(better-auth|fastify|@fastify\/|hono|htmx|mammoth|qrcode|smtp-server|postal-mime|write-excel-file|@prisma\/schema-engine)/
  expect([...packages].filter(([name]) => heavy.test(name))).toEqual([])
  const ours = [...files].map((path) => path.slice(root.length + 1))
  expect(ours.filter((path) => /^(src\/web|bots\/sandbox|test|bench)\//.test(path))).toEqual([])
})
