import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { newKeep } from '../zalo/ports.ts'
import { listenFor, seedSecrets, until, zaloChannel, zaloStand } from '../zalo/stand.ts'

test('whatever a person does arrives signed, as one event each', async () => {
  await using stand = await zaloStand()
  const { channel } = await zaloChannel(stand)
  await using webhook = await listenFor(channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  stand.person('an')
  const gestures = [
    ['follow', {}],
    ['chatnow', {}],
    ['text', { text: 'Tôi tham dự – «đồng ý»' }],
    ['link', { url: 'https://bao.example.vn/tin-1' }],
    ['file', { name: 'bài.docx', contentBase64: 'UEsDBA==' }],
    ['file', { name: 'ảnh.jpg', contentBase64: '/9j/' }],
    ['sticker', {}],
    ['withdraw', {}],
  ] as const
  for (const [at, [gesture, body]] of gestures.entries()) {
    await stand.do('an', gesture, body)
    stand.clock.advance(1000)
    await until(() => webhook.events().length === at + 1)
  }
  expect(webhook.events().map(({ kind }) => kind)).toEqual([
    ...['start', 'start', 'text', 'text', 'file', 'file', 'wordless', 'withdrawn'],
  ])
  expect(webhook.events()[2]).toMatchObject({ text: 'Tôi tham dự – «đồng ý»' })
  for (const body of webhook.bodies) expect(body.toString()).not.toBe(JSON.stringify(JSON.parse(body.toString())))
})

test('echoes of our own messages and reading marks come along, get their 200, and are dropped', async () => {
  await using stand = await zaloStand()
  const { channel } = await zaloChannel(stand)
  await using webhook = await listenFor(channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  const { userId } = stand.person('an', 1)
  const [part] = channel.render({ kind: 'message', blocks: [{ kind: 'quote', text: 'x' }], buttons: [], files: [] })
  if (part) await channel.send(userId, part)
  await stand.do('an', 'seen')
  await until(() => webhook.verdicts.length === 2)
  expect(webhook.verdicts.map((verdict) => 'reason' in verdict && verdict.reason).toSorted()).toEqual(['echo', 'seen'])
  expect(webhook.updates).toEqual([])
})

test('an event that comes twice has the same id twice', async () => {
  await using stand = await zaloStand()
  const { channel } = await zaloChannel(stand)
  await using webhook = await listenFor(channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  stand.person('an', 1)
  await stand.do('an', 'text', { text: 'Xin chào' })
  await stand.control('/zalo/webhook/repeat', { last: 1 })
  await until(() => webhook.updates.length === 2)
  expect(new Set(webhook.updates.map(({ externalId }) => externalId)).size).toBe(1)
})

test('after a restart the stand-in knows its tokens and chats, and delivers what had not arrived', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zalo-stand-'))
  const stateFile = join(folder, 'sandbox.sqlite')
  const keep = newKeep(seedSecrets)
  try {
    let userId = ''
    {
      await using stand = await zaloStand({ stateFile })
      const { channel } = await zaloChannel(stand, { keep })
      await channel.care?.()
      await using away = await listenFor(channel)
      away.state.answer = 500
      await stand.control('/zalo/webhook', { url: away.url })
      userId = stand.person('an', 1).userId
      await stand.do('an', 'text', { text: 'Trước khi khởi động lại' })
    }
    await using stand = await zaloStand({ stateFile })
    const { channel } = await zaloChannel(stand, { keep })
    await using webhook = await listenFor(channel)
    await stand.control('/zalo/webhook', { url: webhook.url })
    await until(() => webhook.events().some((event) => 'text' in event && event.text === 'Trước khi khởi động lại'))
    const [part] = channel.render({ kind: 'message', blocks: [{ kind: 'quote', text: 'x' }], buttons: [], files: [] })
    expect(part && (await channel.send(userId, part))).toMatchObject({ kind: 'sent' })
    expect(await stand.chat('an')).toHaveLength(2)
    expect(stand.calls('oauth/access_token')).toHaveLength(1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a bare signature is understood as well', async () => {
  await using stand = await zaloStand()
  await stand.control('/zalo/switches', { signature: 'bare' })
  const { channel } = await zaloChannel(stand)
  await using webhook = await listenFor(channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  stand.person('an', 1)
  await stand.do('an', 'text', { text: 'Xin chào' })
  await until(() => webhook.events().length === 1)
})

test('everything that can be asked of control, and every switch, is described in the README', async () => {
  await using stand = await zaloStand()
  const readme = await readFile(new URL('../../../bots/sandbox/zalo/README.md', import.meta.url), 'utf8')
  const server = fastify()
  const asked: string[] = []
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') asked.push(`${one} ${url}`)
  })
  await server.register(stand.frame.zalo.controlRoutes)
  expect(asked.length).toBeGreaterThan(40)
  const missing = asked.filter((one) => !readme.includes(one) && !readme.includes(`…/${one.split('/').at(-1)}`))
  expect(missing).toEqual([])
  const { switches } = await stand.control('/zalo/switches')
  expect(Object.keys(switches as object).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
})
