import { ledgerRow } from '../../ledger-row.ts'
import { type ChatRoom, dayMs, hourMs } from './chat-room.ts'

export type SentBulletin = {
  readonly publicationId: string
  readonly conferenceId: string
  readonly broadcastId: string
  readonly themeIds: readonly string[]
  readonly deliveryIds: ReadonlyMap<string, string>
}

export type BulletinOptions = {
  readonly title?: string
  readonly messageKind?: 'message' | 'notice' | 'introduction'
  readonly state?: 'planned' | 'queued' | 'sent' | 'skipped' | 'unknown'
  readonly audience?: object
}

/** A released bulletin with three themes and a conference, sent to these members; the answer is due in two days. */
export async function sendBulletin(
  { db, clock, organisationId, newUuid }: ChatRoom,
  members: readonly { readonly reporterId: string; readonly contactId: string }[],
  options: BulletinOptions = {},
): Promise<SentBulletin> {
  const {
    title = 'Bản tin tháng 11',
    messageKind = 'message',
    state = 'sent',
    audience = { kind: 'everyone' },
  } = options
  const at = clock.now()
  const publicationId = newUuid()
  const times = { createdBy: 'staff-editor', createdAt: at, updatedAt: at }
  await db.publication.create({
    data: {
      id: publicationId,
      organisationId,
      kind: 'bulletin',
      state: 'released',
      title,
      issuer: 'Sở Mẫu',
      audience,
      ...times,
    },
  })
  const themes = ['Nước sạch', 'Trường học', 'Chợ phiên'].map((name, index) => ({
    id: newUuid(),
    publicationId,
    number: index + 1,
    title: name,
    points: [`Điểm thứ nhất về ${name}`],
  }))
  await db.theme.createMany({ data: themes })
  const conferenceId = newUuid()
  await db.conference.create({
    data: {
      id: conferenceId,
      organisationId,
      publicationId,
      kind: 'Giao ban báo chí',
      title: `Giao ban: ${title}`,
      startsAt: new Date(at.getTime() + 4 * dayMs),
      answerBy: new Date(at.getTime() + 2 * dayMs + hourMs),
      place: 'Hội trường A',
      ...times,
    },
  })
  const broadcastId = newUuid()
  const broadcast = { id: broadcastId, organisationId, publicationId, createdBy: 'staff-editor', createdAt: at }
  await db.broadcast.create({ data: { ...broadcast, kind: 'publication' } })
  const deliveryIds = new Map<string, string>()
  for (const { reporterId, contactId } of members) {
    const contact = await db.contact.findUniqueOrThrow({ where: { id: contactId } })
    const id = newUuid()
    deliveryIds.set(reporterId, id)
    const { accountId, channel: surface } = contact
    const delivery = { id, broadcastId, reporterId, contactId, accountId, surface, messageKind, attempt: 1 }
    await db.delivery.create({ data: { ...ledgerRow(state, at), ...delivery, createdAt: at } })
    await db.invitation.create({ data: { id: newUuid(), conferenceId, reporterId, createdAt: at } })
  }
  return { publicationId, conferenceId, broadcastId, themeIds: themes.map(({ id }) => id), deliveryIds }
}
