import { expect, test } from 'vitest'
import { zaloSecrets } from '../../../bots/zalo/config.ts'
import { newKeep } from './ports.ts'
import { seedSecrets, zaloChannel, zaloStand } from './stand.ts'

const hello = { kind: 'message', blocks: [{ kind: 'paragraph', text: 'Xin chào' }], buttons: [], files: [] } as const
type Desk = Awaited<ReturnType<typeof zaloChannel>>
const greet = async ({ channel }: Desk, to: string) => {
  const [part] = channel.render(hello)
  if (!part) throw new Error('nothing to send')
  return channel.send(to, part)
}
const tokensOf = ({ keep }: Desk) => zaloSecrets.parse(keep.secrets).tokens
const hourMs = 3_600_000

test('the first pair comes from the seed, which is used once and kept no longer', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  expect(await greet(desk, userId)).toMatchObject({ kind: 'sent' })
  expect(await greet(desk, userId)).toMatchObject({ kind: 'sent' })
  expect(stand.calls('oauth/access_token')).toHaveLength(1)
  expect(desk.keep.secrets).not.toHaveProperty('seedRefreshToken')
  expect(tokensOf(desk)?.previous?.refreshToken).toBe('seed-1')
})

test('twelve and a half hours in, care rotates; before that it leaves the pair alone', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await desk.channel.care?.()
  const first = tokensOf(desk)
  stand.clock.advance(12 * hourMs)
  await desk.channel.care?.()
  expect(tokensOf(desk)).toEqual(first)
  stand.clock.advance(hourMs)
  await desk.channel.care?.()
  expect(tokensOf(desk)?.accessToken).not.toBe(first?.accessToken)
  expect(tokensOf(desk)?.previous).toEqual({ accessToken: first?.accessToken, refreshToken: first?.refreshToken })
})

test('after days of downtime the first message rotates by itself', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  await desk.channel.care?.()
  stand.clock.advance(30 * hourMs)
  expect(await greet(desk, userId)).toMatchObject({ kind: 'sent' })
})

test('two processes that find the token dead at once rotate it once between them', async () => {
  await using stand = await zaloStand()
  const keep = newKeep(seedSecrets)
  const locks = new Map()
  const [one, two] = [await zaloChannel(stand, { keep, locks }), await zaloChannel(stand, { keep, locks })]
  const { userId } = stand.person('an', 1)
  expect(await Promise.all([greet(one, userId), greet(two, userId), greet(one, userId)])).toMatchObject(
    Array(3).fill({ kind: 'sent' }),
  )
  expect(stand.calls('oauth/access_token')).toHaveLength(1)
  stand.clock.advance(14 * hourMs)
  await one.channel.care?.()
  // The second still holds the first token, is refused, and finds the new pair in storage.
  expect(await greet(two, userId)).toMatchObject({ kind: 'sent' })
  expect(stand.calls('oauth/access_token')).toHaveLength(2)
})

test('a token that Zalo refuses twice in a row stops the account instead of going round in circles', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  stand.fault({ method: 'message/cs', count: 9, failure: { kind: 'answer', status: 200, body: { error: -216 } } })
  expect(await greet(desk, userId)).toMatchObject({ kind: 'misconfigured', code: '-216' })
  expect(stand.calls('message/cs')).toHaveLength(2)
  expect(stand.calls('oauth/access_token')).toHaveLength(2)
})

test.each([
  ['-216', 'message/cs', { kind: 'answer', status: 200, body: { error: -216 } }],
  ['-220', 'message/cs', { kind: 'answer', status: 200, body: { error: -220 } }],
  ['-401', 'message/cs', { kind: 'answer', status: 200, body: { error: -401 } }],
  ['HTTP 401', 'message/cs', { kind: 'answer', status: 401, body: {} }],
  ['-124 of the templates', 'template/all', { kind: 'answer', status: 200, body: { error: -124 } }],
] as const)(
  '%s refreshes the token once, plays the call again once, and nobody notices',
  async (_code, method, failure) => {
    await using stand = await zaloStand()
    const desk = await zaloChannel(stand)
    await desk.channel.care?.()
    const before = stand.calls('oauth/access_token').length
    stand.fault({ method, failure: { ...failure } })
    if (method === 'message/cs') expect(await greet(desk, stand.person('an', 1).userId)).toMatchObject({ kind: 'sent' })
    else expect(await desk.channel.templates?.()).toHaveLength(4)
    expect(stand.calls('oauth/access_token')).toHaveLength(before + 1)
  },
)

test('an empty answer never replaces the stored pair, and stops nothing while that pair serves', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await desk.channel.care?.()
  const before = structuredClone(desk.keep.secrets)
  const body = { access_token: '', refresh_token: '', expires_in: '90000' }
  stand.fault({ method: 'oauth/access_token', count: 4, failure: { kind: 'answer', status: 200, body } })
  stand.clock.advance(20 * hourMs)
  expect(await desk.channel.care?.()).toEqual({ kind: 'ok' })
  stand.clock.advance(6 * hourMs)
  expect(await desk.channel.care?.()).toBeUndefined()
  expect(desk.keep.secrets).toEqual(before)
  expect(await desk.channel.check()).toMatchObject({ kind: 'failing', code: 'empty-answer' })
})

test('a lost answer costs one more try with the same token; refused, every process knows that a consent is needed', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  await desk.channel.care?.()
  const before = structuredClone(desk.keep.secrets)
  stand.clock.advance(14 * hourMs)
  stand.fault({ method: 'oauth/access_token', failure: { kind: 'drop-after' } })
  const needed = { kind: 'failing', code: 'refresh-answer-lost', detail: 'consent-needed' }
  expect(await desk.channel.care?.()).toEqual(needed)
  const restarted = await zaloChannel(stand, { keep: desk.keep })
  for (const { channel } of [desk, restarted]) expect(await channel.care?.()).toEqual(needed)
  expect(desk.keep.secrets).toMatchObject(before as object)
  expect(stand.calls('oauth/access_token')).toHaveLength(3)
  expect(await desk.channel.check()).toEqual(needed)
  expect(await restarted.channel.examine()).toContainEqual(expect.objectContaining({ code: 'consent-needed' }))
  stand.clock.advance(12 * hourMs)
  expect(await greet(desk, userId)).toMatchObject({ kind: 'misconfigured', code: 'refresh-answer-lost' })
})

test.each([
  { name: 'a page of a proxy', failure: { kind: 'html-502' } },
  { name: 'a reset before anything was done', failure: { kind: 'drop-before' } },
] as const)('$name from the token server costs one more try and nothing else', async ({ failure }) => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  stand.fault({ method: 'oauth/access_token', failure })
  await desk.channel.care?.()
  expect(await desk.channel.check()).toMatchObject({ kind: 'ok' })
})

test('while the token server is away the present token serves on', async () => {
  await using stand = await zaloStand()
  const keep = newKeep(seedSecrets)
  await (await zaloChannel(stand, { keep })).channel.care?.()
  stand.clock.advance(14 * hourMs)
  const desk = await zaloChannel(stand, { keep })
  stand.fault({ method: 'oauth/access_token', count: 50, failure: { kind: 'html-502' } })
  await desk.channel.care?.()
  expect(await desk.channel.check()).toMatchObject({ kind: 'ok' })
  expect(await greet(desk, stand.person('an', 1).userId)).toMatchObject({ kind: 'sent' })
})

test.each([-14014, -14020])(
  'a refresh token that was used elsewhere (%d) asks for a new consent once',
  async (code) => {
    await using stand = await zaloStand()
    await stand.control('/zalo/switches', { spentTokenCode: code })
    const desk = await zaloChannel(stand, { keep: newKeep({ ...seedSecrets, seedRefreshToken: 'stolen' }) })
    for (let minute = 0; minute < 3; minute++) await desk.channel.care?.()
    expect(await desk.channel.check()).toMatchObject({ kind: 'failing', code: String(code) })
    expect(stand.calls('oauth/access_token')).toHaveLength(1)
  },
)

test('a pair that an administrator stored meanwhile is used without asking', async () => {
  await using stand = await zaloStand()
  const keep = newKeep(seedSecrets)
  await (await zaloChannel(stand, { keep })).channel.care?.()
  const good = structuredClone(keep.secrets)
  keep.secrets = { ...seedSecrets, seedRefreshToken: 'wrong' }
  const desk = await zaloChannel(stand, { keep })
  await desk.channel.care?.()
  expect(await desk.channel.check()).toMatchObject({ kind: 'failing' })
  keep.secrets = good
  await desk.channel.care?.()
  expect(await desk.channel.check()).toMatchObject({ kind: 'ok' })
})

test('a wrong app secret is the operator’s business and tells so', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand, { keep: newKeep({ ...seedSecrets, appSecret: 'wrong' }) })
  await desk.channel.care?.()
  expect(await desk.channel.check()).toEqual({ kind: 'failing', code: '-14004', detail: 'refused' })
})

test('sixty days after a consent its end is told, until a rotation was seen to work after ninety', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const told: unknown[] = []
  let today = 0
  for (const day of [0, 30, 59, 60, 75, 89, 92]) {
    stand.clock.advance((day - today) * 24 * hourMs)
    today = day
    await desk.channel.care?.()
    if (day === 75)
      expect(await desk.channel.check()).toMatchObject({ kind: 'ok', warnings: [{ code: 'consent-ageing' }] })
    if (day === 30 || day === 75) continue
    const [finding] = await desk.channel.examine()
    told.push([day, finding?.code, finding?.state, finding?.values?.left])
  }
  const ok = (day: number) => [day, 'consent', 'ok', undefined]
  const ageing = (day: number) => [day, 'consent-ageing', 'warning', 90 - day]
  expect(told).toEqual([ok(0), ok(59), ageing(60), ageing(89), ok(92)])
  expect(zaloSecrets.parse(desk.keep.secrets).rotationRenews).toBe(true)
})

test('a rotation that is refused for the app’s fault is told while the present token still serves', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await desk.channel.care?.()
  stand.clock.advance(14 * hourMs)
  stand.fault({ method: 'oauth/access_token', failure: { kind: 'answer', status: 200, body: { error: -14004 } } })
  expect(await desk.channel.care?.()).toEqual({ kind: 'ok' })
  const warning = { code: 'consent-rotation-fails', values: { reason: '-14004', hours: 11 } }
  expect(await desk.channel.check()).toMatchObject({ kind: 'ok', warnings: [warning] })
  await desk.channel.care?.()
  expect(await desk.channel.check()).not.toHaveProperty('warnings')
})
