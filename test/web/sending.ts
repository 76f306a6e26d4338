import type { DeliveryState } from '../../src/domain/deliveries/delivery.ts'
import { newId } from '../../src/platform/ids.ts'
import { ledgerRow } from '../ledger-row.ts'
import type { TestConsole } from './console.ts'

/** A sending with one delivery per state given, each to a reporter of its own; by its columns it is under way unless told otherwise. */
export async function sending(
  desk: TestConsole,
  states: readonly DeliveryState[],
  columns: Readonly<Record<string, unknown>> = {},
) {
  const { db, organisationId } = desk
  const createdAt = desk.clock.now()
  const [outletId, broadcastId] = [newId(createdAt), newId(createdAt)]
  const outlet = { id: outletId, organisationId, name: `Báo Gửi ${outletId.slice(-4)}`, kind: 'portal', createdAt }
  await db.outlet.create({ data: outlet })
  const content = {
    kind: 'announcement',
    title: 'Thông báo gửi',
    issuer: 'Sở',
    audience: { kind: 'everyone' },
  } as const
  const by = { createdBy: desk.staffIds.editor, createdAt }
  const { id: publicationId } = await db.publication.create({
    data: { id: newId(createdAt), organisationId, state: 'released', ...content, ...by, updatedAt: createdAt },
  })
  const broadcast = { id: broadcastId, organisationId, kind: 'publication', publicationId, ...by } as const
  await db.broadcast.create({ data: { ...broadcast, ...columns } })
  const ids = []
  for (const [at, state] of states.entries()) {
    const [reporterId, id] = [newId(createdAt), newId(createdAt)]
    await db.reporter.create({ data: { id: reporterId, organisationId, outletId, fullName: `Người ${at}`, createdAt } })
    const chat = { surface: 'zalo', accountId: newId(createdAt), contactId: newId(createdAt), messageKind: 'message' }
    await db.delivery.create({
      data: { id, broadcastId, reporterId, ...chat, ...ledgerRow(state, createdAt), createdAt },
    })
    ids.push(id)
  }
  return { broadcastId, publicationId, ids }
}
