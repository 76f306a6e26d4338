import type { AuditedRow, Finding } from './auditor.ts'
import type { Stage } from './stage.ts'

/** Where a delivery was when its worker died, told from its row and from how far its call had come. */
export const sendSteps = ['before-mark', 'marked', 'calling', 'accepted', 'answered'] as const
export type SendStep = (typeof sendSteps)[number]

/** One trial of the plan; its `seed` decides every chance in it. */
export type Trial = { readonly number: number; readonly kind: string; readonly seed: number }

/** What a trial leaves to be audited once everything has come to rest. */
export type Aftermath = {
  readonly broadcastId: string
  readonly words: string
  readonly mayBeUnknown: (row: AuditedRow) => boolean
  /** Ends besides sent and unknown that this trial brings about on purpose. */
  readonly mayEnd?: readonly string[]
  /** What the trial itself saw going wrong. */
  readonly findings?: readonly Finding[]
  /** Looked at once everything has come to rest. */
  readonly later?: () => Promise<readonly Finding[]>
  /** Steps of a send that its kill hit, with how many deliveries. */
  readonly hit?: Readonly<Partial<Record<SendStep, number>>>
  /** It may come to rest while the next trial runs. */
  readonly restsAside?: boolean
  /** In words, for the table. */
  readonly note?: string
  /** How long it may take to come to rest, when it is more than usual. */
  readonly restWithinMs?: number
}

export type RunTrial = (stage: Stage, trial: Trial, options: TrialOptions) => Promise<Aftermath>
export type TrialOptions = { readonly random: () => number; readonly awayMs: number }

/** Nobody may stay unknown. */
export const nobody = (): boolean => false
