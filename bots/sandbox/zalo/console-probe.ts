import type { SandboxFrame } from '../frame.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { readSwitches } from './switches.ts'
import { ask, bareHeaders, eventJson, headersOf } from './webhook-request.ts'

export const probeKinds = ['empty', 'get', 'sample', 'unsigned-sample'] as const
export type ProbeKind = (typeof probeKinds)[number]

/** What Zalo's console sends when the address is saved: nothing, a GET, or a sample of other people's ids. The answer's status. */
export async function probe(
  { store, clock }: SandboxFrame,
  account: OfficialAccount,
  { url, kind }: { readonly url: string; readonly kind: ProbeKind },
): Promise<number> {
  const switches = readSwitches(store)
  const withinMs = switches.answerWithinMs
  if (kind === 'get') return ask(url, { method: 'GET', headers: { 'user-agent': bareHeaders['user-agent'] }, withinMs })
  if (kind === 'empty') return ask(url, { headers: bareHeaders, body: '', withinMs })
  const timestamp = String(clock.now().getTime())
  const body = eventJson({ ...sample, app_id: account.appId, timestamp }, switches)
  const signed = headersOf(account, { body, timestamp, tries: 0, zns: false }, switches)
  return ask(url, { headers: kind === 'sample' ? signed : bareHeaders, body, withinMs })
}

const sample = {
  event_name: 'user_send_text',
  user_id_by_app: '552177279717587730',
  sender: { id: '246845883529197922' },
  recipient: { id: '388613280878808645' },
  message: { msg_id: 'This is message id', text: 'This is testing message' },
} as const
