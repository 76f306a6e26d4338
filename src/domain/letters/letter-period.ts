/** The first period a letter names ("Tháng 9/2024", "Quý IV/2026"), as the bulletin shows it; "" when it names none. */
export function periodOf(text: string): string {
  const plain = text.replace(/\s+/g, ' ')
  const found = /(?<!ngày [\d.…]{1,5} )\b(tháng|quý) (\d{1,2}|[IV]{1,3})\s?(?:\/|năm) ?(20\d\d)\b/iu.exec(plain)
  if (!found) return ''
  const [, word = '', which = '', year = ''] = found
  const name = word.toLowerCase()
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${which.replace(/^0/, '')}/${year}`
}
