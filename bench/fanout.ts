import { setTimeout as rest } from 'node:timers/promises'
import { concurrencyOf } from '../jobs/lane-pace.ts'
import { cancelBroadcast } from '../src/domain/broadcasts/cancel-broadcast.ts'
import { sliceOf } from '../src/domain/broadcasts/top-up.ts'
import { newId } from '../src/platform/ids.ts'
import { type Bench, judged, shown } from './bench.ts'
import { unpaced } from './department.ts'
import { openUnpaced, type Unpaced } from './full-ledger.ts'

/** The ledger may cost so many times what its rows cost as one statement; the rest is reading the roster and choosing. */
const leastRatio = 0.25
/** How long it is watched what waits in the lane, once the first is being sent. */
const watchMs = 5_000

export const fanout: Bench = {
  name: 'fanout',
  about:
    'how long it takes from pressing send until everybody is planned and the first is being sent, and what waits in the lane',
  async run(options) {
    const { recipients = 100_000, backend, say } = options
    const house = await openUnpaced(options)
    const { department, desk, place } = house
    await department.enrol('telegram', Math.max(0, recipients - house.enrolled))
    const publicationId = await department.release()
    say('baseline: the same rows by one bare statement')
    const bareMs = await bareInsert(house)
    say(`  ${Math.round(bareMs)} ms; now pressing send`)
    const rss = watchRss()
    const lane = watchLane(house)
    const startedAt = Date.now()
    const broadcastId = await desk.send(department, publicationId)
    const plannedMs = Date.now() - startedAt
    const peakRss = rss.stop()
    const firstMs = (await firstSending(house, broadcastId)) - startedAt
    await rest(watchMs)
    const { rows, jobs } = await lane.stop()
    const cancelledAt = Date.now()
    await cancelBroadcast(desk.app.deps, {
      broadcastId,
      organisationId: department.organisationId,
      by: department.editor,
    })
    const cancelMs = Date.now() - cancelledAt
    const audience = await place.db.delivery.count({ where: { broadcastId } })
    const slice = sliceOf({ pace: unpaced })
    const mostJobs = slice + concurrencyOf(unpaced)
    const ratio = Math.round((bareMs / plannedMs) * 1000) / 1000
    return {
      recipients,
      backend,
      ratios: { bareInsert: ratio },
      rows: [
        judged('planned', String(audience), String(recipients), audience === recipients),
        shown('from send to all planned', seconds(plannedMs)),
        shown('from send to the first being sent', seconds(firstMs), '< 5 s'),
        shown('the same rows by one bare statement', seconds(bareMs)),
        judged('ratio to the bare statement', String(ratio), `≥ ${leastRatio}`, ratio >= leastRatio),
        judged('most rows queued at once', String(rows), `≤ ${slice}`, rows <= slice),
        judged('most jobs in the lane at once, under way included', String(jobs), `≤ ${mostJobs}`, jobs <= mostJobs),
        shown(
          'memory of this process, harness included: before planning · at most',
          `${mb(peakRss.before)} · ${mb(peakRss.most)}`,
        ),
        shown('cancelling what is left', seconds(cancelMs)),
      ],
    }
  },
}

/** What the database takes for the rows alone, indexes and foreign keys included; taken back afterwards. */
async function bareInsert({ place, department }: Unpaced): Promise<number> {
  const { organisationId } = department
  const id = newId(new Date())
  const startedAt = performance.now()
  let tookMs = 0
  const taken = place.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`
        INSERT INTO "Broadcast" (id, "organisationId", kind, state, "publicationId", "createdBy", "createdAt")
        SELECT ${id}::uuid, ${organisationId}::uuid, 'publication', 'sending', id, 'bench', now() FROM "Publication" LIMIT 1`
      await tx.$executeRaw`
        INSERT INTO "Delivery" (id, "broadcastId", "reporterId", "accountId", "contactId", surface, "messageKind", "messageIds",
          "triedContacts", "createdAt")
        SELECT gen_random_uuid(), ${id}::uuid, c."reporterId", c."accountId", c.id, c.channel, 'message', '{}', '{}', now()
        FROM "Contact" c WHERE c."organisationId" = ${organisationId}::uuid ORDER BY c."reporterId"`
      tookMs = performance.now() - startedAt
      throw takenBack
    },
    { timeout: 120_000 },
  )
  await taken.catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  return tookMs
}

const takenBack = new Error('taken back')

/** When a worker first marked one of its rows. */
async function firstSending({ place }: Unpaced, broadcastId: string): Promise<number> {
  for (;;) {
    const [first] = await place.db.$queryRaw<{ at: Date | null }[]>`
      SELECT min(e.at) AS at FROM "DeliveryEvent" e JOIN "Delivery" d ON d.id = e."deliveryId"
      WHERE d."broadcastId" = ${broadcastId}::uuid AND d.state NOT IN ('planned', 'queued') AND e.state = 'sending'`
    if (first?.at) return first.at.getTime()
    await rest(50)
  }
}

function watchRss() {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 10)
  return {
    stop() {
      clearInterval(timer)
      return { before, most }
    },
  }
}

/** Looks every moment how much waits. */
function watchLane({ place, department, desk }: Unpaced) {
  const accountId = department.accounts.telegram
  let [rows, jobs, over] = [0, 0, false]
  const look = async () => {
    while (!over) {
      rows = Math.max(rows, await place.db.delivery.count({ where: { accountId, state: 'queued' } }))
      jobs = Math.max(jobs, await desk.app.deps.queue.depth({ accountId }))
      await rest(50)
    }
  }
  const looking = look()
  return {
    async stop() {
      over = true
      await looking
      return { rows, jobs }
    },
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
