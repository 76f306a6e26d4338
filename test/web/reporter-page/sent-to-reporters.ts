import type { StoredFile } from '../../../src/domain/files/file.ts'
import { storeFile } from '../../../src/domain/files/store-file.ts'
import { addOutlet } from '../../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../../src/domain/reporters/add-reporter.ts'
import { issuePageLink } from '../../../src/domain/reporters/issue-page-link.ts'
import { newId } from '../../../src/platform/ids.ts'
import type { WebDeps } from '../../../src/web/server.ts'
import { ledgerRow } from '../../ledger-row.ts'
import { type Browser, openBrowser, type TestConsole, testConsole } from '../console.ts'

export const documentBytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_500_000, 'giao ban ')])

/** A released bulletin with an invitation, sent to Hoa; An is on the same roster and was sent nothing of it. */
export type Sent = TestConsole & {
  readonly hoa: string
  readonly an: string
  readonly bulletinId: string
  readonly conferenceId: string
  readonly file: StoredFile
  /** Opens a reporter's page by the link that the desk hands out, as "/p/<token>". */
  linkOf(reporterId: string): Promise<string>
  readonly phone: () => Browser
}

export async function sentToReporters(overrides: Partial<WebDeps> = {}): Promise<Sent> {
  const desk = await testConsole(overrides)
  const { db, deps, organisationId, staffIds } = desk
  const by = staffIds.editor
  const settings = { deskContact: 'Phòng Thông tin, 0251 000 111' }
  await db.organisation.update({ where: { id: organisationId }, data: { settings } })
  const outlet = { organisationId, name: 'Báo Sông Đồng', kind: 'provincial-press', by }
  const person = { organisationId, by, outletId: await addOutlet(deps, outlet) }
  const phone = '0912 345 678'
  const hoa = await addReporter(deps, { ...person, fullName: 'Vũ Thị Hoa', email: 'hoa@bao.example', phone })
  const an = await addReporter(deps, { ...person, fullName: 'Bùi Văn An' })
  const content = { organisationId, name: 'Đề cương tuyên truyền (số 3).pdf', bytes: inOnePiece(documentBytes) }
  const file = await storeFile(deps, { ...content, by: { id: by, organisationId, role: 'editor' } })
  if ('refused' in file) throw new Error(file.refused)
  const bulletinId = await releaseBulletin(desk, file.id)
  const conferenceId = await inviteTo(desk, bulletinId, hoa)
  await deliver(desk, { publicationId: bulletinId, to: [hoa] })
  return {
    ...desk,
    hoa,
    an,
    bulletinId,
    conferenceId,
    file,
    async linkOf(reporterId) {
      const { url } = await issuePageLink(deps, { organisationId, reporterId, by })
      return new URL(url).pathname
    },
    phone: () => openBrowser(desk.server),
  }
}

/** Writes down that something went to these people, and to nobody else. */
export async function deliver(
  { db, clock, organisationId }: TestConsole,
  sent: { readonly publicationId: string; readonly to: readonly string[]; readonly state?: 'sent' | 'skipped' },
): Promise<void> {
  const at = clock.now()
  const { publicationId, to, state = 'sent' } = sent
  await db.broadcast.create({
    data: {
      id: newId(at),
      organisationId,
      kind: 'publication',
      state: 'finished',
      finishedAt: at,
      publicationId,
      createdBy: 'editor',
      createdAt: at,
      deliveries: {
        create: to.map((reporterId) => ({
          id: newId(at),
          reporterId,
          surface: 'page',
          messageKind: 'page',
          ...ledgerRow(state, at),
          createdAt: at,
        })),
      },
    },
  })
}

async function releaseBulletin({ db, clock, organisationId, staffIds }: TestConsole, fileId: string) {
  const at = clock.now()
  const id = newId(at)
  await db.publication.create({
    data: {
      id,
      organisationId,
      kind: 'bulletin',
      state: 'released',
      title: 'Định hướng thông tin tháng 11',
      period: 'Tháng 11/2026',
      issuer: 'Sở Thông tin tỉnh Thử Nghiệm',
      // Only who was sent it may read it: the audience names nobody else.
      audience: { kind: 'outlet-kinds', kinds: ['central-press'] },
      documentNumber: '12/TB-STT',
      issuedOn: new Date('2026-11-20T00:00:00Z'),
      createdBy: staffIds.editor,
      createdAt: at,
      updatedAt: at,
    },
  })
  const theme = (number: number, title: string, points: string[]) => ({ id: newId(at), number, title, points })
  const first = theme(1, 'Phòng cháy mùa khô', ['Kiểm tra đường điện ở chợ.', 'Đường dây nóng 114 <b>luôn</b> trực.'])
  const second = theme(2, 'Cấp căn cước cho trẻ dưới 14 tuổi', ['Đăng ký qua cổng dịch vụ công.'])
  await db.theme.createMany({ data: [first, second].map((each) => ({ ...each, publicationId: id })) })
  const attachment = { id: newId(at), publicationId: id, themeId: first.id, position: 0, fileId }
  await db.attachment.create({
    data: { ...attachment, title: 'Đề cương tuyên truyền', supplier: 'Công an tỉnh Thử Nghiệm' },
  })
  return id
}

async function inviteTo(
  { db, clock, organisationId, staffIds }: TestConsole,
  publicationId: string,
  reporterId: string,
) {
  const at = clock.now()
  const id = newId(at)
  await db.conference.create({
    data: {
      id,
      organisationId,
      publicationId,
      kind: 'Giao ban báo chí',
      title: 'Giao ban báo chí tháng 11',
      startsAt: new Date('2026-11-27T01:30:00Z'),
      place: 'Hội trường A, 1 đường Thử Nghiệm',
      agenda: 'Đánh giá tháng 10; định hướng tháng 11',
      answerBy: new Date('2026-11-25T10:00:00Z'),
      contact: 'Chị Mơ, 0251 000 222',
      createdBy: staffIds.editor,
      createdAt: at,
      updatedAt: at,
      invitations: { create: [{ id: newId(at), reporterId, createdAt: at }] },
    },
  })
  return id
}

async function* inOnePiece(bytes: Uint8Array) {
  yield bytes
}
