import { randomUUID } from 'node:crypto'
import { openChannel, type PlatformRoots } from '../bots/registry.ts'
import { createQueue } from '../jobs/bullmq.ts'
import { awaitRedis } from '../jobs/bullmq-redis-answers.ts'
import { atMost } from '../jobs/bullmq-workers.ts'
import { createHandlers } from '../jobs/registry.ts'
import { type Schedules, startSchedules } from '../jobs/schedules.ts'
import { embeddedAppKey } from './app/app-key.ts'
import { banner } from './app/banner.ts'
import { createCatchingUp } from './app/catching-up.ts'
import { channelPorts } from './app/channel-ports.ts'
import { createClosing } from './app/closing.ts'
import { createDrain } from './app/drain.ts'
import { assertEnoughConnections } from './app/enough-connections.ts'
import { telegramWebhookUrl } from './app/environment-accounts.ts'
import { prepareHouse } from './app/first-start.ts'
import { createHealth, createOwnHealth } from './app/health.ts'
import { createLevels } from './app/levels.ts'
import { type LiveChannels, liveChannels, watchAccounts } from './app/live-channels.ts'
import { meteredChannel, meteredHandlers, meteredWait } from './app/metered.ts'
import { openMetricsServer } from './app/metrics-server.ts'
import { maxConnections, openDatabase } from './app/open-database.ts'
import { configuredRoots } from './app/platform-roots.ts'
import { createPolling } from './app/polling.ts'
import { openWeb } from './app/web.ts'
import type { Channel } from './channels/channel.ts'
import type { Config } from './config.ts'
import type { ChannelAccount } from './domain/accounts/account.ts'
import { createReferences } from './domain/conversation/references.ts'
import type { Deps } from './domain/deps.ts'
import { createPageLinks } from './domain/reporters/page-links.ts'
import { findStaff } from './domain/staff/staff.repository.ts'
import { type Clock, movableClock, systemClock } from './platform/clock.ts'
import { createKeyring } from './platform/crypto.ts'
import { holdOnlyProcess } from './platform/embedded-postgres/only-process.ts'
import { endLeases } from './platform/lease.repository.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { createMetrics } from './platform/metrics.ts'
import { createDispatcher } from './platform/proxy.ts'
import { createTexts } from './texts.ts'

/** What tests and tools put in place of the service's own. */
export type AppOverrides = {
  readonly clock?: Clock
  readonly log?: Logger
  readonly roots?: PlatformRoots
  readonly schedules?: { readonly sweepEveryMs: number }
}

/** The running service. `stop` is safe to call once; it ends everything within 10 s, the database last. */
export type App = {
  readonly deps: Deps
  readonly channels: LiveChannels
  /** Where it listens; undefined for a worker. */
  readonly address: string | undefined
  /** What to tell whoever started it. */
  readonly banner: string
  stop(): Promise<void>
}

/** How long what is being sent may take once we are to end, and then its outcome to be written; compose.yaml gives us 20 s. */
const sendsEndMs = 8_000
const outcomesMs = 2_000

/** How often the channels are compared with the account rows, which any process may change. */
const refreshMs = 2_000

/** Starts everything in order, and closes what was opened when a step fails. */
export async function createApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const log = overrides.log ?? createLogger({ level: config.logLevel })
  const closing = createClosing(log)
  try {
    return await open(config, overrides, log, closing)
  } catch (error) {
    await closing.close()
    throw error
  }
}

async function open(
  config: Config,
  overrides: AppOverrides,
  log: Logger,
  closing: ReturnType<typeof createClosing>,
): Promise<App> {
  const plays = config.demo
  const demoClock = movableClock({ running: true })
  const clock = overrides.clock ?? (plays ? demoClock : systemClock)
  const { db, url, directUrl, close } = await openDatabase(config, log)
  closing.onClose('database', close)
  const texts = createTexts()
  const { say } = texts
  if (!config.databaseUrl) {
    const only = await holdOnlyProcess(url)
    if (!only) throw new Error(say('en', 'app-second-service', { folder: config.dataDir }))
    closing.onClose('only process', () => only.release())
    // After a kill nobody gives the leases back, and the next start would wait for each to run out.
    await endLeases(db)
  }

  const keyring = createKeyring(config.appKey ?? (await embeddedAppKey(config.dataDir)))
  const dispatcher = createDispatcher(config.proxy)
  // A call that hangs at a platform must not hold up the end.
  closing.onClose('connections', () => atMost(1_000, dispatcher.close()).then(() => dispatcher.destroy()))
  const metrics = createMetrics()
  if (config.redisUrl) await awaitRedis(config.redisUrl, log)
  await assertEnoughConnections(db, config, { ownPool: maxConnections, say })
  const {
    queue,
    clockFell,
    workers: startWorkers,
  } = await createQueue({
    databaseUrl: directUrl,
    redisUrl: config.redisUrl,
    log,
    waited: meteredWait(() => channels, metrics),
  })
  closing.onClose('queue', () => queue.close())

  const roots = overrides.roots ?? configuredRoots(config)
  // Loaded only here: a worker carries neither the stand-ins nor their web server in memory.
  const demo = plays ? (await import('./app/demo.ts')).openDemo({ config, clock: demoClock, log }) : undefined
  if (demo) closing.onClose('sandbox', () => demo.close())
  const openAccount = async (account: ChannelAccount): Promise<Channel> =>
    openChannel(account.channel, channelPorts(deps, account.id), account.settings, {
      roots: (web && demo?.roots(web.address)) ?? roots,
      say,
      dispatcher,
    })
  const drain = createDrain()
  const channels: LiveChannels = liveChannels({
    db,
    log,
    open: async (account) => meteredChannel(drain.watch(await openAccount(account)), metrics),
    async opened(channel) {
      catchingUp.start(channel)
      await workers?.openLane(channel.accountId, channel.pace)
      if (workers && !(channel.name === 'telegram' && config.telegram.mode === 'webhook')) polling.start(channel)
    },
    async paced({ accountId, pace }) {
      await workers?.openLane(accountId, pace)
    },
    async closed(channel) {
      await catchingUp.stop(channel.accountId)
      await polling.stop(channel.accountId)
      await workers?.closeLane(channel.accountId)
    },
  })
  const pageLinks = createPageLinks(keyring, config.publicUrl)
  const references = createReferences(keyring)
  const deps: Deps = { db, clock, say, queue, channels, references, pageLinks, keyring, log, timeZone: config.timeZone }
  const polling = createPolling(deps)
  const catchingUp = createCatchingUp(deps)

  let schedules: Schedules | undefined
  const levels = createLevels(deps, () => schedules?.leads() ?? false)
  const metricsText = () => metrics.text(levels)

  const organisationId = await prepareHouse(deps, config, demo)
  const web =
    config.processMode === 'worker'
      ? undefined
      : await openWeb(config, {
          ...deps,
          texts,
          publicUrl: config.publicUrl,
          health: createHealth(deps),
          metrics: { ...metrics, token: config.metrics.token, text: metricsText },
          accounts: {
            open: async (account) =>
              channels.listening().find((each) => each.accountId === account.id) ?? openAccount(account),
            telegramWebhookUrl: telegramWebhookUrl(config),
          },
          ...(demo && { demo: demo.web }),
        })
  if (web) closing.onClose('web', () => web.close())
  if (web) await demo?.prepare(deps, organisationId, web.address)
  // Opened after the web, so that it is closed before: in the demo what is being sent goes to our own stand-ins.
  const works = config.processMode !== 'web'
  const processStartedAt = clock.now()
  const workers = works ? startWorkers(meteredHandlers(createHandlers(deps), deps, metrics)) : undefined
  closing.onClose('workers', () => {
    drain.begin(sendsEndMs)
    // Leases are given back at once, while what is being sent comes to its end.
    const ends = [schedules?.stop(), polling.stopAll(), catchingUp.stopAll(), workers?.close(sendsEndMs + outcomesMs)]
    return Promise.all(ends).then(() => undefined)
  })

  await channels.refresh()
  const watch = watchAccounts(channels, { log, everyMs: refreshMs })
  closing.onClose('watch', () => watch.end())
  schedules = works
    ? startSchedules(deps, {
        owner: randomUUID(),
        alone: !config.databaseUrl,
        processStartedAt,
        clockFell,
        ...overrides.schedules,
      })
    : undefined
  if (!web && config.metrics.port !== undefined) {
    const { host, metrics: at } = config
    const place = { host, port: at.port ?? 0, token: at.token }
    const server = await openMetricsServer({ ...place, text: metricsText, health: createOwnHealth(deps) })
    closing.onClose('metrics', () => server.close())
  }

  const nobodyYet = web !== undefined && (await findStaff(db, organisationId)).length === 0
  return {
    deps,
    channels,
    address: web?.address,
    banner: banner(say, config, { address: web?.address, accounts: demo?.web.accounts, nobodyYet }),
    stop: () => closing.close(),
  }
}
