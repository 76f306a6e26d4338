import { type Logger as PinoLogger, pino } from 'pino'

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>

/** Names whose values never reach a log line, wherever they stand in the object. */
const secretNames = [
  'token',
  'access_token',
  'refresh_token',
  'secret',
  'secret_key',
  'password',
  'phone',
  'text',
  'authorization',
  'cookie',
]

export function createLogger(options: {
  readonly level: string
  readonly destination?: { write(line: string): void }
}): PinoLogger {
  const redact = { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[kept out]' }
  const settings = { level: options.level, redact, base: null }
  return options.destination ? pino(settings, options.destination) : pino(settings)
}

export const silentLogger: Logger = pino({ level: 'silent' })
