import { z } from 'zod'
import { refusal } from './refusal.ts'
import type { ZaloSwitches } from './switches.ts'

/** What a call gave, checked. Unknown fields are refused, where the real service may shrug; a switch lets them pass. */
export function accepted<S extends z.ZodType>(
  schema: S,
  given: unknown,
  { unknownFields }: Pick<ZaloSwitches, 'unknownFields'>,
  code = -201,
): z.infer<S> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  if (unknownFields === 'ignored' && issues.every((issue) => issue.code === 'unrecognized_keys'))
    return accepted(schema, without(given, issues), { unknownFields: 'refused' }, code)
  const [first] = issues
  const keys = first?.code === 'unrecognized_keys' ? first.keys : []
  throw refusal(code, `params is invalid: ${[...(first?.path ?? []), ...keys].join('.')}`)
}

/** GET parameters come as one JSON value in `data`. */
export function packed<S extends z.ZodType>(
  schema: S,
  query: unknown,
  switches: Pick<ZaloSwitches, 'unknownFields'>,
): z.infer<S> {
  const { data } = accepted(z.strictObject({ data: z.string() }), query, switches)
  try {
    return accepted(schema, JSON.parse(data), switches)
  } catch (error) {
    throw error instanceof SyntaxError ? refusal(-201, 'data is no JSON') : error
  }
}

function without(given: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(given)
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    let at: unknown = copy
    for (const step of issue.path) at = (at as Record<PropertyKey, unknown>)[step]
    for (const key of issue.keys) delete (at as Record<string, unknown>)[key]
  }
  return copy
}
