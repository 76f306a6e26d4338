import { z } from 'zod'

/** One value a template wants; written as its name alone it is any text of up to 100 characters, an address of up to 1,000. */
const templateField = z.preprocess(
  (given) => (typeof given === 'string' ? { name: given, maxLength: given === 'link' ? 1000 : 100 } : given),
  z.strictObject({
    name: z.string().min(1),
    type: z.enum(['STRING', 'NUMBER', 'DATE']).default('STRING'),
    require: z.boolean().default(true),
    minLength: z.number().int().min(0).default(1),
    maxLength: z.number().int().min(1).default(100),
  }),
)

export const templateStatuses = ['ENABLE', 'PENDING_REVIEW', 'REJECT', 'DISABLE'] as const

/** An approved text with places, and what one message of it costs. */
export const newTemplate = z.strictObject({
  id: z.string().regex(/^\d+$/),
  /** For which kind of notice the demo uses it; Zalo knows nothing of it. */
  about: z.string().min(1),
  name: z.string().min(1),
  /** By user id. */
  costVnd: z.number().int().min(0),
  /** By phone number; a hundred more when it is not said. */
  phoneCostVnd: z.number().int().min(0).optional(),
  params: z
    .array(templateField)
    .prefault(['recipient', 'issuer', 'document_number', 'subject', 'when', 'code', 'link']),
  status: z.enum(templateStatuses).default('ENABLE'),
  tag: z.enum(['OTP', 'TRANSACTION', 'CUSTOMER_CARE', 'PROMOTION']).default('CUSTOMER_CARE'),
  /** Templates with a response component and those of a journey cannot go by user id. */
  component: z.enum(['none', 'response', 'journey']).default('none'),
  createdAt: z.iso.datetime({ offset: true }).default('2026-06-01T00:00:00Z'),
  byUserId: z.boolean().default(true),
  byPhone: z.boolean().default(true),
})
export type Template = z.infer<typeof newTemplate>

export const phoneCostVnd = (template: Template): number => template.phoneCostVnd ?? template.costVnd + 100

/** -249: one-time codes, responses, journeys, and whatever is older than this. https://docs.zaloplatforms.com/docs/ZBS, October 2026 */
const byUserIdSince = '2025-12-10'

export const goesByUserId = ({ byUserId, tag, component, createdAt }: Template): boolean =>
  byUserId && tag !== 'OTP' && component === 'none' && createdAt >= byUserIdSince

export type DataFault = 'empty' | 'unknown' | 'missing' | 'too-long' | 'format'

/** What is wrong with the values, and with which. */
export function faultOfData(
  { params }: Template,
  data: Readonly<Record<string, string>>,
): { readonly kind: DataFault; readonly name: string } | undefined {
  if (Object.keys(data).length === 0 && params.length > 0) return { kind: 'empty', name: '' }
  const unknown = Object.keys(data).find((name) => !params.some((field) => field.name === name))
  if (unknown !== undefined) return { kind: 'unknown', name: unknown }
  for (const { name, type, require: required, minLength, maxLength } of params) {
    const value = data[name]
    if (!value && !required) continue
    if (!value || value.length < minLength) return { kind: 'missing', name }
    if (value.length > maxLength) return { kind: 'too-long', name }
    if (!formats[type].test(value)) return { kind: 'format', name }
  }
  return undefined
}

const formats = { STRING: /^/, NUMBER: /^\d+$/, DATE: /^(\d{2}:\d{2}(:\d{2})? )?\d{2}\/\d{2}\/\d{4}$/ } as const
