import { createHash } from 'node:crypto'
import { request } from 'undici'
import type { OfficialAccount } from './official-accounts.ts'
import type { ZaloSwitches } from './switches.ts'

/** One event as it goes out: these very bytes are signed. */
export type SignedEvent = {
  readonly body: string
  readonly timestamp: string
  readonly tries: number
  readonly zns: boolean
}

/** A plain hash over app, exact body, time and the key of the webhook page. https://docs.zaloplatforms.com/docs/OA, October 2026 */
export function headersOf(
  { appId, oaSecret }: OfficialAccount,
  { body, timestamp, tries, zns }: SignedEvent,
  { signature }: Pick<ZaloSwitches, 'signature'>,
): Record<string, string> {
  const hex = createHash('sha256').update(`${appId}${body}${timestamp}${oaSecret}`).digest('hex')
  return {
    ...bareHeaders,
    'X-ZEvent-Signature': signature === 'mac' ? `mac=${hex}` : hex,
    ...(zns ? { 'X-ZEvent-Server': 'ZNS' } : {}),
    ...(tries > 0 ? { num_retry: String(tries) } : {}),
  }
}

export const bareHeaders = { 'content-type': 'application/json', 'user-agent': 'Java/1.8.0_192' } as const

/** Spacing and escapes that nobody gets back by writing the same object again: who re-serialises fails the signature. */
export function eventJson(value: unknown, { oddJson }: Pick<ZaloSwitches, 'oddJson'>): string {
  if (!oddJson) return JSON.stringify(value)
  return JSON.stringify(value, null, 1).replace(/[\u0080-\uffff]/g, (letter) => {
    const code = letter.charCodeAt(0)
    return code % 2 === 0 ? `\\u${code.toString(16).padStart(4, '0')}` : letter
  })
}

/** The status that came within the time, or 0. */
export async function ask(
  url: string,
  {
    method = 'POST',
    headers,
    body,
    withinMs,
  }: { method?: 'POST' | 'GET'; headers: object; body?: string; withinMs: number },
): Promise<number> {
  try {
    const signal = AbortSignal.timeout(withinMs)
    const sent = body === undefined ? {} : { body }
    const response = await request(url, { method, headers: { ...headers }, signal, ...sent })
    await response.body.dump()
    return response.statusCode
  } catch {
    return 0
  }
}
