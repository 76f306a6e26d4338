import { Agent } from 'undici'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTelegramClient } from '../../../bots/telegram/client.ts'
import { demoToken, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'

let telegram: TelegramFixture
let message: { readonly chat_id: number; readonly text: string }
beforeEach(async () => {
  telegram = await startTelegram()
  message = { chat_id: Number(startedReporter(telegram).userId), text: 'xin chào' }
})
afterEach(() => telegram.stop())

test('an answer that does not come in time leaves it unknown whether the message arrived', async () => {
  telegram.faults.schedule({ channel: 'telegram', method: 'sendMessage', failure: { kind: 'delay', ms: 2_500 } })
  const client = createTelegramClient({ token: demoToken, apiRoot: telegram.apiRoot })
  expect(await client.call('sendMessage', message, { timeoutMs: 500 })).toMatchObject({
    kind: 'unknown',
    code: 'UND_ERR_HEADERS_TIMEOUT',
  })
})

test('a call that is called off ends at once', async () => {
  const client = createTelegramClient({ token: demoToken, apiRoot: `${telegram.apiRoot}/` })
  const off = new AbortController()
  await telegram.call('getUpdates', { offset: -1 })
  const [{ update_id: last = 0 } = {}] = (await telegram.call('getUpdates')).body.result as { update_id: number }[]
  const waiting = client.call(
    'getUpdates',
    { timeout: 50, offset: last + 1 },
    { signal: off.signal, timeoutMs: 60_000 },
  )
  const begun = performance.now()
  setTimeout(() => off.abort(), 50)
  expect(await waiting).toMatchObject({ kind: 'unknown' })
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('every call goes the way out that the house gives it', async () => {
  const paths: string[] = []
  const agent = new Agent()
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    paths.push(options.path)
    return dispatch(options, handler)
  })
  const client = createTelegramClient({ token: demoToken, apiRoot: telegram.apiRoot, dispatcher })
  expect(await client.call('sendMessage', message)).toMatchObject({ kind: 'ok' })
  expect(await client.call('getMe', {})).toMatchObject({ kind: 'ok', result: { username: 'giaoban_demo_bot' } })
  expect(paths).toHaveLength(2)
  await agent.close()
})
