import { expect, test } from 'vitest'
import { openDesk } from './desk.ts'
import { strangerWithPhone } from './reporters.ts'
import { until } from './until.ts'

test('with a webhook Telegram calls us, what it repeats is answered once, and a stranger to its secret is turned away', async () => {
  await using desk = await openDesk({ telegramMode: 'webhook' })
  const info = async () => {
    const answer = await fetch(`${desk.sandbox.roots.telegram}/bot${desk.sandbox.telegram.token}/getWebhookInfo`)
    return ((await answer.json()) as { result: { url: string; allowed_updates?: string[] } }).result
  }
  await until(async () => (await info()).url === `${desk.address}/webhooks/telegram`, 'the webhook to be set')
  expect((await info()).allowed_updates).toContain('callback_query')

  const phone = await strangerWithPhone(desk, 'Lù Thị Sinh', 'telegram')
  await phone.start()
  const greeted = await phone.received()
  expect(greeted.length).toBeGreaterThan(0)

  const [item] = await desk.db.inboxItem.findMany()
  expect(item?.state).toBe('handled')
  const headers = { 'content-type': 'application/json' }
  const post = (secret: string) =>
    fetch(`${desk.address}/webhooks/telegram`, {
      method: 'POST',
      headers: { ...headers, 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify(item?.payload),
    })
  expect((await post('somebody-elses-secret')).status).toBe(403)
  const secret = desk.deps.keyring.derive('telegram-webhook').toString('base64url')
  expect((await post(secret)).status).toBe(200)
  await desk.settled()
  expect(await desk.db.inboxItem.count()).toBe(1)
  expect(await phone.received()).toHaveLength(greeted.length)
})
