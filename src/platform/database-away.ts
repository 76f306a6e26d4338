/**
 * Whether PostgreSQL could not be asked, or ended before it had answered: the same may well succeed later. What was being written
 * then may have been written all the same.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return codesOf(error).some((code) => away.has(code) || awayStates.test(code)) || awayWords.test(error.message)
}

/** Whether two that write the same rows met: nothing was written, and the next try finds the way free. */
export const isCollision = (error: unknown): boolean =>
  error instanceof Error && codesOf(error).some((code) => /^(40P01|40001|P2034)$/.test(code))

/** https://www.prisma.io/docs/orm/reference/error-reference (read November 2026), and what the adapter calls it. */
const away = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
])

/**
 * Connection exceptions, no resources, shut down or starting, input and output, a standby that does not write yet.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html (read November 2026)
 */
const awayStates = /^(08|53|57P|58|25006)/

/** What node-postgres says without a code. */
const awayWords =
  /Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|Connection ended unexpectedly/

/** Prisma's own code says little (P2010, P2039): the server's is in what the adapter knew of it. */
function codesOf(error: Error): readonly string[] {
  const { code, meta } = error as Error & { readonly code?: unknown; readonly meta?: Meta }
  const cause = meta?.driverAdapterError?.cause
  return [code, cause?.originalCode, cause?.kind].filter((each) => typeof each === 'string')
}

type Meta = {
  readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: string; readonly kind?: string } }
}
