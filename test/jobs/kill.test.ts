import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startBroadcast } from '../../src/domain/broadcasts/start-broadcast.ts'
import { deliveryStates } from '../../src/domain/deliveries/delivery.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { testDatabase } from '../database.ts'
import { pressDesk } from '../press-desk.ts'

const audience = 60
/** Of the sending process. */
const sendingPace = { messages: 20, perMs: 1_000 }

/** A platform in this process, so that it survives the kill: it counts what arrived and answers a little late. */
async function openWitness() {
  const arrived: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      arrived.push(JSON.parse(body).address)
      setTimeout(() => response.end(`m${arrived.length}`), 30)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { arrived, url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

test('after kill -9 in the middle of a broadcast every delivery ends in a definite state, and none came twice', {
  timeout: 90_000,
}, async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const witness = await openWitness()
  const processes: ChildProcess[] = []
  const startProcess = () => {
    const script = fileURLToPath(new URL('./sending-process.ts', import.meta.url))
    const given = [
      database.url,
      witness.url,
      desk.telegram.accountId,
      JSON.stringify(sendingPace),
      process.env.REDIS_URL ?? '',
    ]
    const child = spawn(process.execPath, [script, ...given.filter(Boolean)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    processes.push(child)
    return child
  }
  try {
    for (let each = 0; each < audience; each++) {
      await desk.addReporter({ name: `An${each}`, chats: [{ on: desk.telegram }] })
    }
    desk.clock.set(systemClock.now())
    const publicationId = await desk.release()
    const { organisationId } = desk
    const broadcast = await startBroadcast(desk.deps, { publicationId, organisationId, by: desk.staff('editor') })
    const underWay = new Set<string>()
    for (const enough of [10, 25]) {
      const child = startProcess()
      await expect.poll(() => witness.arrived.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(enough)
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      for (const { id } of await desk.db.delivery.findMany({ where: { state: 'sending' } })) underWay.add(id)
    }
    startProcess()
    const open = async () => {
      const ledger = await desk.ledger(broadcast)
      return ledger.planned + ledger.queued + ledger.sending
    }
    await expect.poll(open, { timeout: 40_000, interval: 100 }).toBe(0)
    const ledger = await desk.ledger(broadcast)
    expect(deliveryStates.reduce((sum, state) => sum + ledger[state], 0)).toBe(audience)
    expect(ledger.sent + ledger.unknown).toBe(audience)
    expect(new Set(witness.arrived).size).toBe(witness.arrived.length)
    // Whatever was on its way at a kill is unknown, and nothing else is; at this pace that is a few, and they stop no broadcast.
    const unknown = await desk.db.delivery.findMany({ where: { state: 'unknown' } })
    expect(unknown.map(({ id }) => id).toSorted()).toEqual([...underWay].toSorted())
    expect(ledger.unknown).toBeLessThanOrEqual(2 * 8)
    const state = async () => (await desk.db.broadcast.findFirst())?.state
    await expect.poll(state, { timeout: 5_000 }).toBe('finished')
    expect(witness.arrived.length).toBeGreaterThanOrEqual(ledger.sent)
  } finally {
    for (const child of processes) child.kill('SIGKILL')
    witness.close()
  }
})
