import { expect, test } from 'vitest'
import { createZaloChannel } from '../../../bots/zalo/channel.ts'
import type { OutgoingNotice } from '../../../src/channels/outgoing-message.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import { newKeep, portsOver } from './ports.ts'
import { seedSecrets, settings, start, zaloChannel, zaloStand } from './stand.ts'

const notice: OutgoingNotice = {
  kind: 'notice',
  about: 'bulletin',
  fields: { recipient: 'Nguyễn An', issuer: 'Sở thử', documentNumber: '12/STT', subject: 'Tháng 11', when: 'tháng 11' },
  reference: 'on.0123456789012345678901.abcdefghijkl',
  url: 'https://desk.example.vn/p/token',
}
const ids = ['410001', '410002', '410003', '410004']
const templatePrices = Object.fromEntries(ids.map((id) => [id, { priceVnd: 275, priceByPhoneVnd: 375 }]))
const address = 'phone:0193a000-0000-7000-8000-0000000000aa'

async function phoneDesk(stand: Awaited<ReturnType<typeof zaloStand>>, number?: string) {
  const keep = newKeep(seedSecrets)
  if (number) keep.phones.set(address, number)
  const desk = await zaloChannel(stand, { keep, more: { templatePrices } })
  const [part] = desk.channel.render(notice)
  if (!part) throw new Error('nothing to send')
  return { ...desk, send: () => desk.channel.send(address, part) }
}

test('a notice by phone number goes to whoever left it, at the price that was planned', async () => {
  await using stand = await zaloStand()
  stand.person('an')
  stand.frame.people.setFlags('an', { phone: '84912345678' })
  const desk = await phoneDesk(stand, '84912345678')
  const planned = desk.channel.reach({ address, lastInteractionAt: null, now: start })
  expect(planned).toEqual({ kind: 'notice', costVnd: 375 })
  expect(await desk.send()).toMatchObject({ kind: 'sent', costVnd: 375, messageIds: [expect.any(String)] })
  expect(stand.billedVnd()).toBe(375)
  expect(await stand.chat('an')).toMatchObject([{ kind: 'notice', text: expect.stringContaining('12/STT') }])
  const [call] = stand.frame.calls.list({ channel: 'zalo' }).filter(({ method }) => /business|phone/.test(method))
  const { tracking_id: trackingId } = (call?.request ?? { tracking_id: '' }) as { tracking_id: string }
  expect(trackingId).toMatch(/^[0-9a-f]{16,48}$/)
  expect(trackingId).not.toContain('012345')
})

test('without a number, the consent for it is gone and so is the recipient', async () => {
  await using stand = await zaloStand()
  const desk = await phoneDesk(stand)
  expect(await desk.send()).toMatchObject({ kind: 'recipient-gone', state: 'gone', code: 'no-phone' })
  expect(stand.billedVnd()).toBe(0)
})

test.each([
  { flags: {}, number: '84987654321', outcome: { kind: 'recipient-gone', code: '-118' } },
  { flags: { inactive: true }, number: '84912345678', outcome: { kind: 'recipient-gone', code: '-114' } },
  { flags: {}, number: '0912345678', outcome: { kind: 'recipient-gone', code: '-108' } },
])('a number that Zalo refuses with $outcome.code ends as $outcome.kind', async ({ flags, number, outcome }) => {
  await using stand = await zaloStand()
  stand.person('an')
  stand.frame.people.setFlags('an', { phone: '84912345678', ...flags })
  expect(await (await phoneDesk(stand, number)).send()).toMatchObject(outcome)
})

test('by phone number only notices go, and only where every kind has a price for it', async () => {
  await using stand = await zaloStand()
  const desk = await phoneDesk(stand, '84912345678')
  const [text] = desk.channel.render({
    kind: 'message',
    blocks: [{ kind: 'heading', text: 'a' }],
    buttons: [],
    files: [],
  })
  expect(text && (await desk.channel.send(address, text))).toMatchObject({ kind: 'window-closed' })
  const { '410004': _none, ...some } = templatePrices
  const other = await zaloChannel(stand, { more: { templatePrices: some } })
  const facts = { address, lastInteractionAt: null, now: start }
  expect(other.channel.reach(facts)).toEqual({ kind: 'closed', reason: 'no-template-by-phone' })
  expect(other.channel.reach({ ...facts, about: 'bulletin' })).toEqual({ kind: 'notice', costVnd: 375 })
})

test('each kind of notice is planned with its own price, and billed with it', async () => {
  await using stand = await zaloStand()
  const prices = { ...templatePrices, '410001': { priceVnd: 275 }, '410002': { priceVnd: 300 } }
  const desk = await zaloChannel(stand, { more: { templatePrices: prices } })
  const { userId } = stand.person('an', 24 * 30)
  const facts = { address: userId, lastInteractionAt: new Date(start.getTime() - 30 * 86_400_000), now: start }
  expect(desk.channel.reach({ ...facts, about: 'bulletin' })).toEqual({ kind: 'notice', costVnd: 275 })
  expect(desk.channel.reach(facts)).toEqual({ kind: 'notice', costVnd: 300 })
  const [part] = desk.channel.render(notice)
  expect(part && (await desk.channel.send(userId, part))).toMatchObject({ kind: 'sent', costVnd: 275 })
  expect(stand.billedVnd()).toBe(275)
})

test('no phone number reaches a log or a trace', async () => {
  await using stand = await zaloStand()
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const keep = newKeep(seedSecrets)
  keep.phones.set(address, '84987654321')
  const ports = portsOver(keep, { clock: stand.clock, log })
  const channel = await createZaloChannel(ports, { roots: stand.roots, settings: { ...settings, templatePrices } })
  const [part] = channel.render(notice)
  const outcomes = [part && (await channel.send(address, part))]
  const body = { error: -7777, message: 'number 84987654321 is odd' }
  stand.fault({ method: 'business/message', failure: { kind: 'answer', status: 200, body } })
  outcomes.push(part && (await channel.send(address, part)))
  expect(JSON.stringify(outcomes) + lines.join('\n') + JSON.stringify(keep.memory)).not.toContain('987654321')
})
