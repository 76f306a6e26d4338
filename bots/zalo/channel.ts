import type { Dispatcher } from 'undici'
import type { Channel, ChannelHealth, ChannelPorts, ContactFacts, Finding, Reach } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createTexts, type Say } from '../../src/texts.ts'
import { createZaloApi, type ZaloApi } from './api.ts'
import { createCallBudget } from './call-budget.ts'
import { createZaloClient } from './client.ts'
import { type ZaloRoots, type ZaloSettings, zaloSecrets, zaloSettings } from './config.ts'
import { zaloConsent } from './consent.ts'
import { consentFinding } from './consent-age.ts'
import { checkZalo, getOa, officialAccountOf } from './health.ts'
import { readZaloUpdate } from './receive.ts'
import { renderZalo } from './render.ts'
import { lateReplyCostVnd, sendZaloPart } from './send.ts'
import { createTokenServer } from './token-server.ts'
import { createZaloTokens } from './tokens.ts'
import { verifyZaloWebhook } from './verify.ts'
import type { ZaloPart } from './zalo-part.ts'

export type ZaloChannelOptions = {
  readonly roots: ZaloRoots
  /** As stored with the account; checked here. */
  readonly settings: unknown
  /** The Official Account's id when the account's row knows it; otherwise it is asked for and remembered. */
  readonly oaId?: string
  readonly say?: Say
  /** Carries the proxy settings of the house. */
  readonly dispatcher?: Dispatcher
}

/** One Official Account. Reads its secrets once for the webhook's keys; wrong secrets or settings throw here, at the start. */
export async function createZaloChannel(ports: ChannelPorts, options: ZaloChannelOptions): Promise<Channel> {
  const settings = zaloSettings.parse(options.settings ?? {})
  const { appId, oaSecret } = zaloSecrets.parse(await ports.secrets.read())
  const say = options.say ?? createTexts().say
  const client = createZaloClient(options.dispatcher)
  const server = createTokenServer(client, options.roots.oauth)
  const tokens = createZaloTokens(ports, server)
  const budget = createCallBudget(settings.requestsPerMinute)
  const api = createZaloApi(tokens, { client, roots: options.roots, budget })
  let oaId = options.oaId ?? rememberedOaId(await ports.memory.read())
  let rotation: ChannelHealth = { kind: 'ok' }
  const consented = async () =>
    consentFinding(zaloSecrets.parse(await ports.secrets.read()), settings, ports.clock.now())
  const checked = remember(() => checkZalo(api, settings), healthLifeMs)

  return {
    accountId: ports.accountId,
    name: 'zalo',
    pace: paceOf(settings.requestsPerMinute),
    reach: (contact) => reachOf(contact, settings),
    render: (outgoing) => renderZalo(outgoing, { settings, say }),
    async send(address, part) {
      const outcome = await sendZaloPart({ api, ports, settings }, address, part.body as ZaloPart)
      report(ports, outcome)
      return outcome
    },
    // The public address of an Official Account; it carries no parameter to us.
    chatLink: () => oaId && `https://zalo.me/${oaId}`,
    read: readZaloUpdate,
    verifyWebhook: (request) => verifyZaloWebhook(request, { appId, oaSecret, oaId }, ports.clock.now()),
    async care() {
      const access = await tokens.care()
      rotation = access.kind === 'ready' ? { kind: 'ok' } : { kind: 'failing', code: access.code, detail: access.kind }
      oaId ??= access.kind === 'ready' ? await learnOaId(api, ports) : undefined
      // A token server that is away mends itself.
      return access.kind === 'unreachable' ? undefined : rotation
    },
    check: async () => (rotation.kind === 'ok' ? withWarnings(await checked(), await consented()) : rotation),
    examine: async () => [await consented()],
    consent: zaloConsent({
      ports,
      appId,
      settings,
      roots: options.roots,
      client,
      server,
      owner: {
        known: () => oaId,
        learn(id) {
          oaId = id
        },
      },
    }),
  }
}

const hourMs = 3_600_000
/** A message that starts at the edge of a window must still be inside when it arrives. */
const edgeMs = 60_000
/** https://docs.zaloplatforms.com/docs/OA: free for 48 hours after the last interaction, charged up to 7 days. */
const freeWindowMs = 48 * hourMs - edgeMs
const chargedWindowMs = 168 * hourMs - edgeMs

/** One template missing would leave its notices with nothing that Zalo carries outside the window. */
const noticesAbout = ['bulletin', 'announcement', 'invitation', 'reminder'] as const

function reachOf({ lastInteractionAt, now }: ContactFacts, settings: ZaloSettings): Reach {
  if (lastInteractionAt === null) return { kind: 'introduction', costVnd: 0 }
  const sinceMs = now.getTime() - lastInteractionAt.getTime()
  if (sinceMs <= freeWindowMs) return { kind: 'message', costVnd: 0 }
  if (sinceMs <= chargedWindowMs) return { kind: 'message', costVnd: lateReplyCostVnd }
  if (noticesAbout.every((about) => settings.templates[about]))
    return { kind: 'notice', costVnd: settings.templateCostVnd }
  return { kind: 'closed', reason: 'no-template' }
}

/** Short windows, since a limiter lets a whole window through at once. */
function paceOf(requestsPerMinute: number): Channel['pace'] {
  const eachMs = 60_000 / requestsPerMinute
  const messages = eachMs >= 100 ? 1 : 3
  return { messages, perMs: Math.ceil(messages * eachMs) }
}

/** A refusal that no recipient causes is worth an alert of its own; the trace holds no token, text or number. */
function report({ log, accountId }: ChannelPorts, outcome: SendOutcome): void {
  if (outcome.kind !== 'rejected' && outcome.kind !== 'misconfigured') return
  log.error({ event: 'zalo-refused', accountId, kind: outcome.kind, trace: outcome.trace }, 'Zalo refuses to send')
}

function rememberedOaId(memory: Readonly<Record<string, unknown>>): string | undefined {
  return typeof memory.oaId === 'string' ? memory.oaId : undefined
}

const withWarnings = (health: ChannelHealth, ...findings: readonly Finding[]): ChannelHealth => {
  const warnings = findings.filter(({ state }) => state === 'warning')
  return health.kind === 'ok' && warnings.length > 0 ? { ...health, warnings } : health
}

async function learnOaId(api: ZaloApi, { memory }: ChannelPorts): Promise<string | undefined> {
  const result = await getOa(api)
  const oaId = result.kind === 'done' ? officialAccountOf(result.data)?.oaId : undefined
  if (oaId !== undefined) await memory.write({ oaId })
  return oaId
}

/** Health is asked for more often than Zalo's hundred calls a minute could bear. */
const healthLifeMs = 30_000

function remember<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { readonly until: number; readonly answer: Promise<T> } | undefined
  return () => {
    const now = systemClock.now().getTime()
    if (!last || last.until <= now) last = { until: now + forMs, answer: ask() }
    return last.answer
  }
}
