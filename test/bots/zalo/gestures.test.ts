import { expect, test } from 'vitest'
import { listenFor, until, zaloChannel, zaloStand } from './stand.ts'

/** What people do on their phones, as the stand-in tells it, and what the desk makes of it. */
test('every gesture on a phone comes in as what it is, and only those that count open the window', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await using webhook = await listenFor(desk.channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  await stand.control('/zalo/switches', { receivedEvents: true, seenEvents: true })
  const { userId } = stand.person('an', 24 * 30)
  const [part] = desk.channel.render({
    kind: 'message',
    blocks: [{ kind: 'heading', text: 'a' }],
    buttons: [],
    files: [],
  })
  const gestures: (readonly [string, object, string, boolean])[] = [
    ['follow', {}, 'start', true],
    ['chatnow', {}, 'start', true],
    ['widget', { url: 'https://desk.example.vn' }, 'start', true],
    ['text', { text: 'Chào' }, 'text', true],
    ['link', { url: 'https://bao.example.vn/tin' }, 'text', true],
    ['sticker', {}, 'wordless', true],
    ['audio', {}, 'wordless', true],
    ['video', {}, 'wordless', true],
    ['location', { latitude: 16.46, longitude: 107.59 }, 'wordless', true],
    ['business-card', { name: 'Lê Bình', phone: '84912345679' }, 'wordless', true],
    ['call', {}, 'wordless', true],
    ['call', { answered: false }, 'wordless', false],
    ['submit-info', { phone: '84912345678' }, 'phone', true],
    ['withdraw', {}, 'withdrawn', false],
  ]
  for (const [gesture, body, kind, interaction] of gestures) {
    const before = webhook.events().length
    await stand.do('an', gesture, body)
    const events = await until(() => webhook.events().length > before && webhook.events().slice(before))
    expect([gesture, events]).toMatchObject([gesture, [{ address: userId, kind, interaction }]])
  }
  const before = { updates: webhook.updates.length, verdicts: webhook.verdicts.length }
  const sent = part && (await desk.channel.send(userId, part))
  await stand.do('an', 'unfollow')
  await stand.do('an', 'update-info')
  // The echo and what was seen are answered and not kept.
  await until(() => webhook.verdicts.length >= before.verdicts + 5)
  const kept = webhook.updates.slice(before.updates).flatMap(({ payload }) => desk.channel.read(payload))
  const messageId = sent?.kind === 'sent' ? sent.messageIds[0] : undefined
  expect(kept).toEqual([{ address: userId, at: expect.any(Date), interaction: false, kind: 'received', messageId }])
  const ignored = webhook.verdicts.flatMap((verdict) => (verdict.kind === 'ignored' ? verdict.reason : []))
  expect(ignored.toSorted()).toEqual(['echo', 'seen'])
})
