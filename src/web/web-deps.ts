import type { FastifyPluginAsync } from 'fastify'
import type { ChannelHealth } from '../channels/channel.ts'
import type { OpenAccount } from '../domain/accounts/begin-consent.ts'
import type { Deps } from '../domain/deps.ts'
import type { Role } from '../domain/staff/staff.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Texts } from '../texts.ts'

/** What the web needs beyond the use-cases; made in app.ts. */
export type WebDeps = Deps & {
  readonly texts: Texts
  /** Where the console is reached from outside, with its scheme. */
  readonly publicUrl: string
  /** The most any upload may have; an office's own limit is in its settings. */
  readonly uploadLimitBytes: number
  health(): Promise<Health>
  /** What /metrics tells and to whom; without it there is no such route. */
  readonly metrics?: WebMetrics
  readonly accounts: AccountsDesk
  /** Only with the embedded database and no real token. */
  readonly demo?: Demo
}

export type WebMetrics = Pick<Metrics, 'webhook'> & {
  /** Whoever shows it may read; undefined: only programs on this machine. */
  readonly token: string | undefined
  text(): Promise<{ readonly type: string; readonly body: string }>
}

/** What the settings need of the channel accounts, on or off. */
export type AccountsDesk = {
  /** The live channel, or one opened for the moment; nothing is received through the latter. */
  readonly open: OpenAccount
  /** Where a new bot's updates go; undefined where they are fetched. */
  readonly telegramWebhookUrl: string | undefined
}

export type Demo = {
  readonly accounts: readonly DemoAccount[]
  /** The phones and stand-ins, mounted at /sandbox. */
  readonly sandbox?: FastifyPluginAsync
}

export type DemoAccount = {
  readonly name: string
  readonly role: Role
  readonly email: string
  readonly password: string
}

/** What GET /healthz and the settings page tell. */
export type Health = {
  readonly database: 'ok' | 'failing'
  readonly queue: 'ok' | 'failing'
  readonly accounts: readonly {
    readonly id: string
    readonly channel: string
    readonly name: string
    readonly state: 'off' | 'on' | 'alarm'
    /** Why it stands in alarm. */
    readonly reason?: string
    readonly health?: ChannelHealth
  }[]
}
