import { createHash, randomBytes } from 'node:crypto'
import type { StandInAnswer } from '../serve-call.ts'
import { takeCode } from './consent-codes.ts'
import { readOaState } from './oa-state.ts'
import type { OfficialAccount, TokenPair } from './official-accounts.ts'
import { readSwitches } from './switches.ts'
import type { ZaloWorld } from './world.ts'

export type TokenRequest = {
  readonly contentType: string
  readonly secretKey: string | undefined
  readonly form: URLSearchParams
}

/** 25 hours and three months. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const accessLifeS = 90_000
const accessLifeMs = accessLifeS * 1000
export const refreshLifeMs = 90 * 86_400_000

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  refresh_token: ['grant_type', 'app_id', 'refresh_token'],
  authorization_code: ['grant_type', 'app_id', 'code', 'code_verifier'],
}

/** POST /v4/oa/access_token: each refresh token works once, and a new pair kills the old access token at once. */
export function answerTokenRequest(world: ZaloWorld, { contentType, secretKey, form }: TokenRequest): StandInAnswer {
  const { accounts, frame } = world
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return refused(-14018, 'form_encoding')
  const apps = accounts.all().filter(({ appId }) => appId === form.get('app_id'))
  if (!apps.some(({ oaId }) => readOaState(frame.store, oaId).appActive)) return refused(-14002, 'invalid_app_id')
  if (!apps.some(({ appSecret }) => appSecret === secretKey)) return refused(-14004, 'invalid_app_secret')
  const switches = readSwitches(frame.store)
  const fields = fieldsOf[form.get('grant_type') ?? '']
  if (!fields) return refused(-14018, 'invalid_grant_type')
  if (switches.unknownFields === 'refused' && [...form.keys()].some((name) => !fields.includes(name)))
    return refused(-14018, 'unknown_field')
  if (form.get('grant_type') === 'authorization_code') {
    const account = byCode(world, form)
    return account ? granted(world, account) : refused(-14005, 'invalid_code')
  }
  const now = frame.clock.now()
  const token = form.get('refresh_token')
  const account = apps.find(({ refreshToken }) => refreshToken !== null && refreshToken === token)
  if (account && String(account.refreshExpiresAt) > now.toISOString()) return granted(world, account)
  const graceFrom = new Date(now.getTime() - switches.spentTokenGraceS * 1000).toISOString()
  const late = apps.find(({ spent }) => spent !== undefined && spent.refreshToken === token && spent.at > graceFrom)
  return late ? pairAnswer(late) : refused(switches.spentTokenCode, 'invalid_refresh_token')
}

/** Whose code it is, if app and verifier fit; asking uses it up. */
function byCode(world: ZaloWorld, form: URLSearchParams): OfficialAccount | undefined {
  const found = takeCode(world.frame, form.get('code') ?? '')
  const verifier = form.get('code_verifier') ?? ''
  const account = found && world.accounts.byId(found.oaId)
  if (!account || account.appId !== form.get('app_id') || verifier === '') return undefined
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return found.challenge === null || found.challenge === challenge ? account : undefined
}

function granted({ accounts, frame }: ZaloWorld, account: OfficialAccount): StandInAnswer {
  const now = frame.clock.now()
  const { refreshTokenInAnswer } = readSwitches(frame.store)
  const rotated = {
    refreshToken: randomBytes(48).toString('base64url'),
    refreshExpiresAt: new Date(now.getTime() + refreshLifeMs).toISOString(),
  }
  const pair: TokenPair = {
    accessToken: randomBytes(48).toString('base64url'),
    accessExpiresAt: new Date(now.getTime() + accessLifeMs).toISOString(),
    refreshToken: account.refreshToken,
    refreshExpiresAt: account.refreshExpiresAt,
    ...(refreshTokenInAnswer || account.refreshToken === null ? rotated : {}),
    spent: { refreshToken: account.refreshToken ?? '', at: now.toISOString() },
  }
  accounts.writeTokens(account.oaId, pair)
  return pairAnswer({ ...account, ...pair }, refreshTokenInAnswer)
}

/** Lives come as text, and a field more than anybody announced. */
function pairAnswer({ accessToken, refreshToken }: OfficialAccount, whole = true): StandInAnswer {
  const body = {
    access_token: accessToken,
    ...(whole ? { refresh_token: refreshToken } : {}),
    expires_in: String(accessLifeS),
    refresh_token_expires_in: String(refreshLifeMs / 1000),
    unannounced: 'stand-in',
  }
  return { status: 200, body, effect: true }
}

function refused(error: number, name: string): StandInAnswer {
  const words = { error_name: name, error_reason: name, error_description: name, ref_doc: 'stand-in' }
  return { status: 200, body: { access_token: '', refresh_token: '', error, ...words }, effect: false }
}
