import { expect, test } from 'vitest'
import { listAudit, recordAudit } from '../../../src/domain/audit/audit.repository.ts'
import { inTransaction } from '../../../src/platform/postgres.ts'
import { addOrganisation, mondayNoon, openDesk } from '../publications/desk.ts'

test('an organisation sees its own entries, newest first, and those of one subject', async () => {
  await using desk = await openDesk()
  const { db, organisationId } = desk
  const other = await addOrganisation(db, 'Sở Y tế tỉnh Sông Lam')
  const entry = { at: mondayNoon, actor: 'staff:mai', subject: 'publication:1' }
  await recordAudit(db, { ...entry, organisationId, action: 'first' })
  await recordAudit(db, { ...entry, organisationId, action: 'second', subject: 'publication:2', detail: { themes: 4 } })
  await recordAudit(db, { ...entry, organisationId: other, action: 'foreign' })
  expect((await listAudit(db, { organisationId })).map(({ action }) => action)).toEqual(['second', 'first'])
  expect(await listAudit(db, { organisationId, subject: 'publication:2' })).toMatchObject([{ detail: { themes: 4 } }])
})

test('what did not happen is not in the audit either', async () => {
  await using desk = await openDesk()
  const { db, organisationId } = desk
  const failing = inTransaction(db, async (tx) => {
    await recordAudit(tx, { organisationId, at: mondayNoon, actor: 'system', action: 'begun', subject: 'x:1' })
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  expect(await listAudit(db, { organisationId })).toEqual([])
})
