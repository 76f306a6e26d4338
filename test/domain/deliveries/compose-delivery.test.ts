import { beforeEach, describe, expect, test } from 'vitest'
import { fireReminders } from '../../../src/domain/broadcasts/fire-reminders.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { createReferences } from '../../../src/domain/conversation/references.ts'
import { createCompose } from '../../../src/domain/deliveries/compose-delivery.ts'
import type { SendDeps } from '../../../src/domain/deliveries/send-delivery.ts'
import { createPageLinks } from '../../../src/domain/reporters/page-links.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { createTexts } from '../../../src/texts.ts'
import { testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let desk: PressDesk
let deps: SendDeps
beforeEach(async () => {
  const database = await testDatabase()
  desk = await pressDesk(database)
  const keyring = createKeyring('a key for tests')
  const links = { references: createReferences(keyring), pageLinks: createPageLinks(keyring, 'http://127.0.0.1:3000') }
  const compose = createCompose({ ...desk.deps, ...links, say: createTexts().say })
  deps = { ...desk.deps, compose }
  return () => database[Symbol.asyncDispose]()
})

const hoursFrom = (hours: number) => new Date(monday.getTime() + hours * 3_600_000)

async function releaseWithConference() {
  const { db, organisationId } = desk
  const conferenceId = desk.newUuid()
  const words = {
    kind: 'Giao ban báo chí',
    title: 'Giao ban tháng 11',
    place: 'Hội trường A',
    createdBy: 'staff-editor',
  }
  const times = { startsAt: hoursFrom(72), answerBy: hoursFrom(48), createdAt: monday, updatedAt: monday }
  await db.conference.create({ data: { id: conferenceId, organisationId, ...words, ...times } })
  return { conferenceId, publicationId: await desk.release({ kind: 'everyone' }, conferenceId) }
}
const start = (publicationId: string) =>
  startBroadcast(desk.deps, {
    publicationId,
    organisationId: desk.organisationId,
    by: desk.staff('editor'),
  })

describe('what a delivery carries', () => {
  test('is the announcement and then its invitation, or only a notice outside the window', async () => {
    await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
    await desk.addReporter({ name: 'Chi', chats: [{ on: desk.zalo, silentDays: 18 }] })
    const { publicationId, conferenceId } = await releaseWithConference()
    await start(publicationId)
    await desk.work(deps)
    const onPhone = desk.telegram.phone('An@telegram').join('\n')
    expect(onPhone).toContain('Thông báo số 1')
    expect(onPhone).toContain('Hội trường A')
    expect(desk.zalo.phone('Chi@zalo')).toEqual(['notice: Thông báo số 1'])
    expect(await desk.db.invitation.count({ where: { conferenceId } })).toBe(2)
    const planned = await desk.db.reminder.findMany({ where: { conferenceId } })
    expect(planned.map(({ kind }) => kind)).toEqual(['answer-by', 'answer-by'])
  })

  test('is nothing when a reminder was answered between its firing and its sending', async () => {
    const an = await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
    const chi = await desk.addReporter({ name: 'Chi', chats: [{ on: desk.zalo, silentDays: 18 }] })
    const { publicationId, conferenceId } = await releaseWithConference()
    await start(publicationId)
    await desk.work(deps)
    const before = desk.telegram.calls.length
    const [{ dueAt } = { dueAt: monday }] = await desk.db.reminder.findMany({ where: { conferenceId } })
    desk.clock.set(dueAt)
    const broadcast = await fireReminders(desk.deps, { conferenceId, kind: 'answer-by', dueAt })
    const answered = { where: { conferenceId, reporterId: an.id }, data: { answer: 'accepted' } } as const
    await desk.db.invitation.updateMany(answered)
    await desk.work(deps)
    expect(desk.telegram.calls).toHaveLength(before)
    expect(await desk.deliveryOf(broadcast ?? '', an.id)).toMatchObject({ state: 'skipped', reason: 'not-needed' })
    expect(await desk.deliveryOf(broadcast ?? '', chi.id)).toMatchObject({ state: 'sent', messageKind: 'notice' })
    await sweep(desk.deps, { processStartedAt: monday, alone: false })
    expect(await desk.db.broadcast.findUnique({ where: { id: broadcast ?? '' } })).toMatchObject({ state: 'finished' })
  })
})
