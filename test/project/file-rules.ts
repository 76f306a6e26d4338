import type { SourceFile } from './source-files.ts'

const bannedWords =
  /(^|[-./])(utils?|helpers?|common|misc|types|constants|manager|service|controller|dto|index)(\.|-|$)/
const vietnameseLetter = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/i
/** Where Vietnamese in code is what is read, not what is said. */
const readsVietnamese = /^(src\/domain\/(letters|conversation)\/|src\/domain\/articles\/|prisma\/seed\/|test\/|bench\/)/

/** Each rule answers with its complaint about one file, in words that say what to do; undefined when it is content. */
export const fileRules: Readonly<Record<string, (file: SourceFile) => string | undefined>> = {
  'a file has at most 300 lines': ({ path, text }) => {
    const lines = text.split('\n').length - 1
    return lines > 300 ? `${path} has ${lines} lines: give its second subject a file of its own` : undefined
  },
  'a file is named in kebab-case after what it holds': ({ path }) => {
    const name = path.split('/').at(-1) ?? ''
    if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(repository|errors|test|config))?\.ts$/.test(name)) return `${path}: use kebab-case`
    return bannedWords.test(name) ? `${path}: name it after its subject` : undefined
  },
  'the environment is read in src/config.ts alone': ({ path, text }) =>
    /process\.env|import\.meta\.env/.test(text) && !/^(src\/config\.ts|test\/|bench\/|prisma\/migrate)/.test(path)
      ? `${path} reads process.env: add the variable to src/config.ts`
      : undefined,
  'domain, bots and sandbox read the injected clock': ({ path, text }) =>
    /^(src\/(domain|web|channels)|bots)\//.test(path) && /Date\.now\(|new Date\(\)/.test(text)
      ? `${path} reads the machine's time: take the clock from deps`
      : undefined,
  'there are no classes but errors': ({ path, text }) => {
    const found = /^\s*(?:export )?(?:abstract )?class (\w+)\b(?! extends \w*Error\b)/m.exec(text)
    return found && !/^(prisma|test)\//.test(path)
      ? `${path} has class ${found[1]}: use functions and readonly data`
      : undefined
  },
  'what a person reads stands in the Fluent files': ({ path, text }) =>
    readsVietnamese.test(path) ? undefined : sentenceIn(path, text),
  'nothing is left lying about': ({ path, text }) => {
    const found = /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-expect-error|biome-ignore|\.(only|skip|todo)\(|\bas any\b/.exec(
      text,
    )
    return found && !path.startsWith('test/project/') ? `${path} has "${found[0]}"` : undefined
  },
}

function sentenceIn(path: string, text: string): string | undefined {
  const line = text.split('\n').find((one) => vietnameseLetter.test(one) && !/^\s*(\/\/|\/?\*)/.test(one))
  return line ? `${path} says "${line.trim().slice(0, 60)}": move it to src/texts` : undefined
}
