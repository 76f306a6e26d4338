import { readFile } from 'node:fs/promises'
import { Document, Packer, Paragraph } from 'docx'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import type { Role } from '../../src/domain/staff/staff.ts'
import type { Browser, NewFile } from './browser.ts'
import { type Desk, type DeskOptions, openDesk } from './desk.ts'
import { fortyReporters } from './forty-reporters.ts'
import type { Phone } from './phones.ts'
import { enrol, type NewReporter, type Reporter } from './reporters.ts'

/** What the chapters of one story share. Ids are filled in as the story goes on. */
export type Story = {
  readonly desk: Desk
  readonly staff: Readonly<Record<Role, Browser>>
  readonly files: SampleFiles
  reporter(name: string): Reporter
  phone(name: string): Phone
  bulletinId: string
  conferenceId: string
  broadcastId: string
}

export type SampleFiles = Readonly<Record<'handbook' | 'poster' | 'plan' | 'atlas' | 'signed', NewFile>>

export async function openStory(
  cast: readonly NewReporter[] = fortyReporters,
  options: DeskOptions = {},
): Promise<Story> {
  const desk = await openDesk(options)
  const people = await enrol(desk, cast)
  const reporter = (name: string) => {
    const found = people.get(name)
    if (!found) throw new Error(`Nobody is called ${name}`)
    return found
  }
  await desk.settled()
  const [editor, approver, clerk, administrator] = await Promise.all([
    desk.signIn('editor'),
    desk.signIn('approver'),
    desk.signIn('clerk'),
    desk.signIn('administrator'),
  ])
  return {
    desk,
    staff: { editor, approver, clerk, administrator },
    files: await sampleFiles(),
    reporter,
    phone: (name) => reporter(name).phone,
    bulletinId: '',
    conferenceId: '',
    broadcastId: '',
  }
}

/** A PDF, a picture, a Word file, and a PDF too big for Zalo. */
async function sampleFiles(): Promise<SampleFiles> {
  const handbook = await readFile(new URL('../../prisma/seed/files/so-tay-an-toan-mua-lu.pdf', import.meta.url))
  const lines = ['Kế hoạch truyền thông', 'Nước sạch vùng cao'].map((text) => new Paragraph(text))
  const plan = await Packer.toBuffer(new Document({ sections: [{ children: lines }] }))
  return {
    handbook: { name: 'Sổ tay an toàn mùa lũ.pdf', bytes: handbook },
    poster: { name: 'ap-phich-du-lich.png', bytes: onePixel },
    plan: { name: 'Kế hoạch truyền thông.docx', bytes: plan },
    atlas: { name: 'Tập bản đồ điểm tránh trú.pdf', bytes: bigPdf(6_000_000) },
    signed: { name: '386-SVHTT-BC.signed.pdf', bytes: bigPdf(40_000) },
  }
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const bigPdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size, 'bản đồ ')])

/** The equation that must hold at every moment. */
export async function addsUp(story: Story, broadcastId: string, audience: number): Promise<void> {
  const { audience: total, ...states } = await ledgerOf(story.desk.db, broadcastId)
  const sum = Object.values(states).reduce((one, other) => one + other, 0)
  if (sum !== audience || total !== audience) throw new Error(`${JSON.stringify(states)} is not ${audience}`)
}

/** Starts sending what was released and watches the equation until everything has come to rest. */
export async function broadcast(story: Story, publicationId: string, audience: number) {
  const { desk, staff } = story
  const started = await staff.editor.send(
    `/publications/${publicationId}/plan`,
    `/publications/${publicationId}/broadcasts`,
  )
  const id = started.location.split('/').at(-1) ?? ''
  let rested = false
  const rest = desk.settled().finally(() => {
    rested = true
  })
  const unfinished = new Set<number>()
  do {
    await addsUp(story, id, audience)
    const { planned, queued, sending } = await ledgerOf(desk.db, id)
    unfinished.add(planned + queued + sending)
  } while (!rested)
  await rest
  return { id, looks: unfinished.size }
}

/** Editor, approver and clerk in turn; the clerk gives no number when there is none. */
export async function approveAndRelease(story: Story, publicationId: string): Promise<void> {
  const { editor, approver, clerk } = story.staff
  const screen = `/publications/${publicationId}`
  await editor.send(screen, `${screen}/submissions`)
  await approver.send(screen, `${screen}/approvals`)
  await clerk.send(screen, `${screen}/releases`)
}
