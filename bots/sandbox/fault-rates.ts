import { z } from 'zod'
import { channelSchema, type Failure } from './faults.ts'
import type { CalledChannel } from './people.ts'
import type { SandboxStore } from './store.ts'

const rate = z.number().min(0).max(1)

export const faultRatesSchema = z
  .strictObject({
    channel: channelSchema,
    /** A method's name as the call log writes it, or `*`: every method that has no rates of its own. */
    method: z.string().min(1).default('*'),
    /** The same seed fails the same calls, counted from here. */
    seed: z.number().int().default(1),
    rates: z
      .strictObject({
        delay: rate.optional(),
        'drop-before': rate.optional(),
        'drop-after': rate.optional(),
        'html-502': rate.optional(),
        'html-502-after': rate.optional(),
      })
      .default({}),
    /** How long a `delay` lasts at most (real time). */
    delayMs: z.number().int().min(1).max(600_000).default(50),
    /** Answers of the platform's own, such as its 429. */
    answers: z
      .array(
        z.strictObject({
          rate,
          status: z.number().int().min(200).max(599),
          body: z.union([z.string(), z.record(z.string(), z.unknown())]),
          headers: z.record(z.string(), z.string()).optional(),
        }),
      )
      .default([]),
  })
  .refine(({ rates, answers }) => sumOf(rates, answers) <= 1, 'the rates of one call add up to at most 1')
export type FaultRates = z.infer<typeof faultRatesSchema>
export type NewFaultRates = z.input<typeof faultRatesSchema>

/** Faults by chance, for a soak: each fitting call draws once. */
export type FaultDice = {
  /** Replaces the rates of this channel and method, and begins to draw anew. */
  set(rates: NewFaultRates): void
  draw(call: { readonly channel: CalledChannel; readonly method: string }): Failure | undefined
  list(): readonly FaultRates[]
  clear(): void
}

const settingName = 'fault-rates'

export function createFaultDice(store: SandboxStore): FaultDice {
  let rules = z
    .array(faultRatesSchema)
    .parse(store.readSetting(settingName) ?? [])
    .map(toRule)
  const keep = (next: typeof rules) => {
    rules = next
    const kept = rules.map(({ given }) => given)
    store.writeSetting(settingName, kept)
  }
  return {
    set(input) {
      const given = faultRatesSchema.parse(input)
      const others = rules.filter((rule) => rule.given.channel !== given.channel || rule.given.method !== given.method)
      keep([...others, toRule(given)])
    },
    draw({ channel, method }) {
      const ofChannel = rules.filter(({ given }) => given.channel === channel)
      const rule =
        ofChannel.find(({ given }) => given.method === method) ?? ofChannel.find(({ given }) => given.method === '*')
      return rule && drawn(rule)
    },
    list: () => rules.map(({ given }) => given),
    clear: () => keep([]),
  }
}

type Rule = { readonly given: FaultRates; readonly random: () => number }

const toRule = (given: FaultRates): Rule => ({ given, random: seededRandom(given.seed) })

function drawn({ given, random }: Rule): Failure | undefined {
  let left = random()
  // Drawn each time, so that whether a delay happens does not shift what the next calls draw.
  const ms = 1 + Math.floor(random() * given.delayMs)
  for (const [kind, share = 0] of Object.entries(given.rates)) {
    if (left < share) return kind === 'delay' ? { kind, ms } : { kind: kind as PlainKind }
    left -= share
  }
  for (const { rate: share, ...answer } of given.answers) {
    if (left < share) return { kind: 'answer', ...answer }
    left -= share
  }
  return undefined
}

type PlainKind = 'drop-before' | 'drop-after' | 'html-502' | 'html-502-after'

const sumOf = (
  rates: Readonly<Record<string, number | undefined>>,
  answers: readonly { readonly rate: number }[],
): number =>
  [...Object.values(rates), ...answers.map((answer) => answer.rate)].reduce<number>((a, b) => a + (b ?? 0), 0)

/** A small generator of even numbers in [0, 1): a soak needs repeatable chance, not secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}
