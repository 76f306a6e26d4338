import type { Dispatcher } from 'undici'
import type { Channel, ChannelHealth, ChannelPorts, Finding, WebhookVerdict } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { remember } from '../../src/platform/remember.ts'
import { createTexts, type Say } from '../../src/texts.ts'
import { type AccountNotes, createAccountNotes } from './account-notes.ts'
import { createZaloApi, type ZaloApi } from './api.ts'
import { createNames, lastInteractionOf } from './ask-about-person.ts'
import { createCallBudget } from './call-budget.ts'
import { catchUpZalo } from './catch-up.ts'
import { createZaloClient } from './client.ts'
import { type ZaloRoots, zaloSecrets, zaloSettings } from './config.ts'
import { zaloConsent } from './consent.ts'
import { consentFinding } from './consent-age.ts'
import { examineZalo } from './examine.ts'
import { findSentPart } from './find-sent.ts'
import { checkZalo, getOa, officialAccountOf } from './health.ts'
import { askPackageQuota } from './package-quota.ts'
import { isPhoneAddress, reachOf } from './reach.ts'
import { readZaloUpdate } from './receive.ts'
import { renderZalo } from './render.ts'
import { createReplyCount } from './reply-count.ts'
import { sendZaloPart } from './send.ts'
import { listTemplates } from './templates.ts'
import { createTokenServer } from './token-server.ts'
import { createZaloTokens, healthOf } from './tokens.ts'
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
  const { appId, appSecret, oaSecret } = zaloSecrets.parse(await ports.secrets.read())
  const say = options.say ?? createTexts().say
  const client = createZaloClient(options.dispatcher)
  const server = createTokenServer(client, options.roots.oauth)
  const tokens = createZaloTokens(ports, server)
  const budget = createCallBudget(settings.requestsPerMinute)
  const notes = createAccountNotes(ports)
  const replies = createReplyCount(ports.clock)
  const api = createZaloApi(tokens, {
    ...{ client, roots: options.roots, budget, clock: ports.clock, onRate: notes.rate },
    ...(settings.appsecretProof ? { appSecret } : {}),
  })
  let oaId = options.oaId ?? rememberedOaId(await ports.memory.read())
  let rotation: ChannelHealth = { kind: 'ok' }
  const consented = async () =>
    consentFinding(zaloSecrets.parse(await ports.secrets.read()), settings, ports.clock.now(), tokens.trouble())
  const checked = remember(() => checkZalo(api, settings), healthLifeMs)

  return {
    accountId: ports.accountId,
    name: 'zalo',
    get pace() {
      return paceOf(budget.perMinute())
    },
    reach: (contact) => reachOf(contact, settings, replies.since(contact.address, contact.lastInteractionAt)),
    render: (outgoing) => renderZalo(outgoing, { settings, say }),
    async send(address, part, how) {
      let calls = 0
      const counted: ZaloApi = (call) => {
        calls++
        return api(how?.inAnswer ? { ...call, urgency: 'answer' } : call)
      }
      const sent = await sendZaloPart({ api: counted, ports, settings, notes }, address, part.body as ZaloPart)
      const outcome = calls > 1 ? { ...sent, trace: { ...sent.trace, weight: calls } } : sent
      if (outcome.kind === 'sent') replies.sent(address)
      noteOutcome(notes, outcome)
      report(ports, outcome)
      return outcome
    },
    // The public address of an Official Account; it carries no parameter to us.
    chatLink: () => oaId && `https://zalo.me/${oaId}`,
    findSent: async (address, part, since, known) =>
      isPhoneAddress(address)
        ? undefined
        : findSentPart(api, { userId: address, part: part.body as ZaloPart, since, known }),
    lastInteraction: (address) => lastInteractionOf(api, address),
    prepaid: () => askPackageQuota(api, notes),
    nameOf: createNames(api, ports.clock.now),
    catchUp: (keep, since, signal) => catchUpZalo({ api, log: ports.log, appId, oaId, signal }, keep, since),
    read: (payload) => readZaloUpdate(payload, oaId),
    verifyWebhook(request) {
      const verdict = verifyZaloWebhook(request, { appId, oaSecret, oaId }, ports.clock.now())
      if (isGenuine(verdict)) notes.heard()
      return verdict
    },
    async care() {
      const access = await tokens.care()
      rotation = access.kind === 'ready' ? { kind: 'ok' } : { kind: 'failing', code: access.code, detail: access.kind }
      oaId ??= access.kind === 'ready' ? await learnOaId(api, ports) : undefined
      await notes.flush()
      return healthOf(access)
    },
    check: async () => (rotation.kind === 'ok' ? withWarnings(await checked(), await consented()) : rotation),
    examine: async () => examineZalo({ api, ports, settings, notes, consent: await consented() }),
    templates: () => listTemplates(api),
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

/** A probe needs no signature, and an event of another account says nothing about this one. */
const isGenuine = (verdict: WebhookVerdict): boolean =>
  verdict.kind === 'accepted' || (verdict.kind === 'ignored' && !['probe', 'other-account'].includes(verdict.reason))

/** Short windows, since a limiter lets a whole window through at once. */
function paceOf(requestsPerMinute: number): Channel['pace'] {
  const eachMs = 60_000 / requestsPerMinute
  const messages = eachMs >= 100 ? 1 : 3
  return { messages, perMs: Math.ceil(messages * eachMs) }
}

/** A success shows that the account can send, a refusal of the whole account that it cannot. */
function noteOutcome(notes: AccountNotes, outcome: SendOutcome): void {
  if (outcome.kind === 'sent') {
    if (outcome.costVnd > 0) notes.charged(outcome.costVnd)
    notes.sending()
  }
  if (outcome.kind === 'misconfigured') notes.sending(outcome.code)
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
