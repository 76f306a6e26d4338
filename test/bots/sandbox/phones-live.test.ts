import { afterEach, beforeEach, expect, test } from 'vitest'
import { accountWrites, chatIdOf, layPhones, type PhonesTable } from './phones-table.ts'

let table: PhonesTable
beforeEach(async () => {
  table = await layPhones()
})
afterEach(() => table.stop())

test('each connection gets the whole of both phones at once', async () => {
  const stream = await watch()
  await stream.until('seat-telegram', 'seat-zalo', 'id=\\"bar\\"')
})

test('a message of the bot arrives on the phone without reloading', async () => {
  const stream = await watch()
  await stream.until('seat-zalo')
  await table.bot('sendMessage', { chat_id: chatIdOf(table, 'binh'), text: 'Bản tin vừa gửi' })
  await stream.until('Bản tin vừa gửi')
  accountWrites(table, 'an', 'Thông báo vừa gửi')
  await stream.until('Thông báo vừa gửi')
})

test('what happens on a phone that is not shown is not sent', async () => {
  const stream = await watch()
  await stream.until('seat-zalo')
  table.telegram.hands.start('nam', { parameter: 'khong-xem' })
  table.telegram.hands.text('binh', { text: 'được xem' })
  expect(await stream.until('được xem')).not.toContain('khong-xem')
})

test('a server that stops does not wait for those who watch', async () => {
  const stream = await watch()
  await stream.until('seat-zalo')
  await table.stop()
  await expect(stream.end()).resolves.toBe(true)
  table = await layPhones('')
  expect(await table.page('/')).not.toContain('Về bàn báo chí')
})

async function watch() {
  const { body, headers } = await fetch(`${table.base}/phones/live`, { signal: AbortSignal.timeout(5000) })
  expect(headers.get('content-type')).toContain('text/event-stream')
  const reader = (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  return {
    async until(...words: readonly string[]): Promise<string> {
      while (!words.every((word) => seen.includes(word))) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`ended before ${words.join(', ')}`)
        seen += value
      }
      return seen
    },
    async end(): Promise<boolean> {
      for (;;) if ((await reader.read().catch(() => ({ done: true }))).done) return true
    },
  }
}
