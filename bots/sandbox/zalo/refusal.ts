import type { StandInAnswer } from '../serve-call.ts'

/** A refusal of the API: HTTP 200 with a number other than 0, as the real one answers. */
class ZaloRefusal extends Error {
  override readonly name = 'ZaloRefusal'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export const refusal = (code: number, message: string): ZaloRefusal => new ZaloRefusal(code, message)

/** The envelope around what a call came to; what `work` threw as a refusal becomes its answer. */
export function enveloped(work: () => Effect): StandInAnswer {
  try {
    const { data, effect, messageIds, beside = {}, billedVnd = 0 } = work()
    // Fields that nobody documented: readers must bear them.
    const shown = Array.isArray(data) ? data : { ...(data as object), unannounced: 'stand-in' }
    const body = { data: shown, error: 0, message: 'Success', ...beside, trace_id: 'stand-in' }
    return { status: 200, body, effect, billedVnd, ...(messageIds ? { messageIds } : {}) }
  } catch (error) {
    if (!(error instanceof ZaloRefusal)) throw error
    return { status: 200, body: { error: error.code, message: error.message, trace_id: 'stand-in' }, effect: false }
  }
}

export type Effect = {
  readonly data: unknown
  /** What stands beside `data` in the envelope. */
  readonly beside?: Readonly<Record<string, unknown>>
  readonly effect: boolean
  readonly messageIds?: readonly string[]
  readonly billedVnd?: number
}
