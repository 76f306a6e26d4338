import { expect, test } from 'vitest'
import { checkRegistrationCode } from '../../../src/domain/reporters/check-registration-code.ts'
import { readRegistrationCode } from '../../../src/domain/reporters/registration-code.ts'
import { newId } from '../../../src/platform/ids.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import { scriptedChannel, scriptedChannels } from '../../channel-script.ts'
import { sentToReporters } from './sent-to-reporters.ts'

const zaloId = newId(new Date('2026-11-01T00:00:00Z'))
const telegramId = newId(new Date('2026-11-01T00:00:00Z'))
const startLink = (code: string) => `https://t.example/bot?start=${code}`

test('a tap on the page gives a code that binds one chat of this reporter’s, shown once and on the record', async () => {
  const zalo = scriptedChannel({ accountId: zaloId, name: 'zalo' })
  const telegram = { ...scriptedChannel({ accountId: telegramId }), startLink }
  await using sent = await sentToReporters({ channels: scriptedChannels(zalo, telegram) })
  const { organisationId, hoa, clock } = sent
  for (const { accountId: id, name: channel } of [zalo, telegram]) {
    const account = {
      id,
      organisationId,
      channel,
      name: channel,
      externalId: id,
      secretsSealed: '',
      state: 'on',
    } as const
    await sent.db.channelAccount.create({ data: { ...account, createdAt: clock.now() } })
  }
  const base = await sent.linkOf(hoa)
  const phone = sent.phone()
  expect((await phone.get(`${base}/me`)).body).toContain(`${base}/chat`)
  await phone.get(`${base}/chat`)
  expect(await sent.db.registrationCode.count()).toBe(0)
  const page = await phone.post(`${base}/chat`)
  const shown = /class="code">([^<]+)</.exec(page.body)?.[1] ?? ''
  const code = readRegistrationCode(shown) ?? ''
  expect(await checkRegistrationCode(sent.db, sent.deps, { organisationId, code })).toMatchObject({
    kind: 'valid',
    reporter: { id: hoa },
  })
  expect(page.body).toContain(`trên Zalo rồi nhắn: ${shown}`)
  expect(page.body).toContain(`href="${startLink(shown)}"`)
  const entry = await sent.db.auditEntry.findFirst({ where: { action: 'registration-code-issued' } })
  expect(entry?.actor).toBe(`reporter:${hoa}`)
})

test('the link of a page stays out of the log, whether it opens or not', async () => {
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } })
  await using sent = await sentToReporters({ log })
  const base = await sent.linkOf(sent.hoa)
  const phone = sent.phone()
  for (const path of ['', '/me', '/khong-co', '/bulletins/1', `x/me`, `/files/${sent.hoa}`])
    await phone.get(base + path)
  await phone.post(`${base}/consents`, { shown: 'xx' })
  await phone.post(`${base}/stop`)
  expect(lines.length).toBeGreaterThan(5)
  expect(lines.filter((line) => line.includes(base.slice(3, 30)))).toEqual([])
})

test('a form sent in a loop is slowed down, other reporters are not', async () => {
  await using sent = await sentToReporters()
  const [base, other] = [await sent.linkOf(sent.hoa), await sent.linkOf(sent.an)]
  const phone = sent.phone()
  await phone.get(base)
  const statuses = new Set<number>()
  for (let sending = 0; sending < 61; sending += 1)
    statuses.add((await phone.post(`${base}/language`, { locale: 'vi' })).statusCode)
  expect([...statuses]).toEqual([303, 429])
  await phone.get(other)
  expect((await phone.post(`${other}/language`, { locale: 'vi' })).statusCode).toBe(303)
})

test('what was partly sent can be opened by the link in its first part', async () => {
  await using sent = await sentToReporters()
  const phone = sent.phone()
  const page = `${await sent.linkOf(sent.hoa)}/bulletins/${sent.bulletinId}`
  const { broadcastId, reporterId } = await sent.db.delivery.findFirstOrThrow()
  await sent.db.delivery.deleteMany()
  const at = sent.clock.now()
  const chat = { surface: 'telegram', messageKind: 'message', accountId: newId(at), contactId: newId(at) }
  await sent.db.delivery.create({
    data: { id: newId(at), broadcastId, reporterId, ...chat, state: 'queued', createdAt: at },
  })
  expect((await phone.get(page)).statusCode).toBe(404)
  await sent.db.delivery.updateMany({ data: { messageIds: ['1'] } })
  expect((await phone.get(page)).statusCode).toBe(200)
})
