import { constantTimeEqual, type Keyring, sign } from '../../platform/crypto.ts'
import { longId, shortId } from '../../platform/ids.ts'

/** What a button does. `id` names the thing: a publication, theme, conference, article or delivery. */
export type Action = { readonly verb: Verb; readonly id: string; readonly number?: number }

/** Two letters on the wire, since Telegram carries 64 bytes and Zalo shows a payload as typed text. */
const wire = {
  'open-publication': 'op',
  'open-notice': 'on',
  'open-theme': 'ot',
  'all-files': 'af',
  accept: 'ya',
  decline: 'yd',
  'name-other': 'yn',
  'answer-later': 'yl',
  'article-theme': 'at',
  'consent-yes': 'cy',
  'consent-no': 'cn',
  'open-invitation': 'oi',
} as const
export type Verb = keyof typeof wire

/**
 * Buttons without rows: each reference is signed for one chat, so that it is unguessable, and useless in anybody else's hands.
 * `make` gives at most 48 ASCII characters; `read` gives 'forged' for what looks like ours but was not made for this chat.
 */
export type References = {
  make(contactId: string, action: Action): string
  read(contactId: string, text: string): Action | 'forged' | undefined
}

export function createReferences(keyring: Keyring): References {
  const proof = (contactId: string, body: string) =>
    sign(keyring, 'button', `${contactId} ${body}`, 9).toString('base64url')
  return {
    make(contactId, action) {
      const body = `${wire[action.verb]}${action.number ?? ''}.${shortId(action.id)}`
      return `${body}.${proof(contactId, body)}`
    },
    read(contactId, text) {
      const match = /^(([a-z]{2})(\d{0,3})\.([\w-]{22}))\.([\w-]{12})$/.exec(text.trim())
      if (!match) return undefined
      const [, body = '', code, number = '', short = '', given = ''] = match
      const verb = (Object.keys(wire) as Verb[]).find((name) => wire[name] === code)
      const id = longId(short)
      if (!verb || !id) return undefined
      if (!constantTimeEqual(given, proof(contactId, body))) return 'forged'
      return number === '' ? { verb, id } : { verb, id, number: Number(number) }
    },
  }
}
