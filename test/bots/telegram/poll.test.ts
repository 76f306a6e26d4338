import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { demoToken, noon, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { openChannel, openHouse, pollUntil } from './telegram-channel.ts'

const opened: TelegramFixture[] = []
const folders: string[] = []
afterEach(async () => {
  for (const telegram of opened.splice(0)) await telegram.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
async function start(options: Parameters<typeof startTelegram>[0] = {}) {
  const telegram = await startTelegram(options)
  opened.push(telegram)
  const house = openHouse(telegram)
  return { telegram, house, channel: await openChannel(telegram, house) }
}

describe('fetching updates', () => {
  test('what the desk could not keep comes again, and nothing it kept does', async () => {
    const { telegram, channel } = await start()
    const person = startedReporter(telegram)
    for (const text of ['một', 'hai', 'ba']) telegram.telegram.hands.text(person.id, { text })
    let refused = false
    const kept = await pollUntil(
      channel,
      ({ length }) => length === 4,
      async ({ payload }) => {
        if (!refused && JSON.stringify(payload).includes('hai')) {
          refused = true
          throw new Error('the database is away')
        }
      },
    )
    expect(
      kept.flatMap(({ payload }) => channel.read(payload)).map((event) => event.kind === 'text' && event.text),
    ).toEqual([false, 'một', 'hai', 'ba'])
    expect(new Set(kept.map(({ externalId }) => externalId)).size).toBe(4)
  })

  test('a restart of the platform and of the desk loses nothing and repeats at most what was not confirmed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'giaoban-telegram-'))
    folders.push(folder)
    const stateFile = join(folder, 'sandbox.sqlite')
    const before = await start({ stateFile })
    const person = startedReporter(before.telegram)
    const first = await pollUntil(before.channel, ({ length }) => length === 1)
    await opened.pop()?.stop()

    const after = await start({ stateFile })
    Object.assign(after.house.memory, before.house.memory)
    after.telegram.telegram.hands.text(person.id, { text: 'sau khi khởi động lại' })
    const second = await pollUntil(after.channel, ({ length }) => length === 1)
    expect(first.flatMap(({ payload }) => after.channel.read(payload))).toMatchObject([{ kind: 'start' }])
    expect(second.flatMap(({ payload }) => after.channel.read(payload))).toMatchObject([
      { kind: 'text', text: 'sau khi khởi động lại' },
    ])
    expect(after.telegram.telegram.readChat(person.id).messages).toHaveLength(2)
  })

  test('after a week of silence the platform counts from another number, and nothing is passed over', async () => {
    const { telegram, channel, house } = await start()
    const person = startedReporter(telegram)
    const [before] = await pollUntil(channel, ({ length }) => length === 1)
    telegram.moveClock({ byMs: 8 * 86_400_000 })
    telegram.telegram.hands.text(person.id, { text: 'sau một tuần' })
    // As if the new number were lower than all that were confirmed before.
    house.memory.pollOffset = 999_999_999_999
    const [after] = await pollUntil(channel, ({ length }) => length === 1)
    expect(channel.read(after?.payload)).toMatchObject([{ kind: 'text', text: 'sau một tuần' }])
    expect(after?.externalId).not.toBe(before?.externalId)
  })

  test('a webhook that could not be taken away at first is taken away later', async () => {
    const { telegram, channel, house } = await start()
    await telegram.call('setWebhook', { url: 'http://127.0.0.1:9/old' })
    telegram.faults.schedule({ channel: 'telegram', method: 'deleteWebhook', failure: { kind: 'html-502' } })
    const refusal = {
      ok: false,
      error_code: 409,
      description: "Conflict: can't use getUpdates while webhook is active",
    }
    const failure = { kind: 'answer', status: 409, body: refusal } as const
    telegram.faults.schedule({ channel: 'telegram', method: 'getUpdates', failure })
    const stop = new AbortController()
    const polling = channel.poll?.(async () => {}, stop.signal)
    await expect.poll(() => house.lines.some((line) => line.includes('a webhook keeps updates'))).toBe(true)
    stop.abort()
    await polling
    startedReporter(telegram)
    expect(await pollUntil(channel, ({ length }) => length === 1)).toHaveLength(1)
    expect(telegram.calls.list({ method: 'deleteWebhook' }).map(({ status }) => status)).toEqual([502, 200])
  })

  test('only the kinds of updates that are used are asked for', async () => {
    const { telegram, channel } = await start()
    startedReporter(telegram)
    await pollUntil(channel, ({ length }) => length === 1)
    const [first] = telegram.calls.list({ method: 'getUpdates' })
    expect(JSON.stringify(first?.request)).toContain(
      JSON.stringify('["message","edited_message","callback_query","my_chat_member"]'),
    )
  })

  test('two pollers do not fight: the one thrown out says so and waits', async () => {
    const { telegram, channel, house } = await start()
    const stop = new AbortController()
    const polling = channel.poll?.(async () => {}, stop.signal)
    await expect.poll(() => telegram.calls.list({ method: 'deleteWebhook' }).length).toBe(1)
    await expect
      .poll(
        async () =>
          (await telegram.call('getUpdates', {})) &&
          telegram.calls.list({ method: 'getUpdates' }).some(({ status }) => status === 409),
      )
      .toBe(true)
    await expect.poll(() => house.lines.some((line) => line.includes('another program'))).toBe(true)
    expect(house.memory).toMatchObject({ pollConflictAt: noon.toISOString() })
    const begun = performance.now()
    stop.abort()
    await polling
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(house.lines.join('')).not.toContain(demoToken)
  })

  test('a refused token is asked again only after a pause', async () => {
    const { telegram } = await start()
    const house = openHouse(telegram, '7000000009:AArevoked-token-0000000000000000')
    const channel = await openChannel(telegram, house)
    const stop = new AbortController()
    const polling = channel.poll?.(async () => {}, stop.signal)
    await expect.poll(() => house.lines.filter((line) => line.includes('refuses the token')).length).toBe(1)
    stop.abort()
    await polling
    expect(house.lines.filter((line) => line.includes('refuses the token'))).toHaveLength(1)
  })
})
