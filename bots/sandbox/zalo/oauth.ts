import { randomBytes } from 'node:crypto'
import type { StandInAnswer } from '../serve-call.ts'
import type { OfficialAccount, TokenPair } from './official-accounts.ts'
import { readSwitches } from './switches.ts'
import type { ZaloWorld } from './world.ts'

export type TokenRequest = {
  readonly contentType: string
  readonly secretKey: string | undefined
  readonly form: URLSearchParams
}

const accessLifeS = 90_000
const accessLifeMs = accessLifeS * 1000
export const refreshLifeMs = 90 * 86_400_000
const codeLifeMs = 10 * 60_000

/** POST /v4/oa/access_token: each refresh token works once, and a new pair kills the old access token at once. */
export function answerTokenRequest(world: ZaloWorld, { contentType, secretKey, form }: TokenRequest): StandInAnswer {
  const { accounts, frame } = world
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return refused(-14018, 'form_encoding')
  const apps = accounts.all().filter(({ appId }) => appId === form.get('app_id'))
  if (apps.length === 0) return refused(-14002, 'invalid_app_id')
  if (!apps.some(({ appSecret }) => appSecret === secretKey)) return refused(-14004, 'invalid_app_secret')
  if (form.get('grant_type') === 'refresh_token') {
    const now = frame.clock.now().toISOString()
    const account = apps.find((app) => app.refreshToken !== null && app.refreshToken === form.get('refresh_token'))
    if (!account || String(account.refreshExpiresAt) <= now)
      return refused(readSwitches(frame.store).spentTokenCode, 'invalid_refresh_token')
    return granted(world, account)
  }
  if (form.get('grant_type') === 'authorization_code') {
    const account = form.get('code_verifier') ? takeCode(world, form.get('code') ?? '') : undefined
    return account ? granted(world, account) : refused(-14005, 'invalid_code')
  }
  return refused(-14018, 'invalid_grant_type')
}

function granted({ accounts, frame }: ZaloWorld, account: OfficialAccount): StandInAnswer {
  const now = frame.clock.now().getTime()
  const pair = {
    accessToken: randomBytes(48).toString('base64url'),
    accessExpiresAt: new Date(now + accessLifeMs).toISOString(),
    refreshToken: randomBytes(48).toString('base64url'),
    refreshExpiresAt: new Date(now + refreshLifeMs).toISOString(),
  } satisfies TokenPair
  accounts.writeTokens(account.oaId, pair)
  const body = {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires_in: String(accessLifeS),
    refresh_token_expires_in: String(refreshLifeMs / 1000),
  }
  return { status: 200, body, effect: true }
}

function refused(error: number, name: string): StandInAnswer {
  const words = { error_name: name, error_reason: name, error_description: name, ref_doc: 'stand-in' }
  return { status: 200, body: { access_token: '', refresh_token: '', error, ...words }, effect: false }
}

const codesSetting = 'zalo-consent-codes'
type Codes = Readonly<Record<string, { readonly oaId: string; readonly expiresAt: string }>>
const readCodes = ({ frame }: ZaloWorld) => (frame.store.readSetting(codesSetting) ?? {}) as Codes

/** What the administrator's consent in the browser ends with: a code for ten minutes and one use. */
export function consent(world: ZaloWorld, oaId: string): string {
  const code = randomBytes(24).toString('base64url')
  const expiresAt = new Date(world.frame.clock.now().getTime() + codeLifeMs).toISOString()
  world.frame.store.writeSetting(codesSetting, { ...readCodes(world), [code]: { oaId, expiresAt } })
  return code
}

function takeCode(world: ZaloWorld, code: string): OfficialAccount | undefined {
  const { [code]: found, ...others } = readCodes(world)
  world.frame.store.writeSetting(codesSetting, others)
  if (!found || found.expiresAt <= world.frame.clock.now().toISOString()) return undefined
  return world.accounts.byId(found.oaId)
}
