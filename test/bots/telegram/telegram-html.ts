/** A message as a reader of Telegram's HTML sees it, written without looking at the bot or its stand-in. */
export type ReadHtml = {
  readonly text: string
  readonly formatted: readonly { readonly tag: string; readonly attributes: string; readonly text: string }[]
}

const allowed: Readonly<Record<string, RegExp>> = {
  b: /^$/,
  i: /^$/,
  a: /^ href="[^"<>]+"$/,
  blockquote: /^( expandable)?$/,
  'tg-time': /^ unix="\d{1,12}" format="(r|w?[dD]?[tT]?)"$/,
}
const signs: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' }

/** Reads sign by sign and throws at whatever the platform might stumble over. https://core.telegram.org/bots/api#html-style */
export function readHtml(html: string): ReadHtml {
  let text = ''
  const formatted: { tag: string; attributes: string; text: string }[] = []
  let open: { tag: string; attributes: string; from: number } | undefined
  for (let at = 0; at < html.length; ) {
    const sign = html.charAt(at)
    if (sign === '<') {
      const end = html.indexOf('>', at)
      const inside = html.slice(at + 1, end)
      if (end < 0) throw new Error(`A tag is not closed: ${html.slice(at, at + 40)}`)
      if (inside.startsWith('/')) {
        if (open?.tag !== inside.slice(1)) throw new Error(`</${inside.slice(1)}> closes what is not open`)
        formatted.push({ tag: open.tag, attributes: open.attributes, text: text.slice(open.from) })
        open = undefined
      } else {
        const name = /^[a-z-]+/.exec(inside)?.[0] ?? ''
        if (open || !allowed[name]?.test(inside.slice(name.length))) throw new Error(`<${inside}> may not stand here`)
        open = { tag: name, attributes: inside.slice(name.length), from: text.length }
      }
      at = end + 1
    } else if (sign === '&') {
      const reference = html.slice(at, html.indexOf(';', at) + 1)
      const meant = signs[reference]
      if (meant === undefined) throw new Error(`"${html.slice(at, at + 10)}" is no reference the platform knows`)
      text += meant
      at += reference.length
    } else if (sign === '>' || sign === '"') throw new Error(`A bare ${sign} stands in the text`)
    else {
      text += sign
      at += 1
    }
  }
  if (open) throw new Error(`<${open.tag}> is not closed`)
  return { text, formatted }
}
