import { expect, test } from 'vitest'
import { isCollision, isDatabaseAway } from '../../src/platform/database-away.ts'

const prisma = (code: string, cause: object = {}) =>
  Object.assign(new Error('failed'), { code, meta: { driverAdapterError: { cause } } })

test.each([
  ['nothing listens', prisma('P1001', { kind: 'DatabaseNotReachable' }), true],
  ['a raw statement found nobody', prisma('P2010', { kind: 'DatabaseNotReachable' }), true],
  ['an administrator ended the connection', prisma('P2010', { originalCode: '57P01' }), true],
  ['the server is starting, told to a transaction', prisma('P2039', { originalCode: '57P03' }), true],
  ['the disk is full', prisma('P2010', { originalCode: '53100' }), true],
  ['the connection broke', new Error('Connection terminated unexpectedly'), true],
  ['no connection was free in time', new Error('timeout exceeded when trying to connect'), true],
  ['a value was wrong', prisma('P2010', { originalCode: '22012' }), false],
  ['the ledger refused an impossible state', prisma('P2010', { originalCode: '23514' }), false],
  ['a bug', new TypeError('x is undefined'), false],
])('when %s, the database counts as away or not', (_what, error, away) => {
  expect(isDatabaseAway(error)).toBe(away)
})

test('two who meet on the same rows are told from a server that is away', () => {
  const met = prisma('P2010', { originalCode: '40P01' })
  expect([isCollision(met), isDatabaseAway(met)]).toEqual([true, false])
})
