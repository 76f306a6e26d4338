import type { WebhookInfo } from 'grammy/types'
import type { Finding } from '../../src/channels/channel.ts'
import { locales } from '../../src/texts.ts'
import { codeOf, commandsIn, type House, menuIn, webhookOf } from './care.ts'
import { meaningOf, redact } from './outcome.ts'
import { allowedUpdates, conflictIn } from './poll.ts'
import { unknownChatsIn } from './unknown-chats.ts'

const callTimeoutMs = 10_000
/** What went wrong longer ago is history. */
const recentMs = 15 * 60_000
/** So many updates do not wait where somebody takes them. */
const backlog = 100

/** All that must be in place for this bot to send and to hear, asked from the platform itself. */
export async function examineBot(house: House): Promise<readonly Finding[]> {
  const token = await examineToken(house)
  if (token.state === 'failing') return [token]
  const hearing = await examineHearing(house)
  return [token, ...hearing, ...(await examineChats(house)), ...(await examineMenu(house)), ...spending(house)]
}

async function examineToken({ client }: House): Promise<Finding> {
  const me = await client.call('getMe', {}, { timeoutMs: callTimeoutMs })
  if (me.kind === 'ok') return { code: 'token-accepted', state: 'ok', values: { bot: `@${me.result.username}` } }
  if (me.kind !== 'refused') return { code: 'unreachable', state: 'failing', values: { reason: me.code } }
  const meaning = meaningOf(me.code, me.description)
  if (meaning.kind !== 'misconfigured')
    return { code: 'unreachable', state: 'failing', values: { reason: String(me.code) } }
  return { code: meaning.code === 'frozen' ? 'frozen' : 'token-refused', state: 'failing' }
}

/** https://core.telegram.org/bots/api#webhookinfo (read November 2026) */
async function examineHearing(house: House): Promise<readonly Finding[]> {
  const reply = await house.client.call('getWebhookInfo', {}, { timeoutMs: callTimeoutMs })
  if (reply.kind !== 'ok') return [{ code: 'hearing-unknown', state: 'warning', values: { reason: codeOf(reply) } }]
  const info = reply.result
  const hook = webhookOf(house)
  const findings = hook ? examineWebhook(house, info, hook.url) : await examinePolling(house, info)
  const waiting = info.pending_update_count
  if (waiting < backlog) return findings
  return [...findings, { code: 'updates-waiting', state: 'warning', values: { count: waiting } }]
}

function examineWebhook({ ports }: House, info: WebhookInfo, url: string): readonly Finding[] {
  if (!info.url) return [{ code: 'webhook-missing', state: 'failing' }]
  if (info.url !== url) return [{ code: 'webhook-elsewhere', state: 'failing', values: { host: hostOf(info.url) } }]
  const findings: Finding[] = []
  const failedAt = (info.last_error_date ?? 0) * 1000
  const passedMs = ports.clock.now().getTime() - failedAt
  if (passedMs < recentMs) {
    const values = { minutes: minutes(passedMs), reason: redact(info.last_error_message ?? '') }
    findings.push({ code: 'webhook-fails', state: 'warning', values })
  }
  const asked: readonly string[] = info.allowed_updates ?? []
  if (allowedUpdates.some((kind) => !asked.includes(kind))) findings.push({ code: 'webhook-deaf', state: 'warning' })
  return findings.length > 0 ? findings : [{ code: 'webhook-set', state: 'ok' }]
}

async function examinePolling({ ports }: House, info: WebhookInfo): Promise<readonly Finding[]> {
  if (info.url) return [{ code: 'webhook-in-the-way', state: 'failing', values: { host: hostOf(info.url) } }]
  const conflict = conflictIn(await ports.memory.read())
  const passedMs = conflict ? ports.clock.now().getTime() - conflict.getTime() : recentMs
  if (passedMs < recentMs) return [{ code: 'another-poller', state: 'failing', values: { minutes: minutes(passedMs) } }]
  return [{ code: 'polling', state: 'ok' }]
}

/** A broadcast is long over when somebody asks. */
const chatsRecentMs = 24 * 3_600_000

async function examineChats({ ports }: House): Promise<readonly Finding[]> {
  const at = unknownChatsIn(await ports.memory.read())
  const isRecent = at !== undefined && ports.clock.now().getTime() - at.getTime() < chatsRecentMs
  return isRecent ? [{ code: 'chats-unknown', state: 'warning' }] : []
}

async function examineMenu({ client, say }: House): Promise<readonly Finding[]> {
  const menus = await Promise.all(
    locales.map(async (locale) => {
      const reply = await client.call('getMyCommands', menuIn(locale), { timeoutMs: callTimeoutMs })
      return (
        reply.kind === 'ok' && JSON.stringify(reply.result.map(inOrder)) === JSON.stringify(commandsIn(say, locale))
      )
    }),
  )
  return [menus.every(Boolean) ? { code: 'commands-set', state: 'ok' } : { code: 'commands-differ', state: 'note' }]
}

const inOrder = ({ command, description }: { readonly command: string; readonly description: string }) => ({
  command,
  description,
})

const spending = ({ settings }: House): readonly Finding[] =>
  settings.paidBroadcast ? [{ code: 'paid-broadcast', state: 'note' }] : []

const minutes = (ms: number) => Math.max(0, Math.round(ms / 60_000))

/** Of somebody else's address the host says enough; the path may be a secret of theirs. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '…')
