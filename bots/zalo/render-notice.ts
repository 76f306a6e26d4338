import type { OutgoingMessage, OutgoingNotice } from '../../src/channels/outgoing-message.ts'
import { sha256 } from '../../src/platform/crypto.ts'
import type { Say } from '../../src/texts.ts'
import type { ZaloSettings } from './config.ts'
import type { ZaloPart } from './zalo-part.ts'

/**
 * The approved template of what the notice is about; none where none was approved yet, nor for an introduction, which goes
 * to people whom Zalo lets us write to in plain text.
 */
export function noticePart(notice: OutgoingNotice, settings: ZaloSettings): ZaloPart | undefined {
  const templateId = notice.about === 'introduction' ? undefined : settings.templates[notice.about]
  if (!templateId) return undefined
  const { recipient, issuer, documentNumber, subject, when } = notice.fields
  const data = { recipient, issuer, document_number: documentNumber, subject, when }
  const composed = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, value.normalize('NFC')]))
  const trackingId = trackingIdOf(notice.reference)
  return { kind: 'template', templateId, data: { ...composed, code: notice.reference, link: notice.url }, trackingId }
}

/** At most 48 characters, and no way back to the reference, which opens things. https://docs.zaloplatforms.com/docs/ZBS, October 2026 */
const trackingIdOf = (reference: string): string => sha256(reference).slice(0, 40)

/** The same notice as a short message, with the way by typing and the way by link. */
export function noticeMessage({ about, fields, reference, url }: OutgoingNotice, say: Say): OutgoingMessage {
  const { recipient, issuer, documentNumber, subject, when } = fields
  const facts = [
    ...(documentNumber === leftBlank ? [] : [say('vi', 'zalo-notice-number', { documentNumber })]),
    ...(when === leftBlank ? [] : [say('vi', 'zalo-notice-when', { when })]),
  ]
  return {
    kind: 'message',
    blocks: [
      { kind: 'paragraph', text: say('vi', 'zalo-notice-greeting', { recipient }) },
      { kind: 'paragraph', text: say('vi', 'zalo-notice-lead', { about, issuer, subject }) },
      ...(facts.length > 0 ? [{ kind: 'paragraph', text: facts.join('\n') } as const] : []),
      { kind: 'link', label: say('vi', 'zalo-notice-page'), url },
      { kind: 'hint', text: say('vi', 'zalo-notice-hint') },
    ],
    buttons: [{ label: say('vi', 'zalo-notice-open'), reference, style: 'primary' }],
    files: [],
  }
}

const leftBlank = '–'
