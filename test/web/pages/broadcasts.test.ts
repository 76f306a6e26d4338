import { expect, test } from 'vitest'
import { testConsole } from '../console.ts'
import { sending } from '../sending.ts'

test('nobody sends a doubtful message again without having read what may happen', async () => {
  await using desk = await testConsole()
  const { broadcastId, ids } = await sending(desk, ['sent', 'unknown', 'unknown'])
  const editor = await desk.signIn('editor')
  const page = (await editor.get(`/broadcasts/${broadcastId}?state=unknown`)).body
  expect(page).toContain('phóng viên sẽ nhận hai lần')
  expect(page).toContain('chưa rõ phóng viên đã nhận hay chưa')
  expect(page).toContain('name="attempt" value="0"')
  const [, first, second] = ids
  await editor.post(`/deliveries/${first}/settlements`, { as: 'received' })
  // Pressed twice without a script it is decided once, and is no error.
  for (const as of ['resend', 'resend']) {
    const pressed = await editor.post(`/deliveries/${second}/settlements`, { as, attempt: '0' })
    expect(pressed.statusCode).toBe(303)
  }
  const states = await desk.db.delivery.findMany({ where: { broadcastId }, orderBy: { id: 'asc' } })
  expect(states.map(({ state }) => state)).toEqual(['sent', 'sent', 'planned'])
  expect((await editor.post(`/deliveries/${first}/settlements`, { as: 'resend' })).statusCode).toBe(409)
})

test('an approver sees the ledger, but neither settles nor cancels', async () => {
  await using desk = await testConsole()
  const { broadcastId, ids } = await sending(desk, ['unknown', 'planned'])
  const approver = await desk.signIn('approver')
  const page = await approver.get(`/broadcasts/${broadcastId}`)
  expect([page.statusCode, page.body.includes('/settlements'), page.body.includes('/cancellations')]).toEqual([
    200,
    false,
    false,
  ])
  expect((await approver.post(`/deliveries/${ids[0]}/settlements`, { as: 'received' })).statusCode).toBe(403)
  expect((await approver.post(`/broadcasts/${broadcastId}/cancellations`)).statusCode).toBe(403)
})

test('cancelling skips what has not gone, and the counts still add up', async () => {
  await using desk = await testConsole()
  const { broadcastId } = await sending(desk, ['sent', 'planned', 'failed'])
  const clerk = await desk.signIn('clerk')
  expect((await clerk.post(`/broadcasts/${broadcastId}/cancellations`)).statusCode).toBe(303)
  const { body } = await clerk.get(`/broadcasts/${broadcastId}`)
  const counts = [...body.matchAll(/class="term (\w+)[^"]*"[^>]*><b class="number">(\d+)</g)]
  expect(Object.fromEntries(counts.map(([, name, count]) => [name, Number(count)]))).toMatchObject({
    audience: 3,
    sent: 1,
    skipped: 1,
    failed: 1,
    planned: 0,
  })
  // A second press finds it cancelled, as it was meant to be.
  expect((await clerk.post(`/broadcasts/${broadcastId}/cancellations`)).statusCode).toBe(303)
})

test('every state and every reason can be said in both languages', async () => {
  await using desk = await testConsole()
  const { broadcastId } = await sending(desk, ['sent', 'unknown', 'planned', 'failed'])
  const clerk = await desk.signIn('clerk')
  await clerk.post('/preferences', { lang: 'en', back: '/' })
  for (const url of ['/', `/broadcasts/${broadcastId}`, '/publications', '/conferences', '/articles', '/roster']) {
    const { statusCode, body } = await clerk.get(url)
    expect([url, statusCode, body.includes('lang="en"')]).toEqual([url, 200, true])
  }
})
