import { readFile } from 'node:fs/promises'
import { planBroadcast } from '../../src/domain/broadcasts/plan-broadcast.ts'
import { costOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { storeFile } from '../../src/domain/files/store-file.ts'
import { addAttachment } from '../../src/domain/publications/change-attachments.ts'
import { approvePublication, returnPublication } from '../../src/domain/publications/decide-publication.ts'
import { draftCorrection } from '../../src/domain/publications/draft-correction.ts'
import { draftFromLetter } from '../../src/domain/publications/draft-from-letter.ts'
import { editPublication } from '../../src/domain/publications/edit-publication.ts'
import { readPublication } from '../../src/domain/publications/read-publications.ts'
import { numberPublication, releasePublication } from '../../src/domain/publications/release-publication.ts'
import { submitPublication } from '../../src/domain/publications/submit-publication.ts'
import { copiesOf, eachOf, openNotices } from './hands.ts'
import type { MonthLines } from './lines.ts'
import type { MonthDesk } from './month-desk.ts'
import { approveAndRelease, equation, sendNow } from './publishing.ts'
import { asOnTheDay, bindZalo, type RosterPerson } from './roster.ts'

const letter = new URL('../../prisma/seed/letters/department-november.txt', import.meta.url)
const mb = 1024 * 1024
/** What every full message of the bulletin has, and no other message. */
export const bulletinWords = 'Phòng cháy, chữa cháy rừng mùa khô'

/** Mon 2 to Wed 4: the letter, its themes and files, and a first refusal by the approver. Gives the bulletin. */
export async function draftTheBulletin(desk: MonthDesk, lines: MonthLines): Promise<string> {
  const { deps, organisationId, staff } = desk
  const by = staff.editor
  const publicationId = await draftFromLetter(deps, { organisationId, text: await readFile(letter, 'utf8'), by })
  await fillIn(desk, publicationId)
  const file = (name: string, bytes: Buffer) => storeFile(deps, { organisationId, name, bytes: streamOf(bytes), by })
  const stamped = await file('công văn.txt', Buffer.from('UBND TỈNH SÔNG BẰNG\nMẬT\nSố: 12/UBND-NC\n'))
  lines.check(
    'Mon 2',
    'a letter stamped MẬT is refused and not kept',
    'secret-stamped',
    'refused' in stamped ? stamped.refused : 'kept',
  )
  for (const [at, size] of [2.1, 6.4, 11.8].entries()) {
    const stored = await file(`Tài liệu ${at + 1}.pdf`, pdf(size * mb, at))
    if ('refused' in stored) throw new Error(`file ${at + 1} was refused: ${stored.refused}`)
    const { id: fileId } = stored
    const supplier = ['Chi cục Kiểm lâm', 'Sở Giáo dục', 'Trung tâm Kiểm soát bệnh tật'][at] ?? null
    await addAttachment(deps, { publicationId, organisationId, by, title: `Tài liệu ${at + 1}`, supplier, fileId })
  }
  const { publication } = await readPublication(deps, { publicationId, organisationId })
  const origins = publication.themes.map(({ origin }) => origin)
  lines.check(
    '2–4',
    'themes by origin',
    '4 central, 2 local',
    `${count(origins, 'central')} central, ${count(origins, 'local')} local`,
  )
  lines.check(
    '2–4',
    'points',
    21,
    publication.themes.reduce((sum, { points }) => sum + points.length, 0),
  )
  const bodies = await desk.db.attachment.findMany({ where: { publicationId, fileId: { not: null } } })
  lines.check('2–4', 'bodies that supplied material', 3, new Set(bodies.map(({ supplier }) => supplier)).size)
  lines.missing('2–4', 'nine legal bases as parts of a theme; a signed PDF read as the letter')
  await submitAndReturn(desk, lines, publicationId)
  return publicationId
}

async function submitAndReturn(desk: MonthDesk, lines: MonthLines, publicationId: string): Promise<void> {
  const { deps, organisationId, staff } = desk
  const which = { publicationId, organisationId }
  await desk.goTo('4 15:10')
  await submitPublication(deps, { ...which, by: staff.editor })
  await desk.goTo('4 16:40')
  await returnPublication(deps, { ...which, note: 'Sửa lại số liệu ở chuyên đề 2.', by: staff.approver })
  const { publication, approvals } = await readPublication(deps, which)
  const told = `${publication.state}: ${approvals[0]?.note ?? ''}`
  lines.check('Wed 4', 'returned with a note that the editor reads', 'draft: Sửa lại số liệu ở chuyên đề 2.', told)
}

/** Thu 5: approved, numbered, sent; then the taps of those who were sent a notice. Gives the broadcast. */
export async function sendTheBulletin(
  desk: MonthDesk,
  lines: MonthLines,
  people: readonly RosterPerson[],
  publicationId: string,
): Promise<string> {
  const { deps, organisationId, staff } = desk
  const which = { publicationId, organisationId }
  await submitPublication(deps, { ...which, by: staff.editor })
  await desk.goTo('5 09:05')
  await approvePublication(deps, { ...which, by: staff.approver })
  await desk.goTo('5 10:20')
  const number = { documentNumber: '386/SVHTT-BC', issuedOn: '2026-11-05' }
  await numberPublication(deps, { ...which, ...number, by: staff.clerk })
  const { publication } = await readPublication(deps, which)
  lines.check('Thu 5', 'number and signed PDF after the approval: it stands', 'approved', publication.state)
  await releasePublication(deps, { ...which, by: staff.clerk })
  await desk.goTo('5 14:00')
  await asOnTheDay(desk, people)
  const plan = await planBroadcast(deps, which)
  const planned = `${plan.audience - plan.cannot.length} sendable + ${plan.cannot.length} to call = ${plan.audience}`
  lines.check('Thu 5', 'the plan', '147 sendable + 13 to call = 160', planned)
  await spoilThree(desk, people)
  const broadcastId = await sendNow(desk, publicationId)
  lines.check(
    'Thu 5',
    'the result',
    '144 sent + 2 failed + 1 unknown + 13 skipped = 160',
    await equation(desk, broadcastId),
  )
  const costs = `${plan.costVnd} = ${await costOf(desk.db, broadcastId)} = ${await desk.sandbox.billedVnd()}`
  lines.check(
    'Thu 5',
    'cost in VND: planned = in the ledger = billed',
    `${plan.costVnd} = ${plan.costVnd} = ${plan.costVnd}`,
    costs,
  )
  await openTheirNotices(desk, lines, people, broadcastId)
  return broadcastId
}

/** Two have blocked the account without a word; one answer of Telegram is lost on its way. */
async function spoilThree(desk: MonthDesk, people: readonly RosterPerson[]): Promise<void> {
  for (const { phone } of people.filter(({ group }) => group === 'within48Hours').slice(0, 2)) await phone.block()
  await desk.settled()
  // The desk does not hear of it: only the sending finds out.
  const blocked = people.filter(({ group }) => group === 'within48Hours').slice(0, 2)
  await desk.db.contact.updateMany({
    where: { reporterId: { in: blocked.map(({ id }) => id) } },
    data: { state: 'reachable', stateReason: null },
  })
  const [someone] = people.filter(({ group }) => group === 'telegramOnly')
  const chat = await desk.db.contact.findFirstOrThrow({ where: { reporterId: someone?.id ?? '' } })
  await desk.sandbox.fail({
    channel: 'telegram',
    method: 'sendMessage',
    recipient: chat.address,
    failure: { kind: 'drop-after' },
  })
}

async function openTheirNotices(
  desk: MonthDesk,
  lines: MonthLines,
  people: readonly RosterPerson[],
  broadcastId: string,
): Promise<void> {
  const tapping = people.filter(({ group }) => group === 'older').slice(0, 46)
  await openNotices(desk, tapping)
  const opened = await desk.db.delivery.count({ where: { broadcastId, openedAt: { not: null } } })
  lines.check('Thu 5', 'of the 76 so many tap through', 46, opened)
  lines.check('Thu 5', 'and get the content, once each', '1×46', await copiesOf(tapping, bulletinWords))
  const [reader] = tapping
  if (!reader) return
  await eachOf(desk, [reader], ({ phone }) => phone.text('T'))
  const files = (await reader.phone.received()).filter(({ file }) => file).map(({ file }) => file?.name)
  lines.check('Mon 2', 'files that Zalo carries itself (of 2.1, 6.4 and 11.8 MB)', ['Tài liệu 1.pdf'], files)
}

/** Fri 6: a figure is put right, and it reaches exactly those who may have the wrong one. */
export async function correctTheBulletin(
  desk: MonthDesk,
  lines: MonthLines,
  people: readonly RosterPerson[],
  bulletin: { readonly publicationId: string; readonly broadcastId: string },
): Promise<void> {
  const { deps, organisationId, staff } = desk
  await desk.goTo('6 09:00')
  for (const person of people.filter(({ group }) => group === 'nothing').slice(0, 5)) await bindZalo(desk, person, 1)
  const { publicationId } = bulletin
  const id = await draftCorrection(deps, { publicationId, organisationId, by: staff.editor })
  await fillIn(desk, id, 'Diện tích rừng phòng hộ là 12.480 ha.')
  await approveAndRelease(desk, id, { documentNumber: '391/SVHTT-BC', issuedOn: '2026-11-06' })
  const broadcastId = await sendNow(desk, id)
  const reached = await desk.db.delivery.findMany({ where: { broadcastId, state: { in: ['sent', 'unknown'] } } })
  const had = await desk.db.delivery.findMany({
    where: { broadcastId: bulletin.broadcastId, state: { in: ['sent', 'unknown'] } },
  })
  const those = new Set(had.map(({ reporterId }) => reporterId))
  const same = reached.filter(({ reporterId }) => those.has(reporterId)).length
  lines.check(
    'Fri 6',
    'the correction reaches the 144 and the unknown, nobody else',
    '145 of 145',
    `${same} of ${reached.length}`,
  )
}

async function fillIn(desk: MonthDesk, publicationId: string, firstPoint = 'Diện tích rừng phòng hộ là 12.840 ha.') {
  const { deps, organisationId, staff } = desk
  const { publication } = await readPublication(deps, { publicationId, organisationId })
  const { title, issuer, audience, updatedAt, attachments } = publication
  const pointCounts = [5, 4, 4, 3, 3, 2]
  const themes = pointCounts.map((points, at) => ({
    number: at + 1,
    title: at === 0 ? bulletinWords : `Chuyên đề số ${at + 1} của tháng 11`,
    points: Array.from({ length: points }, (_, point) =>
      at === 0 && point === 0 ? firstPoint : `Nội dung ${point + 1} của chuyên đề ${at + 1}.`,
    ),
    origin: at < 4 ? 'central' : 'local',
  }))
  const kept = attachments.map(({ id, title: named, supplier, documentNumber, file }) => ({
    id,
    theme: null,
    title: named,
    supplier,
    documentNumber,
    fileId: file?.id ?? null,
  }))
  const content = { title, issuer, audience, period: 'Tháng 11/2026', text: '', themes, attachments: kept }
  await editPublication(deps, {
    publicationId,
    organisationId,
    expectedUpdatedAt: updatedAt,
    content,
    by: staff.editor,
  })
}

const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length

/** Each with bytes of its own, since the same content is kept once. */
const pdf = (size: number, seed: number): Buffer =>
  Buffer.concat([Buffer.from(`%PDF-1.7\n%${seed}\n`), Buffer.alloc(Math.round(size), `trang ${seed} `)])

async function* streamOf(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes
}
