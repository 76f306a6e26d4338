import type { ApiMethods } from '@grammyjs/types'
import { z } from 'zod'
import type { SandboxFrame } from '../frame.ts'
import type { Bot, Bots } from './bots.ts'
import type { CallParameters } from './call-parameters.ts'
import type { Callbacks } from './callbacks.ts'
import type { Chats } from './chats.ts'
import type { Files } from './files.ts'
import type { Flood } from './flood.ts'
import type { UploadedFile } from './multipart.ts'
import { flag, integer } from './parameter-shapes.ts'
import type { PhoneSides } from './phone-side.ts'
import { badRequest } from './refusal.ts'
import type { Switches } from './switches.ts'
import type { Updates } from './updates.ts'

/** Everything the stand-in knows. */
export type TelegramState = {
  readonly frame: SandboxFrame
  readonly bots: Bots
  readonly chats: Chats
  readonly files: Files
  readonly updates: Updates
  readonly callbacks: Callbacks
  readonly flood: Flood
  readonly switches: Switches
  readonly phoneSides: PhoneSides
}

/** What a method came to; `result` has the type that the platform's own types promise. */
export type Done<T> = {
  readonly result: T
  readonly effect: boolean
  readonly messageIds?: readonly number[]
  readonly description?: string
}

type Uploads = ReadonlyMap<string, UploadedFile>
type Api = ApiMethods<never>
export type ResultOf<M extends keyof Api> = ReturnType<Api[M]>
/** Only parameters that the platform's own types know for this method. */
type ShapeOf<M extends keyof Api, S> = { readonly [P in keyof S]: P extends ParameterOf<M> ? z.ZodType : never }
type ParameterOf<M extends keyof Api> = Extract<keyof NonNullable<Parameters<Api[M]>[0]>, string>
export type Method<T = unknown> = (state: TelegramState, bot: Bot, parameters: CallParameters) => Done<T>

/** A method whose parameters are checked to the letter: unknown ones, wrong types and files nobody refers to are refused. */
export function method<M extends keyof Api, S extends z.ZodRawShape & ShapeOf<M, S>>(
  shape: S,
  run: (state: TelegramState, bot: Bot, input: z.output<z.ZodObject<S>>, uploads: Uploads) => Done<ResultOf<M>>,
): Method<ResultOf<M>> {
  const schema = z.object(shape)
  return (state, bot, { values: asGiven, files }) => {
    const strict = state.switches.read().strictParameters
    const values = strict ? asGiven : leniently(asGiven, shape)
    if (strict) refuseUnknown(shape, values, files)
    const given = {
      ...Object.fromEntries([...files.keys()].map((name) => [name, `attach://${name}`])),
      ...Object.fromEntries(values),
    }
    const input = schema.safeParse(pick(given, shape))
    if (!input.success) throw refusalOf(input.error)
    return run(state, bot, input.data, files)
  }
}

function refuseUnknown(shape: z.ZodRawShape, values: CallParameters['values'], files: Uploads): void {
  for (const name of values.keys()) if (!(name in shape)) throw badRequest(`unknown parameter "${name}"`)
  const texts = [...values.values()].join('\n')
  for (const name of files.keys())
    if (!(name in shape) && !texts.includes(`attach://${name}`)) throw badRequest(`file "${name}" is not used`)
}

/** As the server reads numbers and yes-or-no when nobody is strict. */
function leniently(values: CallParameters['values'], shape: z.ZodRawShape): ReadonlyMap<string, string> {
  const read = (name: string, text: string) => {
    const given = shape[name]
    const type = given instanceof z.ZodOptional ? given.unwrap() : given
    if (type === integer) return String(Number.parseInt(text, 10) || 0)
    return type === flag ? String(/^(true|yes|1)$/i.test(text)) : text
  }
  return new Map([...values].map(([name, text]) => [name, read(name, text)]))
}

const pick = (given: Readonly<Record<string, string>>, shape: object) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => name in shape))

function refusalOf(error: z.ZodError) {
  const issue = error.issues[0]
  const name = String(issue?.path[0])
  if (issue?.code === 'invalid_type') {
    if (name === 'chat_id') return badRequest('chat_id is empty')
    if (name === 'message_id') return badRequest('message identifier is not specified')
    if (name === 'text') return badRequest('message text is empty')
    if (name === 'document') return badRequest('there is no document in the request')
    return badRequest(`parameter "${name}" is required`)
  }
  if (name === 'commands') return badRequest("can't parse commands JSON object")
  if (name === 'media') return badRequest(`can't parse InputMedia: ${issue?.message}`)
  return badRequest(`wrong parameter ${name} in request: ${issue?.message}`)
}
