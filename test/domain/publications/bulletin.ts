import { readFileSync } from 'node:fs'
import { approvePublication } from '../../../src/domain/publications/decide-publication.ts'
import { draftFromLetter } from '../../../src/domain/publications/draft-from-letter.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { numberPublication, releasePublication } from '../../../src/domain/publications/release-publication.ts'
import { submitPublication } from '../../../src/domain/publications/submit-publication.ts'
import type { Desk } from './desk.ts'

/** One of the project's own letters. */
export const sampleLetter = (name: 'ministry-flood-season' | 'department-november'): string =>
  readFileSync(new URL(`../../../prisma/seed/letters/${name}.txt`, import.meta.url), 'utf8')

/** A bulletin of the department's letter, written by Mai, and its id for further steps. */
export async function draftBulletin(desk: Desk) {
  const { deps, organisationId, mai } = desk
  const text = sampleLetter('department-november')
  const publicationId = await draftFromLetter(deps, { organisationId, text, by: mai })
  return { publicationId, organisationId }
}

type Ids = { readonly publicationId: string; readonly organisationId: string }

/** Submitted by Mai, approved by Lan. */
export async function approved(desk: Desk, ids: Ids): Promise<void> {
  await submitPublication(desk.deps, { ...ids, by: desk.mai })
  await approvePublication(desk.deps, { ...ids, by: desk.lan })
}

/** Then numbered and released by Tuấn. */
export async function released(desk: Desk, ids: Ids): Promise<void> {
  await approved(desk, ids)
  await numberPublication(desk.deps, { ...ids, by: desk.tuan, documentNumber: '386/SVHTT-BC', issuedOn: '2026-11-16' })
  await releasePublication(desk.deps, { ...ids, by: desk.tuan })
}

export const stateOf = async (desk: Desk, ids: Ids) => (await readPublication(desk.deps, ids)).publication.state
