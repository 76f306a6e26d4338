import { expect, test } from 'vitest'
import { listAudit } from '../../../src/domain/audit/audit.repository.ts'
import { changeSettings } from '../../../src/domain/organisations/change-settings.ts'
import { loadOrganisation } from '../../../src/domain/organisations/organisations.repository.ts'
import { openDesk } from '../publications/desk.ts'

test('the administrator changes the office rules, and the audit says so', async () => {
  await using desk = await openDesk()
  const { organisationId, quang, mai, db } = desk
  const settings = { quietHours: { from: '21:00', to: '06:30' } }
  await expect(changeSettings(desk.deps, { organisationId, settings, by: mai })).rejects.toThrow('not-for-this-role')
  const wrong = { quietHours: { from: '25:00', to: '06:30' } }
  const refused = changeSettings(desk.deps, { organisationId, settings: wrong, by: quang })
  await expect(refused).rejects.toMatchObject({ code: 'settings-invalid', kind: 'invalid' })
  await changeSettings(desk.deps, { organisationId, settings, by: quang })
  expect((await loadOrganisation(db, organisationId)).settings.quietHours.from).toBe('21:00')
  const [entry, ...rest] = await listAudit(db, { organisationId })
  expect(rest).toEqual([])
  expect(entry).toMatchObject({
    actor: 'staff:quang',
    action: 'settings-changed',
    detail: { quietHours: { to: '06:30' } },
  })
})
