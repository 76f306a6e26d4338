import type { Part } from '../../src/channels/channel.ts'
import type { Block, Outgoing, OutgoingMessage, OutgoingNotice } from '../../src/channels/outgoing-message.ts'
import { sha256 } from '../../src/platform/crypto.ts'
import type { Say } from '../../src/texts.ts'
import type { Sender } from './config.ts'
import type { EmailPart } from './email-part.ts'
import { type Letter, type Piece, writeHtml, writeText } from './letter.ts'
import { oneLine, pageAddress, readable, shortened } from './safe-text.ts'

type Writing = { readonly say: Say; readonly sender: Sender }

/** One mail per message: the notice with the signed link, or the words of a message and the links it has. Files stay on the page. */
export function renderEmail(outgoing: Outgoing, writing: Writing): readonly Part[] {
  const letter = outgoing.kind === 'notice' ? noticeLetter(outgoing, writing) : messageLetter(outgoing, writing)
  const key = outgoing.kind === 'notice' ? outgoing.reference : sha256(JSON.stringify(outgoing))
  const body: EmailPart = {
    subject: letter.subject,
    text: writeText(letter),
    html: writeHtml(letter),
    key,
    ...(letter.stop ? { stopUrl: letter.stop.url } : {}),
  }
  return [{ channel: 'email', body }]
}

/** A subject that no phone cuts in the middle of what matters. RFC 5322 §2.1.1 asks for lines under 78; it is folded beyond that. */
const longestSubject = 140

function noticeLetter({ about, fields, url }: OutgoingNotice, writing: Writing): Letter {
  const say = (key: string, args?: Record<string, string>) => writing.say('vi', `email-${key}`, args)
  const { recipient, issuer, documentNumber, subject, when } = fields
  const number = given(documentNumber)
  const facts = [
    ...(number ? [say('notice-number', { documentNumber: number })] : []),
    ...(given(when) ? [say('notice-when', { when })] : []),
  ]
  const title = say('notice-subject', { about, issuer, subject })
  const pieces: Piece[] = [
    { kind: 'text', text: say('notice-greeting', { recipient }) },
    { kind: 'text', text: say('notice-lead', { about, issuer, subject }) },
    ...(facts.length > 0 ? [{ kind: 'text', text: facts.join('\n') } as const] : []),
    { kind: 'text', text: say('notice-page-lead') },
    ...linkPiece('button', say('notice-page'), url),
    { kind: 'small', text: say('notice-personal', { recipient }) },
  ]
  return {
    subject: subjectOf(number ? say('notice-subject-number', { title, documentNumber: number }) : title),
    pieces,
    ...footOf(writing, issuer, url),
  }
}

/** What belongs to a chat is left out: buttons that only a chat can press, and how to type them. */
function messageLetter({ blocks, buttons, files }: OutgoingMessage, writing: Writing): Letter {
  const links = buttons.flatMap((button) => ('url' in button ? linkPiece('button', button.label, button.url) : []))
  const carried = files.flatMap(({ name, url }) => linkPiece('link', name, url))
  const pieces = [...blocks.flatMap(pieceOf), ...carried, ...links]
  const first = pieces.find((piece) => piece.kind === 'heading') ?? pieces.find((piece) => piece.kind === 'text')
  const issuer = writing.sender.name || writing.sender.address
  const [page] = [...links, ...carried].flatMap((piece) => ('url' in piece ? [piece.url] : []))
  return {
    subject: subjectOf(first && 'text' in first ? first.text : issuer),
    pieces,
    ...footOf(writing, issuer, page),
  }
}

const given = (field: string): string | undefined => (field === '–' || oneLine(field) === '' ? undefined : field)
const subjectOf = (text: string): string => shortened(oneLine(text), longestSubject)

function footOf(writing: Writing, issuer: string, url: string | undefined): Pick<Letter, 'foot' | 'stop'> {
  const say = (key: string, args?: Record<string, string>) => writing.say('vi', `email-${key}`, args)
  const stopUrl = url === undefined ? undefined : stopAddress(url)
  return {
    foot: [oneLine(issuer), say('foot-automatic')],
    ...(stopUrl ? { stop: { label: say('foot-stop'), url: stopUrl } } : {}),
  }
}

/** Of a personal page (its token is long), the place where its owner stops everything. */
function stopAddress(url: string): string | undefined {
  const page = /^https?:\/\/.+\/p\/[\w-]{20,}(?=\/|$)/.exec(pageAddress(url) ?? '')?.[0]
  return page && `${page}/stop`
}

function linkPiece(kind: 'button' | 'link', label: string, url: string): readonly Piece[] {
  const address = pageAddress(url)
  return address ? [{ kind, label: oneLine(label), url: address }] : []
}

function pieceOf(block: Block): readonly Piece[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', text: oneLine(block.text) }]
    case 'paragraph':
    case 'quote':
      return [{ kind: 'text', text: readable(block.text).trim() }]
    case 'numbered':
      return [{ kind: 'text', text: block.items.map(({ number, text }) => `${number}. ${oneLine(text)}`).join('\n') }]
    case 'points':
      return [{ kind: 'text', text: block.items.map((item) => `– ${oneLine(item)}`).join('\n') }]
    case 'time':
      return [{ kind: 'text', text: `${oneLine(block.label)}: ${oneLine(block.text)}` }]
    case 'link':
      return linkPiece('link', block.label, block.url)
    case 'hint':
      return []
    default:
      return block satisfies never
  }
}
