import type { FastifyRequest } from 'fastify'
import { localPath } from './local-path.ts'

/** The page a button was pressed on; only ever a place of ours, the desk where the browser does not say. */
export function cameFrom({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const { referer } = headers
  if (!referer || !URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return localPath(`${pathname}${search}`)
}
