/** At most `longest` characters, cut between words and marked by an ellipsis. */
export function shorten(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = [...line]
  if (characters.length <= longest) return line
  const cut = characters.slice(0, longest - 1).join('')
  const atWord = /^.{8,}(?=\s\S*$)/su.exec(cut)?.[0] ?? cut
  return `${atWord.replace(/[\s,;:.–-]+$/u, '')}…`
}
