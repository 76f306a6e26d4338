import { z } from 'zod'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { ZaloClient, ZaloReply } from './client.ts'
import { type ZaloSecrets, type ZaloTokenPair, zaloSecrets } from './config.ts'

export type Access =
  | { readonly kind: 'ready'; readonly token: string }
  /** Nothing but a new consent of the Official Account's administrator helps. */
  | { readonly kind: 'consent-needed'; readonly code: string }
  /** The app itself is at fault: its id, its secret, its state. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No usable answer of the token server; the stored pair is untouched and is tried again. */
  | { readonly kind: 'unreachable'; readonly code: string }

/** The access token of one account, whoever rotated it last. */
export type ZaloTokens = {
  access(): Promise<Access>
  /** After Zalo refused `stale`: the pair another process has stored meanwhile, or a new one. */
  renew(stale: string): Promise<Access>
  /** Rotates when half of the 25 hours is over. */
  care(): Promise<Access>
}

/** Rotation wants one at a time, storage read again under the lock, and the new pair committed before its first use. */
export function createZaloTokens(
  ports: Pick<ChannelPorts, 'accountId' | 'clock' | 'log' | 'secrets' | 'exclusively'>,
  { client, oauthRoot }: { readonly client: ZaloClient; readonly oauthRoot: string },
): ZaloTokens {
  let known: ZaloTokenPair | undefined
  // A refresh token that was refused stays refused: asking again every minute would only fill Zalo's logs.
  let dead: { readonly refreshToken: string; readonly access: Access } | undefined
  const read = async (): Promise<ZaloSecrets> => zaloSecrets.parse(await ports.secrets.read())
  const livesFor = (pair: ZaloTokenPair) => Date.parse(pair.accessExpiresAt) - ports.clock.now().getTime()

  /** Rotates unless the stored pair is `good`; where no answer comes, a pair that is still `usable` serves on. */
  const renewUnless = (good: PairTest, usable: PairTest): Promise<Access> =>
    ports.exclusively(`zalo-tokens-${ports.accountId}`, async () => {
      const secrets = await read()
      if (secrets.tokens && good(secrets.tokens)) return use(secrets.tokens)
      const refreshToken = secrets.tokens?.refreshToken ?? secrets.seedRefreshToken
      if (!refreshToken) return { kind: 'consent-needed', code: 'no-refresh-token' }
      if (dead?.refreshToken === refreshToken) return dead.access
      const access = await rotate(secrets, refreshToken)
      return access.kind === 'unreachable' && secrets.tokens && usable(secrets.tokens) ? use(secrets.tokens) : access
    })

  const use = (pair: ZaloTokenPair): Access => {
    known = pair
    return { kind: 'ready', token: pair.accessToken }
  }

  async function rotate(secrets: ZaloSecrets, refreshToken: string): Promise<Access> {
    const first = await askFor(secrets, refreshToken)
    // The answer may be lost while the rotation happened: the same token once more tells which.
    const lost = first.kind === 'unknown'
    const answer = lost ? await askFor(secrets, refreshToken) : first
    if (answer.kind !== 'answer') return { kind: 'unreachable', code: answer.code }
    const pair = newPair(secrets, refreshToken, answer)
    if (pair) {
      const { seedRefreshToken: _used, ...rest } = secrets
      await ports.secrets.change(() => ({ ...rest, tokens: pair }) satisfies ZaloSecrets)
      ports.log.info({ event: 'zalo-tokens-rotated', expiresAt: pair.accessExpiresAt }, 'Zalo tokens rotated')
      return use(pair)
    }
    const code = String(answer.body.error || 'empty-answer')
    const stored = await read()
    // Somebody without our lock was faster (an administrator who consented anew): their pair counts.
    if (stored.tokens && stored.tokens.refreshToken !== refreshToken) return use(stored.tokens)
    const access: Access = terminal.has(code)
      ? { kind: 'consent-needed', code: lost ? 'refresh-answer-lost' : code }
      : { kind: 'refused', code }
    if (access.kind === 'consent-needed') dead = { refreshToken, access }
    ports.log.error({ event: 'zalo-tokens-refused', code: access.code }, 'Zalo refuses to rotate the tokens')
    return access
  }

  function newPair(secrets: ZaloSecrets, used: string, answer: Extract<ZaloReply, { kind: 'answer' }>) {
    const parsed = grant.safeParse(answer.body)
    if (!parsed.success || answer.body.error !== 0) return undefined
    const now = ports.clock.now()
    const accessExpiresAt = new Date(now.getTime() + parsed.data.expires_in * 1000).toISOString()
    const previous = { accessToken: secrets.tokens?.accessToken, refreshToken: used }
    const { access_token: accessToken, refresh_token: refreshToken } = parsed.data
    return {
      accessToken,
      // One report says an answer may lack it; the old one is then all there is.
      refreshToken: refreshToken || used,
      accessExpiresAt,
      refreshedAt: now.toISOString(),
      previous: JSON.parse(JSON.stringify(previous)) as { refreshToken: string },
    }
  }

  const askFor = ({ appId, appSecret }: ZaloSecrets, refreshToken: string): Promise<ZaloReply> =>
    client({
      method: 'POST',
      url: `${oauthRoot}/v4/oa/access_token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: appSecret },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        app_id: appId,
        refresh_token: refreshToken,
      }).toString(),
    })

  const lives = (pair: ZaloTokenPair) => livesFor(pair) > 0
  return {
    access: async () => (known && lives(known) ? use(known) : renewUnless(lives, lives)),
    renew(stale) {
      const fresh = (pair: ZaloTokenPair) => pair.accessToken !== stale && lives(pair)
      return renewUnless(fresh, fresh)
    },
    care: () => renewUnless((pair) => livesFor(pair) > rotateBelowMs, lives),
  }
}

type PairTest = (pair: ZaloTokenPair) => boolean

/** An access token lives 90,000 s; half of it leaves a night for whatever keeps the token server away. */
const rotateBelowMs = 45_000_000

/** Which of these a spent token gets is not settled, so all mean the same once storage was read again. */
const terminal = new Set(['-14014', '-14020', '-118', 'empty-answer'])

const grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().default(''),
  expires_in: z.coerce.number().positive(),
})
