import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { longestLetterCharacters, type ReadLetter } from '../domain/letters/letter.ts'
import { readDocx } from '../domain/letters/read-docx.ts'
import { isRefused, readLetter } from '../domain/letters/read-letter.ts'
import { createTexts, type TextArguments } from '../texts.ts'

type Sentence = (key: string, args?: TextArguments) => string

/** Adds `letter read FILE [--json]`: prints what the importer understood; a refused letter exits with 1 and its sentence. */
export function registerLetterCommands(program: Command): void {
  const letter = program.commands.find((command) => command.name() === 'letter') ?? program.command('letter')
  letter
    .command('read <file>')
    .description('Print what the importer understands of an official letter (.txt or .docx)')
    .option('--json', 'print JSON')
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const { say } = createTexts()
      const outcome = await readLetterFile(file, (key, args) => say('vi', key, args))
      if ('refusal' in outcome) {
        console.error(outcome.refusal)
        process.exitCode = 1
      } else if (options.json) console.log(JSON.stringify(outcome.letter, null, 2))
      else console.log(letterSummary(outcome.letter, (key, args) => say('vi', key, args)))
    })
}

/** Reads a letter from a file; what cannot be read comes back as the sentence to show. */
export async function readLetterFile(
  file: string,
  sentence: Sentence,
): Promise<{ readonly letter: ReadLetter } | { readonly refusal: string }> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return { refusal: sentence('letters-file-unreadable', { file }) }
  const isPlain = /\.(?:txt|text)$/i.test(file)
  if (!isPlain && !/\.docx$/i.test(file)) return { refusal: sentence('letters-file-kind', { file }) }
  const source = isPlain ? { text: plainText(bytes) } : await readDocx(bytes)
  if ('refused' in source) return { refusal: sentence(`letters-file-refused-${source.refused}`) }
  const letter = readLetter(source.text)
  if (isRefused(letter))
    return { refusal: sentence(`letters-refused-${letter.refused}`, { limit: longestLetterCharacters }) }
  return { letter }
}

/** Notepad may save UTF-16; the mark at the start says so. */
function plainText(bytes: Uint8Array): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
}

/** The letter on a terminal: one labelled part after the other, empty parts left out. */
export function letterSummary(letter: ReadLetter, sentence: Sentence): string {
  const one = (label: string, value: string | null) => `${sentence(label)}: ${value ?? sentence('letters-blank')}`
  const list = (label: string, items: readonly string[], sign = '- ') =>
    items.length === 0 ? [] : [`${sentence(label)}:`, ...items.map((item) => `  ${sign}${item}`)]
  const material = ({ title, supplier }: ReadLetter['attachments'][number]) =>
    supplier === null ? title : sentence('letters-supplied-by', { title, supplier })
  const themes = letter.themes.flatMap((theme) => [
    `  ${theme.number}. ${theme.title}`,
    ...theme.points.map((point) => `     - ${point}`),
    ...theme.attachments.map((attachment) => `     + ${material(attachment)}`),
  ])
  const { capacity, title, name } = letter.signer
  return [
    one('letters-label-number', letter.documentNumber),
    one('letters-label-issuer', letter.issuer),
    one('letters-label-place', letter.place),
    one('letters-label-issued-on', letter.issuedOn),
    one('letters-label-subject', letter.subject),
    ...list('letters-label-addressees', letter.addressees),
    ...(themes.length > 0 ? [`${sentence('letters-label-themes')}:`, ...themes] : []),
    ...list('letters-label-guidance', letter.guidance),
    ...list(
      'letters-label-duties',
      letter.duties.map((duty) => (duty.addressee === null ? duty.text : `[${duty.addressee}] ${duty.text}`)),
    ),
    ...list('letters-label-attachments', letter.attachments.map(material)),
    one('letters-label-signer', [capacity, title, name].filter((part) => part !== null).join(' / ') || null),
    ...list(
      'letters-label-copies',
      letter.copies.map((copy) => (copy.purpose === null ? copy.addressee : `${copy.addressee} (${copy.purpose})`)),
    ),
    ...list(
      'letters-label-warnings',
      letter.warnings.map((warning) => sentence(`letters-warning-${warning.code}`, { detail: warning.detail })),
      '! ',
    ),
  ].join('\n')
}
