import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createZaloClient } from '../../../bots/zalo/client.ts'
import { zaloSecrets } from '../../../bots/zalo/config.ts'
import { zaloConsent } from '../../../bots/zalo/consent.ts'
import { createTokenServer } from '../../../bots/zalo/token-server.ts'
import { createZaloTokens } from '../../../bots/zalo/tokens.ts'
import { newKeep, portsOver } from './ports.ts'
import { app, oaId, seedSecrets, type ZaloStand, zaloStand } from './stand.ts'

let stand: ZaloStand
beforeAll(async () => {
  stand = await zaloStand()
})
afterAll(() => stand[Symbol.asyncDispose]())

const verifier = 'v'.repeat(43)
const dead = { ...seedSecrets, spent: { refreshToken: 'seed-1', code: '-14014' } }

function account({ secrets = dead as object, known = oaId, fixedPkceVerifier = '' } = {}) {
  const keep = newKeep(secrets)
  const ports = portsOver(keep, { clock: stand.clock })
  const client = createZaloClient()
  const server = createTokenServer(client, stand.roots.oauth)
  const settings = fixedPkceVerifier ? { fixedPkceVerifier } : {}
  const owner = {
    known: () => known || undefined,
    learn: (id: string) => void Object.assign(keep.memory, { learned: id }),
  }
  const flow = zaloConsent({ ports, appId: app.appId, settings, roots: stand.roots, client, server, owner })
  return { keep, flow, tokens: createZaloTokens(ports, server) }
}
const newCode = async () => String((await stand.control(`/zalo/oas/${oaId}/consent`, {})).code)

test('the address carries app, return address, state and the challenge, and nothing that Zalo does not know', () => {
  const given = { redirectUri: 'https://desk.example.vn/accounts/consent', state: 'sealed', verifier }
  const addressOf = (fixed?: string) =>
    new URL(account(fixed ? { fixedPkceVerifier: fixed } : {}).flow.address(given)).searchParams
  const challenge = (of: string) => createHash('sha256').update(of).digest('base64url')
  expect(Object.fromEntries(addressOf())).toEqual({
    app_id: app.appId,
    redirect_uri: given.redirectUri,
    code_challenge: challenge(verifier),
    state: 'sealed',
  })
  expect(challenge(verifier)).toMatch(/^[\w-]{43}$/)
  expect(addressOf('f'.repeat(43)).get('code_challenge')).toBe(challenge('f'.repeat(43)))
})

test('a granted consent replaces a dead pair, and the account works again at once', async () => {
  const { keep, flow, tokens } = account()
  expect(await tokens.access()).toEqual({ kind: 'consent-needed', code: '-14014' })
  expect(await flow.finish({ code: await newCode(), verifier, owner: oaId })).toEqual({ kind: 'granted' })
  expect(await tokens.access()).toMatchObject({ kind: 'ready' })
  const secrets = zaloSecrets.parse(keep.secrets)
  expect([secrets.consentedAt, secrets.spent, secrets.seedRefreshToken]).toEqual([
    stand.clock.now().toISOString(),
    undefined,
    undefined,
  ])
})

test('the first consent of an account tells whose it is', async () => {
  const { keep, flow } = account({ known: '' })
  expect(await flow.finish({ code: await newCode(), verifier })).toEqual({ kind: 'granted' })
  expect(keep.memory).toEqual({ learned: oaId, oaId })
})

test.each([
  ['by the address it came back with', { known: oaId, owner: '999' }],
  ['by the account that the new token opens, whatever the address said', { known: '999', owner: '999' }],
])('a consent of another Official Account is not stored: %s', async (_how, { known, owner }) => {
  const { keep, flow } = account({ known })
  expect(await flow.finish({ code: await newCode(), verifier, owner })).toEqual({ kind: 'other-account' })
  expect(keep.written).toEqual([])
})

test('a code is worth ten minutes and one use', async () => {
  const { flow } = account()
  const late = await newCode()
  stand.clock.advance(11 * 60_000)
  expect(await flow.finish({ code: late, verifier, owner: oaId })).toEqual({ kind: 'refused', code: '-14005' })
  const once = await newCode()
  expect(await flow.finish({ code: once, verifier, owner: oaId })).toEqual({ kind: 'granted' })
  expect(await flow.finish({ code: once, verifier, owner: oaId })).toEqual({ kind: 'refused', code: '-14005' })
})

const errors = [-14002, -14003, -14004, -14005, -14014, -14018, -14020, -118, -14012, -14024, -9]

test.each(errors)('error %d of the token server refuses a consent and stores nothing', async (error) => {
  const { keep, flow } = account()
  const body = { access_token: '', refresh_token: '', error, error_name: 'x' }
  stand.fault({ method: 'oauth/access_token', failure: { kind: 'answer', status: 200, body } })
  expect(await flow.finish({ code: 'c', verifier, owner: oaId })).toEqual({ kind: 'refused', code: String(error) })
  expect(keep.written).toEqual([])
})

const consentNeeded = new Set([-14014, -14020, -118])

test.each(errors)('error %d of the token server at a rotation', async (error) => {
  const { keep, tokens } = account({ secrets: seedSecrets })
  const body = { access_token: '', refresh_token: '', error, error_name: 'x' }
  stand.fault({ method: 'oauth/access_token', failure: { kind: 'answer', status: 200, body } })
  const kind = consentNeeded.has(error) ? 'consent-needed' : 'refused'
  expect(await tokens.care()).toEqual({ kind, code: String(error) })
  expect(zaloSecrets.parse(keep.secrets).tokens).toBeUndefined()
})

test.each([
  ['a broken connection', { kind: 'drop-after' }, 'unreachable'],
  ['too many calls', { kind: 'answer', status: 200, body: { error: -32 } }, 'unreachable'],
  ['a page of a firewall', { kind: 'answer', status: 403, body: {} }, 'unreachable'],
  [
    'a pair without a refresh token',
    { kind: 'answer', status: 200, body: { access_token: 'a', expires_in: '9' } },
    'refused',
  ],
] as const)('%s stores nothing, and the administrator begins again', async (_what, failure, kind) => {
  const { keep, flow } = account()
  stand.fault({ method: 'oauth/access_token', failure: { ...failure } })
  expect(await flow.finish({ code: await newCode(), verifier, owner: oaId })).toMatchObject({ kind })
  expect(keep.written).toEqual([])
})
