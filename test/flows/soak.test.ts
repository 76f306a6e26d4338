import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../bots/sandbox/fault-rates.ts'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { addOffice } from '../../src/domain/reporters/add-office.ts'
import { auditCalls, recordedMessages } from './call-auditor.ts'
import { openPhone, type Phone } from './phones.ts'
import type { NewReporter } from './reporters.ts'
import { addsUp, approveAndRelease, openStory, type Story } from './story.ts'

/** Invented people: on Telegram, on Zalo inside the free window, and on Zalo long silent, who get a notice first. */
const cast: readonly NewReporter[] = [
  ...['Lò Văn Ánh', 'Vàng Thị Bích', 'Sùng A Cường', 'Giàng Mỹ Dung', 'Hoàng Văn Én', 'Mã Thị Phin'].map(
    (name) => ({ name, reach: { on: 'telegram' } }) as const,
  ),
  ...['Chẻo Văn Gấm', 'Tẩn Thị Hoa', 'Phàn A Ín', 'Lý Thị Kim', 'Quàng Văn Lả'].map(
    (name) => ({ name, reach: { on: 'zalo', hoursAgo: 3 } }) as const,
  ),
  ...['Nùng Thị Mai', 'Bàn Văn Nông', 'Đèo Thị Oanh'].map(
    (name) => ({ name, reach: { on: 'zalo', hoursAgo: 24 * 20 } }) as const,
  ),
]
/** Recipients by e-mail. */
const offices = ['Toà soạn Báo Mây', 'Toà soạn Báo Núi', 'Toà soạn Báo Suối'] as const
const addressOf = (name: (typeof offices)[number]) => `toa-soan-${offices.indexOf(name)}@bao.example`
const audienceSize = cast.length + offices.length
const titles = ['Mực nước hồ Nậm Rốm lên nhanh', 'Cấm đường đèo Khâu Phạ trong đêm'] as const
const stepMs = 10_000
const steps = 60

let story: Story
beforeAll(async () => {
  story = await openStory(cast, { mail: true })
  const { deps, organisationId, staffIds, db } = story.desk
  const { id: outletId } = await db.outlet.findFirstOrThrow()
  for (const name of offices) {
    const document = 'Công văn 15/BSB ngày 2/11/2026'
    await addOffice(deps, { organisationId, outletId, name, address: addressOf(name), document, by: staffIds.editor })
  }
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

test('ten minutes with every fault at one call in twenty: nothing is lost, and nothing is doubled in silence', async () => {
  const { desk } = story
  const publications = [await released(titles[0]), await released(titles[1])]
  const phones = cast.map(({ name }) => {
    const { channel, personId } = story.phone(name)
    return openPhone(desk.sandbox, { name, channel, personId }, async () => {})
  })
  const broadcasts: string[] = []
  const typed = new Map<string, string>()
  const random = seededRandom(41)
  // Whoever pressed Start on joining is an update too.
  const before = await desk.db.inboxItem.count()
  await faultsAtFivePercent()
  for (let step = 0; step < steps; step += 1) {
    const publicationId = step === 2 ? publications[0] : step === 25 ? publications[1] : undefined
    if (publicationId) broadcasts.push(await send(publicationId))
    const phone = phones[Math.floor(random() * phones.length)]
    if (phone) await gesture(phone, step, random, typed)
    desk.clock.advance(stepMs)
    for (const id of broadcasts) await addsUp(story, id, audienceSize)
    await wait(60)
  }
  await calm()

  const { db, sandbox } = desk
  expect((await sandbox.calls()).length).toBeGreaterThan(100)
  // In: every word of a reporter is a row that was handled, once.
  expect(await db.inboxItem.groupBy({ by: ['state'], _count: true })).toEqual([
    { state: 'handled', _count: before + steps },
  ])
  const filed = await db.articleSubmission.findMany({ include: { article: true } })
  expect(filed.map(({ article }) => article.url).toSorted()).toEqual([...typed.keys()].toSorted())
  // Out: everybody of both audiences is in exactly one final state, and the platforms saw what the ledger says.
  for (const id of broadcasts) {
    const { audience, sent, failed, skipped, unknown } = await ledgerOf(db, id)
    expect(sent + failed + skipped + unknown).toBe(audience)
    expect(audience).toBe(audienceSize)
  }
  expect(auditCalls(await recordedMessages(db), await sandbox.calls())).toEqual([])
  for (const phone of phones) {
    const texts = (await phone.received()).filter(({ kind }) => kind === 'text')
    for (const title of titles)
      expect(
        texts.filter(({ text }) => text.includes(`${title}.`)).length,
        `${phone.name}: ${title}`,
      ).toBeLessThanOrEqual(1)
  }
  for (const name of offices) {
    const { mails } = await sandbox.get<{ mails: unknown[] }>(`/email/mails?address=${addressOf(name)}`)
    expect(mails.length, name).toBeGreaterThan(0)
    expect(mails.length, name).toBeLessThanOrEqual(titles.length)
  }
  expect(await db.reply.count({ where: { state: { in: ['planned', 'queued', 'sending'] } } })).toBe(0)
}, 120_000)

/** Files a link of their own, asks for the menu, or says thanks: each is one update. */
async function gesture(phone: Phone, step: number, random: () => number, typed: Map<string, string>): Promise<void> {
  const what = random()
  if (what < 0.5) {
    const url = `https://bao-${phone.personId}.example.vn/tin-${step}`
    typed.set(url, phone.name)
    await phone.text(url)
  } else await phone.text(what < 0.8 ? 'menu' : 'Cảm ơn anh chị')
}

async function released(title: string): Promise<string> {
  const drafted = await story.staff.editor.send('/announcements/new', '/announcements', { title, text: `${title}.` })
  const id = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? ''
  await approveAndRelease(story, id)
  return id
}

async function send(publicationId: string): Promise<string> {
  const plan = `/publications/${publicationId}/plan`
  const started = await story.staff.editor.send(plan, `/publications/${publicationId}/broadcasts`)
  return started.location.split('/').at(-1) ?? ''
}

/** All kinds at once, on every method, so that about one call in four is hurt; and updates come twice or out of order. */
async function faultsAtFivePercent(): Promise<void> {
  const rates = {
    delay: 0.05,
    'drop-before': 0.05,
    'drop-after': 0.05,
    'html-502': 0.05,
    'html-502-after': 0.05,
  }
  const flood = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } }
  const refusals = {
    telegram: { status: 429, body: flood },
    zalo: { status: 200, body: { error: -200, message: 'sending failed' } },
  }
  for (const channel of ['telegram', 'zalo'] as const)
    await story.desk.sandbox.post('/fault-rates', {
      channel,
      seed: 7,
      rates,
      delayMs: 30,
      answers: [{ rate: 0.05, ...refusals[channel] }],
    })
  await story.desk.sandbox.post('/fault-rates', {
    channel: 'email',
    seed: 7,
    rates: { delay: 0.05, 'drop-before': 0.05, 'drop-after': 0.05 },
    delayMs: 30,
    answers: [{ rate: 0.05, status: 451, body: '4.3.0 try again later' }],
  })
  await disorder(0.05)
}

async function disorder(rate: number): Promise<void> {
  await story.desk.sandbox.post('/telegram/switches', { repeatUpdates: rate })
  await story.desk.sandbox.post('/zalo/switches', { duplicateRate: rate, reorderRate: rate })
}

/** The weather clears: what waits for its next try gets it, and everything comes to rest. */
async function calm(): Promise<void> {
  const { desk } = story
  for (const channel of ['telegram', 'zalo', 'email']) await desk.sandbox.post('/fault-rates', { channel })
  await disorder(0)
  for (let round = 0; round < 20; round += 1) {
    desk.clock.advance(60_000)
    const rested = await desk.settled().then(
      () => true,
      () => false,
    )
    if (rested) return
  }
  await desk.settled()
}
