/** A place of this console to go on to, or the desk: never another site, whatever a link said. */
export function localPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || /^\/[/\\]/.test(wanted)) return '/'
  const base = 'http://console.invalid'
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : undefined
  // "/.//evil.example" stays on this origin while it is read, and leaves it as the "//evil.example" it becomes.
  if (url?.origin !== base || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}`
}
