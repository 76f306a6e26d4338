import { expect, test } from 'vitest'
import { mergeMemory, readMemory } from '../../../src/domain/accounts/accounts.repository.ts'
import { channelFiles } from '../../../src/domain/files/channel-files.ts'
import { storeFile } from '../../../src/domain/files/store-file.ts'
import { addReporter, openDesk, pdf, streamed } from '../publications/desk.ts'

test("a platform's handle is used until it expires, and forgotten when the platform refuses it", async () => {
  await using desk = await openDesk()
  await addReporter(desk, 'Trần Văn Bách', 'Báo Sông Lam')
  const { id: accountId } = await desk.db.channelAccount.findFirstOrThrow()
  const { organisationId } = desk
  const bytes = pdf('một tệp')
  const file = await storeFile(desk.deps, { organisationId, name: 'a.pdf', bytes: streamed(bytes), by: desk.mai })
  if ('refused' in file) throw new Error(file.refused)
  const port = channelFiles(desk.deps, accountId)
  expect(Buffer.from(await port.bytes(file.sha256)).equals(bytes)).toBe(true)

  expect(await port.handleOf(file, 'document')).toBeUndefined()
  await port.keepHandle(file, 'document', 'first', new Date(desk.clock.now().getTime() + 60_000))
  expect(await port.handleOf(file, 'document')).toBe('first')
  expect(await port.handleOf(file, 'photo')).toBeUndefined()
  desk.clock.advance(60_000)
  expect(await port.handleOf(file, 'document')).toBeUndefined()
  await port.keepHandle(file, 'document', 'second')
  desk.clock.advance(365 * 86_400_000)
  expect(await port.handleOf(file, 'document')).toBe('second')
  await port.forgetHandle(file, 'document')
  expect(await port.handleOf(file, 'document')).toBeUndefined()

  await mergeMemory(desk.db, accountId, { 'phone-keyboard 1': true, oaId: 'x' })
  await mergeMemory(desk.db, accountId, { 'phone-keyboard 1': null, username: 'y' })
  const memory = await readMemory(desk.db, accountId)
  expect(memory).toMatchObject({ oaId: 'x', username: 'y' })
  expect(memory).not.toHaveProperty('phone-keyboard 1')
})
