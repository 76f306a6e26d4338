import { expect, test } from 'vitest'
import { addOutlet } from '../../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../../src/domain/reporters/add-reporter.ts'
import { issuePageLink } from '../../../src/domain/reporters/issue-page-link.ts'
import { issueRegistrationCode } from '../../../src/domain/reporters/issue-registration-code.ts'
import { listReporters } from '../../../src/domain/reporters/list-reporters.ts'
import { pageVisitor } from '../../../src/domain/reporters/page-visitor.ts'
import { openPhone } from '../../../src/domain/reporters/phone-number.ts'
import { revokePageLinks } from '../../../src/domain/reporters/revoke-page-links.ts'
import { stopReporter } from '../../../src/domain/reporters/stop-reporter.ts'
import { testDatabase } from '../../database.ts'
import { chatRoom, dayMs } from '../conversation/chat-room.ts'

const tokenOf = (url: string) => url.split('/p/')[1] ?? ''

test('outlet first, then people; an imported number is kept sealed and unsendable', async () => {
  await using database = await testDatabase()
  const { deps, db, organisationId } = await chatRoom(database)
  const by = 'staff-editor'
  const outletId = await addOutlet(deps, { organisationId, by, name: 'Đài Suối', kind: 'broadcaster' })
  await expect(addOutlet(deps, { organisationId, by, name: 'Đài Suối', kind: 'portal' })).rejects.toMatchObject({
    code: 'outlet-name-taken',
  })
  const id = await addReporter(deps, { organisationId, by, outletId, fullName: ' Vũ Hà ', phone: '0912 345 678' })
  const [listed] = await listReporters(deps, organisationId)
  expect(listed).toMatchObject({ id, fullName: 'Vũ Hà', phone: 'unsendable', chats: [], outlet: { name: 'Đài Suối' } })
  const { phoneSealed, phoneConsentAt } = await db.reporter.findUniqueOrThrow({ where: { id } })
  expect(phoneSealed).not.toContain('345')
  expect([openPhone(deps.keyring, phoneSealed ?? ''), phoneConsentAt]).toEqual(['84912345678', null])
  expect(await db.auditEntry.findMany({ select: { action: true }, orderBy: { id: 'asc' } })).toEqual([
    { action: 'outlet-added' },
    { action: 'reporter-added' },
  ])
})

test("nobody adds to another organisation's outlet, and what is no name or number is refused", async () => {
  await using database = await testDatabase()
  const { deps, outletId, organisationId, newUuid } = await chatRoom(database)
  const input = { organisationId, by: 'x', outletId, fullName: 'Vũ Hà' }
  await expect(addReporter(deps, { ...input, organisationId: newUuid() })).rejects.toMatchObject({
    code: 'outlet-not-found',
  })
  await expect(addReporter(deps, { ...input, fullName: '  ' })).rejects.toMatchObject({ code: 'reporter-invalid' })
  await expect(addReporter(deps, { ...input, phone: 'gọi sau' })).rejects.toMatchObject({ code: 'reporter-invalid' })
})

test('a code is shown once, kept as a hash, and comes with the links that can carry it', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const reporterId = await room.addReporter('Vũ Hà')
  const { organisationId } = room
  const issued = await issueRegistrationCode(room.deps, { organisationId, reporterId, by: 'staff-editor' })
  expect(issued.code).toMatch(/^GB-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(issued.expiresAt.getTime() - room.clock.now().getTime()).toBe(14 * dayMs)
  expect(issued.links).toEqual([
    {
      accountId: room.telegram.accountId,
      channel: 'telegram',
      url: `https://t.me/giaoban_bot?start=${issued.code}`,
    },
  ])
  expect(JSON.stringify(await room.db.registrationCode.findMany())).not.toContain(issued.code)
  const left = await room.addReporter('Đã nghỉ', { state: 'left' })
  await expect(issueRegistrationCode(room.deps, { organisationId, reporterId: left, by: 'x' })).rejects.toMatchObject({
    code: 'reporter-left',
  })
})

test('a page link opens its own page until it expires, is altered or revoked', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const reporterId = await room.addReporter('Vũ Hà')
  const input = { organisationId: room.organisationId, reporterId, by: 'staff-editor' }
  const { url } = await issuePageLink(room.deps, input)
  const token = tokenOf(url)
  expect(await pageVisitor(room.deps, token)).toMatchObject({
    reporter: { id: reporterId },
    organisation: { shortName: 'SM' },
  })
  expect((await listReporters(room.deps, room.organisationId))[0]).toMatchObject({ pageSince: room.clock.now() })
  const altered = `${token.slice(0, 5)}${token[5] === 'A' ? 'B' : 'A'}${token.slice(6)}`
  expect([await pageVisitor(room.deps, altered), await pageVisitor(room.deps, 'x')]).toEqual(['altered', 'altered'])
  await revokePageLinks(room.deps, input)
  expect(await pageVisitor(room.deps, token)).toBe('revoked')
  const fresh = tokenOf((await issuePageLink(room.deps, input)).url)
  expect(await pageVisitor(room.deps, fresh)).toMatchObject({ reporter: { id: reporterId } })
  room.clock.advance(91 * dayMs)
  expect(await pageVisitor(room.deps, fresh)).toBe('expired')
})

test('stopping on the page is the same as in a chat, and saying it twice changes nothing', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const { reporterId } = await room.addMember('Vũ Hà', 'ha')
  expect(await stopReporter(room.deps, { reporterId, via: 'page' })).toBe('stopped')
  room.clock.advance(dayMs)
  expect(await stopReporter(room.deps, { reporterId, via: 'page' })).toBe('stopped-before')
  const stopped = await room.db.reporter.findUniqueOrThrow({ where: { id: reporterId } })
  expect(stopped.stoppedAt?.getTime()).toBe(room.clock.now().getTime() - dayMs)
  expect(await room.db.auditEntry.count({ where: { action: 'reporter-stopped' } })).toBe(1)
})
