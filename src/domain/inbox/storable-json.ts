/** The same value without what PostgreSQL cannot keep in JSON: NUL characters and halves of surrogate pairs. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storableJson)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [storableText(name), storableJson(held)]))
}

const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()
