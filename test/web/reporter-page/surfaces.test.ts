import { expect, test } from 'vitest'
import { phoneBehind } from '../../../src/domain/reporters/phone-behind.ts'
import { newId } from '../../../src/platform/ids.ts'
import { scriptedChannel, scriptedChannels } from '../../channel-script.ts'
import { ledgerRow } from '../../ledger-row.ts'
import { type Sent, sentToReporters } from './sent-to-reporters.ts'

const early = new Date('2026-11-01T00:00:00Z')
const [zaloId, telegramId] = [newId(early), newId(early)]

/** Hoa's bulletin went to her Zalo as a notice that nobody opened; she has a Telegram chat besides. */
async function withChats() {
  const zalo = { ...scriptedChannel({ accountId: zaloId, name: 'zalo' }), chatLink: () => 'https://zalo.example/oa' }
  const startLink = (parameter: string) => `https://t.example/bot?start=${parameter}`
  const telegram = { ...scriptedChannel({ accountId: telegramId }), startLink }
  const sent = await sentToReporters({ channels: scriptedChannels(zalo, telegram) })
  const { db, organisationId, hoa, clock } = sent
  const createdAt = clock.now()
  for (const [id, channel] of [
    [zaloId, 'zalo'],
    [telegramId, 'telegram'],
  ] as const) {
    const account = { id, organisationId, channel, name: channel, externalId: id, secretsSealed: '', createdAt }
    await db.channelAccount.create({ data: { ...account, state: 'on' } })
    const chat = { organisationId, accountId: id, channel, address: `hoa@${channel}`, reporterId: hoa, createdAt }
    await db.contact.create({ data: { id: newId(createdAt), ...chat } })
  }
  return sent
}

async function noticeTo(sent: Sent, address: string) {
  const contact = await sent.db.contact.findFirstOrThrow({ where: { address } })
  const where = { reporterId: sent.hoa }
  const to = { accountId: contact.accountId, contactId: contact.id, surface: contact.channel, messageKind: 'notice' }
  const { broadcastId, createdAt } = await sent.db.delivery.findFirstOrThrow({ where })
  await sent.db.delivery.deleteMany({ where })
  const row = { id: newId(createdAt), broadcastId, reporterId: sent.hoa, createdAt }
  await sent.db.delivery.create({ data: { ...row, ...to, ...ledgerRow('unknown', createdAt) } })
  return () => sent.db.delivery.findFirstOrThrow({ where })
}

test('the link of a notice whose tap never came leads to the page, which offers the chat again and tells that it arrived', async () => {
  await using sent = await withChats()
  const delivery = await noticeTo(sent, 'hoa@zalo')
  const base = await sent.linkOf(sent.hoa)
  const phone = sent.phone()
  const page = `${base}/bulletins/${sent.bulletinId}`
  await phone.get(base)
  await phone.get(page, { 'sec-purpose': 'prefetch' })
  expect(await delivery()).toMatchObject({ state: 'unknown' })
  const { body } = await phone.get(page)
  expect(body).toContain('href="https://zalo.example/oa"')
  expect(body).toContain('nhắn một chữ bất kỳ')
  // It arrived; in the chat it is still to be opened.
  expect(await delivery()).toMatchObject({ state: 'sent', openedAt: null, reason: null })
  await sent.db.delivery.updateMany({ data: { openedAt: sent.clock.now() } })
  expect((await phone.get(page)).body).not.toContain('id="chat-offer"')
  // Somebody else's visit settles nothing of hers.
  const again = await noticeTo(sent, 'hoa@zalo')
  await phone.get(`${await sent.linkOf(sent.an)}/conferences/${sent.conferenceId}`)
  expect(await again()).toMatchObject({ state: 'unknown' })
})

test('an invitation opens in the own chat by link and QR code, and on another device by the page’s', async () => {
  await using sent = await withChats()
  const base = await sent.linkOf(sent.hoa)
  const { body } = await sent.phone().get(`${base}/conferences/${sent.conferenceId}`)
  expect(body).toMatch(/href="https:\/\/t\.example\/bot\?start=inv-[\w-]{35}"/)
  expect(body.match(/<figure class="qr">/g)).toHaveLength(2)
})

test('notices to the own number are agreed to on the page in words that are kept, and taken back there', async () => {
  await using sent = await withChats()
  const base = await sent.linkOf(sent.hoa)
  const phone = sent.phone()
  const at = { accountId: zaloId, address: `phone:${sent.hoa}` }
  expect((await phone.get(`${base}/me`)).body).toContain(`${base}/phone`)
  const ask = await phone.get(`${base}/phone`)
  expect(ask.body).toContain('••• 678')
  expect(await phoneBehind(sent.deps, at)).toBeUndefined()
  expect((await phone.post(`${base}/phone/consents`, { phone: 'gọi sau', shown: 'vi' })).statusCode).toBe(422)
  expect((await phone.post(`${base}/phone/consents`, { shown: 'vi' })).statusCode).toBe(303)
  expect(await phoneBehind(sent.deps, at)).toBe('84912345678')
  const consent = await sent.db.consent.findFirstOrThrow({ where: { way: 'page' } })
  const words = /<blockquote>([^<]+)<\/blockquote>/.exec(ask.body)?.[1]
  expect(consent.text).toBe(`${words} (••• 678)`)
  // The number the desk has still identifies; one that was only typed does not.
  expect((await sent.db.reporter.findUniqueOrThrow({ where: { id: sent.hoa } })).phoneHash).not.toBeNull()
  expect((await phone.get(`${base}/phone`)).body).toContain('đã đồng ý nhận thông báo tới số ••• 678')
  await phone.post(`${base}/phone/withdrawals`)
  expect(await phoneBehind(sent.deps, at)).toBeUndefined()
  await phone.post(`${base}/phone/consents`, { phone: '0987 654 321', shown: 'en' })
  expect(await phoneBehind(sent.deps, at)).toBe('84987654321')
  expect((await sent.db.reporter.findUniqueOrThrow({ where: { id: sent.hoa } })).phoneHash).toBeNull()
  await phone.post(`${base}/stop`)
  expect(await phoneBehind(sent.deps, at)).toBeUndefined()
  expect((await phone.get(`${base}/phone`)).statusCode).toBe(404)
})
