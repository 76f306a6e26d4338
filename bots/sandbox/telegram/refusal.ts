import type { ResponseParameters } from '@grammyjs/types'

/** A call the platform would refuse; becomes `{ok: false, error_code, description, parameters?}`. */
export class TelegramRefusal extends Error {
  override readonly name = 'TelegramRefusal'
  readonly code: number
  readonly parameters: ResponseParameters | undefined

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

export const badRequest = (description: string) => new TelegramRefusal(400, `Bad Request: ${description}`)
export const forbidden = (description: string) => new TelegramRefusal(403, `Forbidden: ${description}`)
