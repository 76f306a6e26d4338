import { expect, test } from 'vitest'
import { addStaff } from '../../../src/domain/staff/add-staff.ts'
import { disableStaff } from '../../../src/domain/staff/disable-staff.ts'
import { listStaff } from '../../../src/domain/staff/list-staff.ts'
import { nameStaff } from '../../../src/domain/staff/name-staff.ts'
import { movableClock } from '../../../src/platform/clock.ts'
import { newId } from '../../../src/platform/ids.ts'
import { testDatabase } from '../../database.ts'

const clock = movableClock({ at: new Date('2026-11-23T02:00:00Z'), running: false })
const organisationId = newId(clock.now())
const person = {
  organisationId,
  name: 'Lê Thu Hà',
  email: 'Ha.Le@So.example ',
  role: 'editor',
  locale: 'vi',
  password: 'đủ-mười-hai-ký-tự',
} as const

test('an address has one account, however it is written, and its password is kept as a hash alone', async () => {
  await using database = await testDatabase()
  const deps = { db: database.db, clock }
  const id = await addStaff(deps, person)
  await expect(addStaff(deps, { ...person, email: 'ha.le@so.example' })).rejects.toMatchObject({
    code: 'staff-email-taken',
  })
  const account = await database.db.account.findFirstOrThrow({ where: { userId: id } })
  expect(account.password).not.toContain('đủ-mười')
  expect(await listStaff(deps, organisationId)).toMatchObject([{ id, email: 'ha.le@so.example', disabledAt: null }])
})

test('a short password is not taken', async () => {
  await using database = await testDatabase()
  await expect(addStaff({ db: database.db, clock }, { ...person, password: 'ngắn' })).rejects.toThrow()
})

test('nobody disables themselves, nor anybody of another office, and a name is told to its own office only', async () => {
  await using database = await testDatabase()
  const deps = { db: database.db, clock }
  const id = await addStaff(deps, person)
  const elsewhere = newId(clock.now())
  await expect(disableStaff(deps, { organisationId, id, by: id })).rejects.toMatchObject({
    code: 'staff-cannot-disable-self',
  })
  await expect(disableStaff(deps, { organisationId: elsewhere, id, by: 'x' })).rejects.toMatchObject({
    code: 'staff-not-found',
  })
  expect((await nameStaff(deps, { organisationId, ids: [id, null] })).get(id)).toBe('Lê Thu Hà')
  expect((await nameStaff(deps, { organisationId: elsewhere, ids: [id] })).size).toBe(0)
})
