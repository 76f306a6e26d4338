/**
 * JSON whose whole numbers beyond 2^53 stay exact, as strings, since Zalo's ids do not fit a number; fit to be stored
 * (PostgreSQL takes neither NUL nor half a surrogate pair). Undefined for what is no JSON.
 */
export function parseLossless(text: string): unknown {
  try {
    return JSON.parse(text, storable)
  } catch {
    return undefined
  }
}

function storable(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'string') return clean(value)
  if (isBag(value) && Object.keys(value).some((name) => clean(name) !== name))
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [clean(name), held]))
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return /^-?\d+$/.test(source) ? source : value
}

const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed()

const isBag = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
