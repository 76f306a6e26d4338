/** A browser over real HTTP: keeps cookies, and fills in and sends the forms that stand on a screen. */
export type Browser = {
  get(path: string): Promise<Screen>
  /** Sends the form of that action from the screen, with what is typed over what stands there; a file goes last. */
  send(
    screen: string,
    action: string,
    typed?: Record<string, string | readonly string[]>,
    file?: NewFile,
  ): Promise<Screen>
  /** The words of the first live event of a screen. */
  live(path: string): Promise<string>
  /** Sends a form that this person was not shown, with a token that is theirs. */
  force(action: string, fields?: Record<string, string>): Promise<Screen>
}

export type NewFile = { readonly name: string; readonly bytes: Uint8Array }

export type Screen = {
  readonly status: number
  readonly text: string
  readonly bytes: Buffer
  /** Where it leads, below the base; '' when it leads nowhere. */
  readonly location: string
  /** The words a person reads, tags taken away. */
  readonly words: string
}

export function openBrowser(base: string): Browser {
  const cookies = new Map<string, string>()
  const cookieLine = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  async function ask(path: string, init: RequestInit = {}): Promise<Screen> {
    const headers = { cookie: cookieLine(), ...(init.headers as Record<string, string> | undefined) }
    const answer = await fetch(new URL(path, base), { ...init, redirect: 'manual', headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const bytes = Buffer.from(await answer.arrayBuffer())
    const text = bytes.toString('utf8')
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, text, bytes, location, words: wordsOf(text) }
  }
  const post = (action: string, entries: readonly (readonly [string, string])[]) =>
    ask(action, {
      method: 'POST',
      body: new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value])),
    })
  return {
    get: (path) => ask(path),
    async send(screen, action, typed = {}, file) {
      const { text, status } = await ask(screen)
      const form = formOf(text, action)
      if (!form) throw new Error(`${screen} (${status}) has no form for ${action}`)
      const over = Object.entries(typed).flatMap(([name, value]) =>
        (typeof value === 'string' ? [value] : value).map((each) => [name, each] as const),
      )
      const entries = [...form.fields.filter(([name]) => !(name in typed)), ...over]
      if (!form.multipart) return post(action, entries)
      const body = new FormData()
      for (const [name, value] of entries) body.append(name, value)
      body.append('file', file ? new File([Buffer.from(file.bytes)], file.name) : new File([], ''))
      return ask(action, { method: 'POST', body })
    },
    async live(path) {
      const leaving = new AbortController()
      const headers = { cookie: cookieLine() }
      const answer = await fetch(new URL(path, base), { headers, signal: leaving.signal })
      let text = ''
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk).toString('utf8')
        if (text.includes('\n\n')) break
      }
      leaving.abort()
      return wordsOf(text.replace(/^data: /gm, ''))
    },
    async force(action, fields = {}) {
      const { text } = await ask('/')
      const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
      return post(action, Object.entries({ _csrf: token, ...fields }))
    },
  }
}

type Form = { readonly fields: readonly (readonly [string, string])[]; readonly multipart: boolean }

/** What a browser would send of a form as it stands: in order, checked boxes only, no files. */
function formOf(page: string, action: string): Form | undefined {
  for (const [, head = '', body = ''] of page.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    if (attribute(head, 'action') !== action) continue
    const fields: (readonly [string, string])[] = []
    const controls = /<input([^>]*)>|<textarea([^>]*)>\n?(.*?)<\/textarea>|<select([^>]*)>(.*?)<\/select>/gs
    for (const [, input, area, areaText = '', select, options = ''] of body.matchAll(controls)) {
      const head = input ?? area ?? select ?? ''
      const name = attribute(head, 'name')
      const type = attribute(head, 'type')
      if (!name || type === 'file' || ((type === 'radio' || type === 'checkbox') && !/\schecked/.test(head))) continue
      if (input !== undefined) fields.push([name, attribute(head, 'value') ?? ''])
      else if (area !== undefined) fields.push([name, decoded(areaText)])
      else fields.push([name, chosenOf(options)])
    }
    return { fields, multipart: /multipart/.test(head) }
  }
  return undefined
}

function chosenOf(options: string): string {
  const heads = [...options.matchAll(/<option([^>]*)>/g)].map(([, head = '']) => head)
  return attribute(heads.find((head) => /\sselected/.test(head)) ?? heads[0] ?? '', 'value') ?? ''
}

function attribute(head: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(head)?.[1]
  return value === undefined ? undefined : decoded(value)
}

const marks: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'", '#x27': "'" }
const decoded = (text: string) =>
  text.replace(/&(lt|gt|quot|amp|#39|#x27);/g, (all, name: string) => marks[name] ?? all)

const wordsOf = (page: string) =>
  decoded(
    page
      .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  )
