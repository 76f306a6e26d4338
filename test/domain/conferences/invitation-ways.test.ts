import { expect, test } from 'vitest'
import { invitationParameter, readInvitationParameter } from '../../../src/domain/conferences/invitation-links.ts'
import { listInvitationWays } from '../../../src/domain/conferences/invitation-ways.ts'
import { stopReporter } from '../../../src/domain/reporters/stop-reporter.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { testDatabase } from '../../database.ts'
import { chatRoom, wordsOf } from '../conversation/chat-room.ts'
import { sendBulletin } from '../conversation/sent-bulletin.ts'

test('a link to an invitation opens it in the chat of whoever was invited, and nothing to anybody else', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const { organisationId } = room
  const lan = await room.addMember('Lê Lan', 'lan')
  const bach = await room.addMember('Trần Bách', 'bach')
  const { conferenceId } = await sendBulletin(room, [lan, bach])
  const sheet = { organisationId, conferenceId, by: 'staff-editor', sheet: 1, perSheet: 60 }
  const { ways, total } = await listInvitationWays(room.deps, sheet)
  expect([total, ways.map(({ fullName }) => fullName)]).toEqual([2, ['Lê Lan', 'Trần Bách']])
  const [way] = ways
  expect(way?.page).toMatch(new RegExp(`/p/[\\w-]+/conferences/${conferenceId}$`))
  expect(way?.chats).toEqual([{ channel: 'telegram', url: expect.stringMatching(/\?start=inv-[\w-]{35}$/) }])
  expect(await room.db.auditEntry.findFirstOrThrow({ where: { action: 'invitation-links-viewed' } })).toMatchObject({
    actor: 'staff:staff-editor',
    subject: `conference:${conferenceId}`,
  })

  const parameter = way?.chats[0]?.url.split('=')[1] ?? ''
  expect(wordsOf(await room.happen('lan', { kind: 'start', parameter }))).toContain('Hội trường A')
  expect(wordsOf(await room.happen('bach', { kind: 'start', parameter }))).toContain('không được gửi tới anh/chị')
  // Holding the link registers nobody.
  const stranger = wordsOf(await room.happen('ai-do', { kind: 'start', parameter }))
  expect(stranger).toContain('chưa có trong danh sách')
  expect(stranger).not.toContain('Hội trường A')
  expect(await room.db.contact.count({ where: { reporterId: null } })).toBe(1)

  await stopReporter(room.deps, { reporterId: lan.reporterId, via: 'page' })
  expect(wordsOf(await room.happen('lan', { kind: 'start', parameter }))).toContain('xin phép gửi')
  expect((await listInvitationWays(room.deps, sheet)).ways).toMatchObject([{ fullName: 'Trần Bách' }])
  const other = { ...sheet, organisationId: room.newUuid() }
  await expect(listInvitationWays(room.deps, other)).rejects.toMatchObject({ code: 'conference-not-found' })
})

test('only parameters of our own making name an invitation', () => {
  const keyring = createKeyring('a key for tests')
  const id = '019ad0c2-1111-7222-8333-444455556666'
  const parameter = invitationParameter(keyring, id)
  expect(parameter).toMatch(/^[\w-]{1,64}$/)
  expect(readInvitationParameter(keyring, parameter)).toBe(id)
  const another = parameter.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  for (const wrong of [another, parameter.slice(1), `${parameter}x`, '', 'inv-', 'GB-7K3M-Q0ZT'])
    expect(readInvitationParameter(keyring, wrong), wrong).toBeUndefined()
  expect(readInvitationParameter(createKeyring('another key'), parameter)).toBeUndefined()
})
