import { escaped, readable } from './safe-text.ts'

/** A mail before it is written out, once as plain text and once for programs that show HTML. */
export type Letter = {
  readonly subject: string
  readonly pieces: readonly Piece[]
  /** Whose mail it is, and that nobody typed it. */
  readonly foot: readonly string[]
  readonly stop?: { readonly label: string; readonly url: string }
}

export type Piece =
  | { readonly kind: 'heading' | 'text' | 'small'; readonly text: string }
  /** `button` is what the mail is for. */
  | { readonly kind: 'button' | 'link'; readonly label: string; readonly url: string }

export function writeText({ pieces, foot, stop }: Letter): string {
  const parts = pieces.map((piece) => ('url' in piece ? `${piece.label}:\n${piece.url}` : readable(piece.text)))
  const below = [...foot, ...(stop ? [`${stop.label}: ${stop.url}`] : [])].map(readable)
  return `${[...parts, `-- \n${below.join('\n')}`].join('\n\n')}\n`
}

/**
 * No colour of its own but on the button, so that a dark mail program stays dark; no picture, no script, nothing fetched from
 * anywhere: opening it tells nobody.
 */
export function writeHtml({ subject, pieces, foot, stop }: Letter): string {
  const below = [...foot.map(lines), ...(stop ? [anchor(stop, '')] : [])]
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px 16px"><div role="article" lang="vi" aria-label="${escaped(subject)}" style="max-width:560px;margin:0 auto;font:16px/1.55 -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
${pieces.map(markup).join('\n')}
<p style="margin:28px 0 0;padding:12px 0 0;border-top:1px solid rgba(128,128,128,.45);font-size:14px">${below.join('<br>')}</p>
</div></body></html>
`
}

function markup(piece: Piece): string {
  switch (piece.kind) {
    case 'heading':
      return `<h2 style="margin:20px 0 8px;font-size:18px;line-height:1.35">${lines(piece.text)}</h2>`
    case 'text':
      return `<p style="margin:0 0 14px">${lines(piece.text)}</p>`
    case 'small':
      return `<p style="margin:0 0 14px;font-size:14px">${lines(piece.text)}</p>`
    case 'button':
      return `<p style="margin:22px 0">${anchor(piece, 'display:inline-block;padding:12px 20px;border-radius:8px;background:#155a9c;color:#ffffff;font-weight:600;text-decoration:none')}</p>`
    case 'link':
      return `<p style="margin:0 0 14px">${anchor(piece, '')}</p>`
    default:
      return piece satisfies never
  }
}

const lines = (text: string): string => escaped(text).replaceAll('\n', '<br>')

const anchor = ({ label, url }: { readonly label: string; readonly url: string }, style: string): string =>
  `<a href="${escaped(url)}"${style && ` style="${style}"`}>${escaped(label)}</a>`
