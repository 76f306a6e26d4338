import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

/** The public description of the Bot API as somebody else wrote it down: names and types of methods and fields. */
export type BotApiDescription = {
  readonly methods: Readonly<
    Record<string, { readonly returns: readonly string[]; readonly fields?: readonly Field[] }>
  >
  readonly types: Readonly<
    Record<string, { readonly fields?: readonly Field[]; readonly subtypes?: readonly string[] }>
  >
}
type Field = { readonly name: string; readonly types: readonly string[]; readonly required: boolean }
type Schema = Readonly<Record<string, unknown>>

/** Each returns what is wrong, in words; an empty list is a good one. */
export type BotApiCheck = {
  result(method: string, result: unknown): readonly string[]
  update(update: unknown): readonly string[]
  /** `request` as the call log has it: parameters as text, files as name and size. */
  request(method: string, request: unknown): readonly string[]
  refusal(answer: unknown): readonly string[]
}

export function botApiCheck(description: BotApiDescription): BotApiCheck {
  const ajv = new Ajv({ allErrors: true, strict: false })
  ajv.addSchema({ $id: 'bot-api', $defs: definitionsOf(description) })
  const compiled = new Map<string, ValidateFunction>()
  const check = (name: string, schema: Schema, value: unknown) => {
    const validate = compiled.get(name) ?? ajv.compile(schema)
    compiled.set(name, validate)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => inWords(name, error))
  }
  return {
    result(method, result) {
      const known = description.methods[method]
      return known ? check(`${method} result`, anyOf(known.returns), result) : [`${method} is no method`]
    },
    update: (update) => check('Update', reference('Update'), update),
    request(method, request) {
      const fields = description.methods[method]?.fields ?? []
      if (!description.methods[method]) return [`${method} is no method`]
      return check(
        `${method} request`,
        objectOf([...fields, ...(laterParameters[method] ?? [])]),
        decode(fields, request),
      )
    },
    refusal: (answer) => check('refusal', refusal, answer),
  }
}

/** What came after the description was written (10.2 and 10.3), as far as the stand-in knows it. */
const laterFields: Readonly<Record<string, readonly Field[]>> = {
  InlineKeyboardButton: [{ name: 'disabled', types: ['DisabledButton'], required: false }],
  InlineKeyboardMarkup: [{ name: 'force_reply', types: ['Boolean'], required: false }],
  Update: [
    { name: 'subscription', types: ['BotSubscriptionUpdated'], required: false },
    { name: 'stopped_message_generation', types: ['MessageGenerationStopped'], required: false },
  ],
}
const laterTypes: Readonly<Record<string, Schema>> = {
  DisabledButton: { type: 'object', additionalProperties: false },
  BotSubscriptionUpdated: { type: 'object' },
  MessageGenerationStopped: { type: 'object' },
  EphemeralMessageParameters: { type: 'object' },
}
const ephemeral: Field = {
  name: 'ephemeral_message_parameters',
  types: ['EphemeralMessageParameters'],
  required: false,
}
const laterParameters: Readonly<Record<string, readonly Field[]>> = {
  sendMessage: [ephemeral],
  sendDocument: [ephemeral],
}

const refusal: Schema = {
  type: 'object',
  properties: {
    ok: { const: false },
    error_code: { type: 'integer' },
    description: { type: 'string', minLength: 1 },
    parameters: reference('ResponseParameters'),
  },
  required: ['ok', 'error_code', 'description'],
  additionalProperties: false,
}

function definitionsOf({ types }: BotApiDescription): Readonly<Record<string, Schema>> {
  const converted = Object.entries(types).map(([name, { fields, subtypes }]) => {
    const schema = subtypes ? anyOf(subtypes) : objectOf([...(fields ?? []), ...(laterFields[name] ?? [])])
    return [name, name === 'InputFile' ? { type: 'string' } : schema] as const
  })
  return { ...Object.fromEntries(converted), ...laterTypes }
}

const plain: Readonly<Record<string, Schema>> = {
  Integer: { type: 'integer' },
  Float: { type: 'number' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  True: { const: true },
}

function schemaOf(type: string): Schema {
  const item = /^Array of (.+)$/.exec(type)?.[1]
  return item ? { type: 'array', items: schemaOf(item) } : (plain[type] ?? reference(type))
}

function anyOf(types: readonly string[]): Schema {
  const [only] = types
  return types.length === 1 && only !== undefined ? schemaOf(only) : { anyOf: types.map(schemaOf) }
}

function reference(type: string): Schema {
  return { $ref: `bot-api#/$defs/${type}` }
}

const objectOf = (fields: readonly Field[]): Schema => ({
  type: 'object',
  properties: Object.fromEntries(fields.map(({ name, types }) => [name, anyOf(types)])),
  required: fields.filter(({ required }) => required).map(({ name }) => name),
  additionalProperties: false,
})

/** From the texts of a call to the values they stand for, each by the type its parameter has. */
function decode(fields: readonly Field[], request: unknown): unknown {
  const entries = Object.entries(request as Readonly<Record<string, unknown>>)
  const texts = entries.flatMap(([, value]) => (typeof value === 'string' ? value : [])).join('\n')
  return Object.fromEntries(
    entries.flatMap(([name, value]): (readonly [string, unknown])[] => {
      const field = fields.find((one) => one.name === name)
      // A file that some parameter refers to is no parameter itself.
      if (typeof value !== 'string')
        return field || !texts.includes(`attach://${name}`) ? [[name, `attach://${name}`]] : []
      return [[name, field ? asTyped(value, field.types) : value]]
    }),
  )
}

function asTyped(text: string, types: readonly string[]): unknown {
  if (types.includes('Integer') && /^-?\d+$/.test(text)) return Number(text)
  if ((types.includes('Boolean') || types.includes('True')) && /^(true|false)$/.test(text)) return text === 'true'
  if (types.includes('String') || types.includes('InputFile')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const inWords = (name: string, { instancePath, message, params }: ErrorObject) =>
  `${name}${instancePath} ${message} ${JSON.stringify(params)}`
