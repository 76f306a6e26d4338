import { Command, InvalidArgumentError, Option } from 'commander'
import { type Backend, backends } from './bench.ts'

/** What the command line asks for. */
export type Wish = {
  readonly names: readonly string[]
  readonly recipients: number | undefined
  readonly backend: Backend
  readonly minutes: number | undefined
  readonly json: boolean
}

/** Reads `bench NAME … [--recipients N] [--backend redis|postgres] [--minutes M] [--json]`; says what is wrong and exits otherwise. */
export function readCommandLine(argv: readonly string[], known: Readonly<Record<string, unknown>>): Wish {
  const program = new Command('bench')
    .description(`Measures the real service against strict stand-ins. Benches: ${Object.keys(known).join(', ')}`)
    .argument(
      '<name...>',
      'which benches to run, one after the other',
      (name: string, before: readonly string[] = []) => {
        if (!Object.hasOwn(known, name)) throw new InvalidArgumentError(`Benches are ${Object.keys(known).join(', ')}.`)
        return [...before, name]
      },
    )
    .option('--recipients <number>', 'how many reporters it goes to', wholeNumber(1, 1_000_000))
    .addOption(new Option('--backend <name>', 'what carries the queue').choices(backends).default('redis'))
    .option('--minutes <number>', 'how long a pace is watched', wholeNumber(1, 120))
    .option('--json', 'prints one JSON object a line instead of a table', false)
    .parse(argv, { from: 'user' })
  const { recipients, backend, minutes, json } = program.opts()
  return { names: program.processedArgs[0], recipients, backend, minutes, json }
}

const wholeNumber = (least: number, most: number) => (text: string) => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < least || number > most)
    throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`)
  return number
}
