const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }
const pattern = /&(?:#x([0-9a-fA-F]*)|#(\d*)|([a-zA-Z]*))(;?)/y
/** From the `&` to before the `;`. */
const longest = 9

/** `&lt;` and its three siblings, in small letters, and numbers; the semicolon may be missing. Everything else stays as it is. */
export function decodeReference(html: string, at: number): { readonly text: string; readonly length: number } {
  const asIs = { text: '&', length: 1 }
  pattern.lastIndex = at
  const match = pattern.exec(html)
  if (!match) return asIs
  const [whole, hexadecimal, decimal, name, semicolon = ''] = match
  if (name !== undefined) {
    const text = Object.hasOwn(named, name) ? named[name] : undefined
    return text === undefined ? asIs : { text, length: whole.length }
  }
  const code = hexadecimal === undefined ? Number(decimal || 0) : Number.parseInt(hexadecimal || '0', 16)
  if (code === 0 || code >= 0x10ffff || whole.length - semicolon.length > longest) return asIs
  return { text: String.fromCodePoint(code), length: whole.length }
}
