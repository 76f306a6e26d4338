import { createHash } from 'node:crypto'
import type { ChannelPorts, ConsentFlow } from '../../src/channels/channel.ts'
import type { ZaloClient } from './client.ts'
import { type ZaloRoots, type ZaloSecrets, type ZaloSettings, zaloSecrets } from './config.ts'
import { officialAccountOf } from './health.ts'
import type { GrantAnswer, TokenServer } from './token-server.ts'
import { type TokenPorts, tokenTurn } from './tokens.ts'

type Consent = {
  readonly ports: TokenPorts & Pick<ChannelPorts, 'memory'>
  readonly appId: string
  readonly settings: Pick<ZaloSettings, 'fixedPkceVerifier'>
  readonly roots: Pick<ZaloRoots, 'api' | 'oauth'>
  readonly client: ZaloClient
  readonly server: TokenServer
  /** Which Official Account this is, once that is known. */
  readonly owner: { known(): string | undefined; learn(oaId: string): void }
}

/** OAuth v4 with PKCE. No response_type, scope or challenge method: Zalo knows none. https://docs.zaloplatforms.com/docs/OA, October 2026 */
export function zaloConsent(consent: Consent): ConsentFlow {
  const { appId, settings, roots } = consent
  return {
    address({ redirectUri, state, verifier }) {
      const address = new URL(`${roots.oauth}/v4/oa/permission`)
      const challenge = challengeOf(settings.fixedPkceVerifier ?? verifier)
      const query = { app_id: appId, redirect_uri: redirectUri, code_challenge: challenge, state }
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
      return address.href
    },
    // In the turn of the rotations: one of the old pair in the middle of it would overwrite the new one, or be overwritten.
    finish: (given) => consent.ports.exclusively(tokenTurn(consent.ports), () => exchange(consent, given)),
  }
}

/** base64url without padding, of the raw SHA-256. */
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

async function exchange(
  consent: Consent,
  { code, verifier, owner: told }: Parameters<ConsentFlow['finish']>[0],
): ReturnType<ConsentFlow['finish']> {
  const { ports, server, settings, owner } = consent
  const known = owner.known()
  if (known && told && told !== known) return { kind: 'other-account' }
  const read = zaloSecrets.safeParse(await ports.secrets.read())
  if (!read.success) return { kind: 'refused', code: 'no-keys' }
  const codeVerifier = settings.fixedPkceVerifier ?? verifier
  const answer = await server(read.data, { grant_type: 'authorization_code', code, code_verifier: codeVerifier })
  if (answer.kind === 'refused') return answer
  // A code works once: whoever gets no answer begins anew.
  if (answer.kind !== 'granted') return { kind: 'unreachable', code: answer.code }
  const { refreshToken } = answer
  if (!refreshToken) return { kind: 'refused', code: 'no-refresh-token' }
  const actual = (await ownerOf(consent, answer.accessToken)) ?? told
  if (known && !actual) return { kind: 'refused', code: 'owner-unknown' }
  if (known && actual !== known) return { kind: 'other-account' }
  await store(ports, { ...answer, refreshToken })
  if (actual && !known) {
    owner.learn(actual)
    await ports.memory.write({ oaId: actual })
  }
  return { kind: 'granted' }
}

/** What came in the browser's address is no proof: the account that the new token opens is asked for its name. */
async function ownerOf({ client, roots }: Consent, accessToken: string): Promise<string | undefined> {
  const reply = await client({
    method: 'GET',
    url: `${roots.api}/v2.0/oa/getoa`,
    headers: { access_token: accessToken },
  })
  return reply.kind === 'answer' ? officialAccountOf(reply.body.data)?.oaId : undefined
}

type Granted = Extract<GrantAnswer, { kind: 'granted' }> & { readonly refreshToken: string }

async function store(ports: TokenPorts, { accessToken, refreshToken, livesForMs }: Granted): Promise<void> {
  const now = ports.clock.now()
  await ports.secrets.change((stored) => {
    const { seedRefreshToken: _old, spent: _over, tokens: before, ...rest } = zaloSecrets.parse(stored)
    const previous = before && { accessToken: before.accessToken, refreshToken: before.refreshToken }
    return {
      ...rest,
      consentedAt: now.toISOString(),
      tokens: {
        accessToken,
        refreshToken,
        accessExpiresAt: new Date(now.getTime() + livesForMs).toISOString(),
        refreshedAt: now.toISOString(),
        ...(previous && { previous }),
      },
    } satisfies ZaloSecrets
  })
  ports.log.info({ event: 'zalo-consent-granted' }, 'a new consent of the Official Account was stored')
}
