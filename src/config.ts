import { existsSync } from 'node:fs'
import { z } from 'zod'

/** Everything the environment may say. `npm start` with nothing set is the demo: embedded database and sandbox. */
export type Config = {
  readonly host: string
  readonly port: number
  /** What reporters' links begin with; no slash at the end. */
  readonly publicUrl: string
  readonly databaseUrl: string | undefined
  /** For migrations and whatever needs a session of its own, where `databaseUrl` leads through a transaction pooler. */
  readonly directDatabaseUrl: string | undefined
  readonly redisUrl: string | undefined
  /** Undefined only with the embedded database: then a key is made and kept in DATA_DIR. */
  readonly appKey: string | undefined
  readonly dataDir: string
  readonly processMode: 'all' | 'web' | 'worker'
  /** An invented department on stand-ins: DEMO, or where it says nothing, no database and no account of a real platform. */
  readonly demo: boolean
  readonly telegram: {
    readonly botToken: string | undefined
    readonly enabled: boolean
    readonly apiRoot: string | undefined
    readonly mode: 'polling' | 'webhook'
  }
  readonly zalo: {
    readonly credentials: ZaloCredentials | undefined
    readonly apiRoot: string | undefined
    readonly businessRoot: string | undefined
    readonly oauthRoot: string | undefined
  }
  /** The mail server and in whose name; undefined: no e-mail. */
  readonly email: { readonly smtpUrl: string; readonly from: string } | undefined
  /** `port` is a worker's; the web answers on its own. Without `token` only programs on this machine may read. */
  readonly metrics: { readonly port: number | undefined; readonly token: string | undefined }
  readonly timeZone: string
  readonly logLevel: string
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as every tool reads them. */
  readonly proxy: {
    readonly https: string | undefined
    readonly http: string | undefined
    readonly none: string | undefined
  }
}

export type ZaloCredentials = {
  readonly appId: string
  readonly appSecret: string
  readonly oaSecret: string
  /** None when the administrator consents in the console. */
  readonly refreshToken: string | undefined
}

/** The configuration, or every problem at once, each naming its variable. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = machineEnvironment(),
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = variables.extend(proxyVariables.shape).safeParse(given)
  const single = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []
  const problems = [...single, ...crossProblems(given)]
  if (!parsed.success || problems.length > 0) return { problems }
  const env = parsed.data
  const port = env.PORT
  return {
    config: {
      host: env.HOST,
      port,
      publicUrl: (env.PUBLIC_URL ?? `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${port}`).replace(
        /\/+$/,
        '',
      ),
      databaseUrl: env.DATABASE_URL,
      directDatabaseUrl: env.DIRECT_DATABASE_URL,
      redisUrl: env.REDIS_URL,
      appKey: env.APP_KEY,
      dataDir: env.DATA_DIR,
      processMode: env.PROCESS_MODE,
      demo: env.DEMO === undefined ? !isConfigured(given) : env.DEMO === 'true',
      telegram: {
        botToken: env.TELEGRAM_BOT_TOKEN,
        enabled: env.TELEGRAM_ENABLED === 'true',
        apiRoot: env.TELEGRAM_API_ROOT,
        mode: env.TELEGRAM_MODE,
      },
      zalo: {
        credentials: zaloCredentials(env),
        apiRoot: env.ZALO_API_ROOT,
        businessRoot: env.ZALO_BUSINESS_ROOT,
        oauthRoot: env.ZALO_OAUTH_ROOT,
      },
      email: env.SMTP_URL && env.MAIL_FROM ? { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM } : undefined,
      metrics: { port: env.METRICS_PORT, token: env.METRICS_TOKEN },
      timeZone: env.OFFICE_TIME_ZONE,
      logLevel: env.LOG_LEVEL,
      proxy: {
        https: env.HTTPS_PROXY ?? env.https_proxy,
        http: env.HTTP_PROXY ?? env.http_proxy,
        none: env.NO_PROXY ?? env.no_proxy,
      },
    },
  }
}

/** What the machine says, with the lines of a file .env beside it; a variable that is set wins over its line. */
function machineEnvironment(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) address such as https://giaoban.example.vn' })
const root = httpUrl.transform((url) => url.replace(/\/+$/, ''))
const isTimeZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must look like postgresql://user:password@host:5432/name',
})
const port = z.coerce.number('must be a port number').int().min(0).max(65_535)

/** The variables of the README's table, in its order; .env.example lists the same (a test compares them). */
const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: databaseUrl.optional(),
  DIRECT_DATABASE_URL: databaseUrl.optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379 or rediss://host:6379' })
    .optional(),
  APP_KEY: z.string().min(32, 'must have at least 32 characters; make one with: openssl rand -base64 32').optional(),
  DATA_DIR: z.string().default('./data'),
  PROCESS_MODE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  DEMO: z.enum(['true', 'false'], 'must be true or false').optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, 'must look like 123456:ABC…, as @BotFather gives it')
    .optional(),
  TELEGRAM_ENABLED: z.enum(['true', 'false'], 'must be true or false').default('false'),
  TELEGRAM_API_ROOT: root.optional(),
  TELEGRAM_MODE: z.enum(['polling', 'webhook'], 'must be polling or webhook').default('polling'),
  ZALO_APP_ID: z.string().regex(/^\d+$/, 'must be the number of the app').optional(),
  ZALO_APP_SECRET: z.string().optional(),
  ZALO_OA_SECRET: z.string().optional(),
  ZALO_REFRESH_TOKEN: z.string().optional(),
  ZALO_API_ROOT: root.optional(),
  ZALO_BUSINESS_ROOT: root.optional(),
  ZALO_OAUTH_ROOT: root.optional(),
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'must look like smtp://user:password@mail.example.vn:587 or smtps://user:password@mail.example.vn:465',
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^(?:[^<>]*<[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+)$/,
      'must look like Name <office@example.vn>',
    )
    .optional(),
  METRICS_PORT: port.optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters; make one with: openssl rand -hex 24').optional(),
  OFFICE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA name such as Asia/Ho_Chi_Minh')
    .default('Asia/Ho_Chi_Minh'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
})

export const variableNames: readonly string[] = Object.keys(variables.shape)

const proxyVariables = z.object({
  HTTPS_PROXY: z.string().optional(),
  https_proxy: z.string().optional(),
  HTTP_PROXY: z.string().optional(),
  http_proxy: z.string().optional(),
  NO_PROXY: z.string().optional(),
  no_proxy: z.string().optional(),
})

const zaloNames = ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_SECRET'] as const

type Given = Readonly<Record<string, string | undefined>>

/** Whether an account of a real platform stands in the environment. */
const hasAccount = (given: Given): boolean =>
  ['TELEGRAM_BOT_TOKEN', 'ZALO_REFRESH_TOKEN', 'SMTP_URL', ...zaloNames].some((name) => given[name] !== undefined)

const isConfigured = (given: Given): boolean => given.DATABASE_URL !== undefined || hasAccount(given)

/** Rules between variables, on the raw values, so that they are told together with those of single variables. */
function crossProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const zalo = ['ZALO_REFRESH_TOKEN', ...zaloNames].filter((name) => given[name])
  const real = hasAccount(given) || given.DEMO === 'false'
  const rules: readonly (readonly [broken: boolean, problem: string])[] = [
    [
      !!given.DATABASE_URL && !given.APP_KEY,
      'APP_KEY: is needed with DATABASE_URL, since it encrypts the secrets kept there',
    ],
    [
      !!given.REDIS_URL && !given.DATABASE_URL,
      'DATABASE_URL: is needed with REDIS_URL, since the embedded database serves one process',
    ],
    [!!given.DIRECT_DATABASE_URL && !given.DATABASE_URL, 'DATABASE_URL: is needed with DIRECT_DATABASE_URL'],
    [
      !given.DATABASE_URL && ['web', 'worker'].includes(given.PROCESS_MODE ?? 'all'),
      'PROCESS_MODE: must be all with the embedded database',
    ],
    [
      given.TELEGRAM_MODE === 'webhook' && !!given.TELEGRAM_BOT_TOKEN && !given.PUBLIC_URL?.startsWith('https://'),
      'PUBLIC_URL: must be a public https address for TELEGRAM_MODE=webhook',
    ],
    [
      real && !given.PUBLIC_URL,
      'PUBLIC_URL: is needed with real tokens and with DEMO=false, since reporters open their links there',
    ],
    [
      given.DEMO === 'true' && isConfigured(given),
      'DEMO: the demo has its own database and accounts; DATABASE_URL and tokens have no place beside it',
    ],
    [!!given.SMTP_URL && !given.MAIL_FROM, 'MAIL_FROM: is needed with SMTP_URL, since every mail names its sender'],
    [!!given.MAIL_FROM && !given.SMTP_URL, 'SMTP_URL: is needed with MAIL_FROM'],
  ]
  const missing = zalo.length > 0 ? zaloNames.filter((name) => !given[name]) : []
  return [
    ...rules.filter(([broken]) => broken).map(([, problem]) => problem),
    ...missing.map((name) => `${name}: is missing beside ${zalo.join(', ')}`),
  ]
}

function zaloCredentials(env: z.infer<typeof variables>): ZaloCredentials | undefined {
  const {
    ZALO_APP_ID: appId,
    ZALO_APP_SECRET: appSecret,
    ZALO_OA_SECRET: oaSecret,
    ZALO_REFRESH_TOKEN: refreshToken,
  } = env
  return appId && appSecret && oaSecret ? { appId, appSecret, oaSecret, refreshToken } : undefined
}
