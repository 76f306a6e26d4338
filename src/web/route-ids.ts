import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { pageNotFound } from './web.errors.ts'

/** The ids of an address, all UUIDs; anything else is a page that does not exist. */
export function idsOf<N extends string>(request: FastifyRequest, ...names: readonly N[]): Record<N, string> {
  const given = z.record(z.string(), z.string()).parse(request.params)
  const ids = names.map((name) => [name, given[name] ?? ''] as const)
  if (!ids.every(([, id]) => z.uuid().safeParse(id).success)) throw pageNotFound()
  return Object.fromEntries(ids) as Record<N, string>
}

export const idOf = (request: FastifyRequest): string => idsOf(request, 'id').id
