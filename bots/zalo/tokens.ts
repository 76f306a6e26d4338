import type { ChannelHealth, ChannelPorts } from '../../src/channels/channel.ts'
import { type ZaloSecrets, type ZaloTokenPair, zaloSecrets } from './config.ts'
import { renewsByRotation } from './consent-age.ts'
import type { TokenServer } from './token-server.ts'

export type Access =
  | { readonly kind: 'ready'; readonly token: string }
  /** Nothing but a new consent of the Official Account's administrator helps. */
  | { readonly kind: 'consent-needed'; readonly code: string }
  /** The app itself is at fault: its id, its secret, its state. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No usable answer of the token server; the stored pair is untouched and is tried again. */
  | { readonly kind: 'unreachable'; readonly code: string }

/** What care says of it; a token server that is away mends itself. */
export function healthOf(access: Access): ChannelHealth | undefined {
  if (access.kind === 'unreachable') return undefined
  return access.kind === 'ready' ? { kind: 'ok' } : { kind: 'failing', code: access.code, detail: access.kind }
}

/** The access token of one account, whoever rotated it last. */
export type ZaloTokens = {
  access(): Promise<Access>
  /** After Zalo refused `stale`: the pair another process has stored meanwhile, or a new one. */
  renew(stale: string): Promise<Access>
  /** Rotates when half of the 25 hours is over. */
  care(): Promise<Access>
  /** Why the last rotation of this process failed although a pair still serves; undefined once one worked. */
  trouble(): string | undefined
}

export type TokenPorts = Pick<ChannelPorts, 'accountId' | 'clock' | 'log' | 'secrets' | 'exclusively'>

/** The turn that a rotation and a new consent take on all processes. */
export const tokenTurn = ({ accountId }: Pick<ChannelPorts, 'accountId'>): string => `zalo-tokens-${accountId}`

/** Rotation wants one at a time, storage read again under the lock, and the new pair committed before its first use. */
export function createZaloTokens(ports: TokenPorts, server: TokenServer): ZaloTokens {
  let known: ZaloTokenPair | undefined
  /** Given by Zalo, not yet in the database: losing it would cost a new consent. */
  let unsaved: Rotated | undefined
  /** Asked with before, and nobody knows what came of it. */
  let doubted: string | undefined
  let trouble: string | undefined
  const livesFor = (pair: ZaloTokenPair) => Date.parse(pair.accessExpiresAt) - ports.clock.now().getTime()

  /** Rotates unless the stored pair is `good`; where that fails, a pair that is still `usable` serves on. */
  const renewUnless = (good: PairTest, usable: PairTest): Promise<Access> =>
    ports.exclusively(tokenTurn(ports), async (turnLost) => {
      if (unsaved) await commit(unsaved)
      const read = zaloSecrets.safeParse(await ports.secrets.read())
      if (!read.success) return { kind: 'refused', code: 'no-keys' }
      const { tokens, spent } = read.data
      if (tokens && good(tokens)) return use(tokens)
      const refreshToken = refreshTokenOf(read.data)
      if (!refreshToken) return { kind: 'consent-needed', code: 'no-refresh-token' }
      // Refused once it stays refused, whichever process heard it: asking again would only fill Zalo's logs.
      if (spent?.refreshToken === refreshToken) return { kind: 'consent-needed', code: spent.code }
      const access = await rotate(read.data, refreshToken, turnLost)
      trouble = access.kind === 'ready' ? undefined : access.code
      const spared = access.kind === 'unreachable' || access.kind === 'refused'
      return spared && tokens && usable(tokens) ? use(tokens) : access
    })

  const use = (pair: ZaloTokenPair): Access => {
    known = pair
    return { kind: 'ready', token: pair.accessToken }
  }

  async function rotate(secrets: ZaloSecrets, refreshToken: string, turnLost: AbortSignal): Promise<Access> {
    const ask = () => server(secrets, { grant_type: 'refresh_token', refresh_token: refreshToken })
    if (turnLost.aborted) return { kind: 'unreachable', code: 'turn-lost' }
    const first = await ask()
    // The answer may be lost while the rotation happened: the same token once more tells which.
    const again = first.kind === 'lost' && doubted !== refreshToken && !turnLost.aborted
    if (first.kind === 'lost') doubted = refreshToken
    const answer = again ? await ask() : first
    if (answer.kind === 'lost' || answer.kind === 'not-done') return { kind: 'unreachable', code: answer.code }
    if (answer.kind === 'granted') {
      unsaved = { used: refreshToken, pair: pairOf(answer, { refreshToken, before: secrets.tokens }) }
      const standing = await commit(unsaved)
      return standing ? use(standing) : { kind: 'unreachable', code: 'keys-changed' }
    }
    ports.log.error({ event: 'zalo-tokens-refused', code: answer.code }, 'Zalo refuses to rotate the tokens')
    if (!terminal.has(answer.code)) return { kind: 'refused', code: answer.code }
    const code = doubted === refreshToken ? 'refresh-answer-lost' : answer.code
    // Somebody without our turn was faster (a process that had stalled): their pair counts.
    const theirs = await markSpent(refreshToken, code)
    return theirs ? use(theirs) : { kind: 'consent-needed', code }
  }

  function pairOf(
    { accessToken, refreshToken, livesForMs }: Extract<Awaited<ReturnType<TokenServer>>, { kind: 'granted' }>,
    used: { readonly refreshToken: string; readonly before: ZaloTokenPair | undefined },
  ): ZaloTokenPair {
    const now = ports.clock.now()
    const previous = used.before ? { accessToken: used.before.accessToken } : {}
    return {
      accessToken,
      refreshToken: refreshToken ?? used.refreshToken,
      accessExpiresAt: new Date(now.getTime() + livesForMs).toISOString(),
      refreshedAt: now.toISOString(),
      previous: { ...previous, refreshToken: used.refreshToken },
    }
  }

  /** The pair that stands in the database afterwards: this one, unless another came into its place. */
  async function commit({ used, pair }: Rotated): Promise<ZaloTokenPair | undefined> {
    let standing: ZaloTokenPair | undefined
    await ports.secrets.change((stored) => {
      const now = zaloSecrets.safeParse(stored).data
      standing = now?.tokens
      if (!now || refreshTokenOf(now) !== used) return undefined
      standing = pair
      const { seedRefreshToken: _used, spent: _over, ...rest } = now
      const consentedAt = rest.consentedAt ?? pair.refreshedAt
      const renews = rest.rotationRenews ?? renewsByRotation(consentedAt, pair.refreshedAt)
      return { ...rest, tokens: pair, consentedAt, ...(renews && { rotationRenews: true }) } satisfies ZaloSecrets
    })
    unsaved = undefined
    if (standing === pair)
      ports.log.info({ event: 'zalo-tokens-rotated', expiresAt: pair.accessExpiresAt }, 'Zalo tokens rotated')
    return standing
  }

  /** Says for every process that this token is spent; the pair that came into its place meanwhile, if one did. */
  async function markSpent(refreshToken: string, code: string): Promise<ZaloTokenPair | undefined> {
    let theirs: ZaloTokenPair | undefined
    await ports.secrets.change((stored) => {
      const now = zaloSecrets.safeParse(stored).data
      const replaced = !now || refreshTokenOf(now) !== refreshToken
      theirs = replaced ? now?.tokens : undefined
      return replaced ? undefined : ({ ...now, spent: { refreshToken, code } } satisfies ZaloSecrets)
    })
    return theirs
  }

  const lives = (pair: ZaloTokenPair) => livesFor(pair) > 0
  return {
    access: async () => (known && lives(known) ? use(known) : renewUnless(lives, lives)),
    renew(stale) {
      const fresh = (pair: ZaloTokenPair) => pair.accessToken !== stale && lives(pair)
      return renewUnless(fresh, fresh)
    },
    care: () => renewUnless((pair) => livesFor(pair) > rotateBelowMs, lives),
    trouble: () => trouble,
  }
}

type PairTest = (pair: ZaloTokenPair) => boolean
type Rotated = { readonly used: string; readonly pair: ZaloTokenPair }

const refreshTokenOf = ({ tokens, seedRefreshToken }: ZaloSecrets) => tokens?.refreshToken ?? seedRefreshToken

/**
 * An access token lives 90,000 s (https://docs.zaloplatforms.com/docs/OA, October 2026); half of it leaves a night for whatever keeps the
 * token server away.
 */
const rotateBelowMs = 45_000_000

/** Which of these a spent token gets is not settled (October 2026), so all mean the same once storage was read again. */
const terminal = new Set(['-14014', '-14020', '-118'])
