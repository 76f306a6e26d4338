import { expect, test } from 'vitest'
import { createDrain } from '../../src/app/drain.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { scriptedChannel } from '../channel-script.ts'

const part = { channel: 'telegram', body: 'bulletin' }

test('when a process ends, what a platform answers in time counts, what it does not is unknown, and nothing new is begun', async () => {
  const answers: ((outcome: SendOutcome) => void)[] = []
  const hanging = Object.assign(scriptedChannel({ accountId: 'a' }), {
    send: () => new Promise<SendOutcome>((resolve) => answers.push(resolve)),
  })
  const drain = createDrain()
  const channel = drain.watch(hanging)
  const [inTime, never] = [channel.send('An', part), channel.send('Bình', part)]
  drain.begin(50)
  const sent = { kind: 'sent', messageIds: ['1'], costVnd: 0, trace: { method: 'send', durationMs: 1 } } as const
  answers[0]?.(sent)
  expect(await inTime).toEqual(sent)
  expect(await never).toMatchObject({ kind: 'unknown', code: 'process-ended' })
  expect(await channel.send('Cúc', part)).toMatchObject({ kind: 'not-written', code: 'process-ended' })
  expect(answers).toHaveLength(2)
})

test('before the end a channel is as it was, its pace too when the platform changes it', async () => {
  let perMs = 100
  const own = Object.defineProperty(scriptedChannel({ accountId: 'a' }), 'pace', {
    get: () => ({ messages: 1, perMs }),
  })
  const channel = createDrain().watch(own)
  expect(await channel.send('An', part)).toMatchObject({ kind: 'sent' })
  perMs = 200
  expect([channel.accountId, channel.name, channel.pace.perMs]).toEqual(['a', 'telegram', 200])
})
