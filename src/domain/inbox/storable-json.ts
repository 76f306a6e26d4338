/** The same value as JSON without what PostgreSQL cannot keep in it: NUL characters and halves of surrogate pairs. */
export const storableJson = (value: unknown): unknown => clean(JSON.parse(JSON.stringify(value ?? null)))

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [storableText(name), clean(held)]))
}

const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()
