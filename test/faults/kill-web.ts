import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { openBrowser } from '../flows/browser.ts'
import { until } from '../flows/until.ts'
import { between, press } from './act.ts'
import type { Finding } from './auditor.ts'
import type { Stage } from './stage.ts'
import { nobody, type RunTrial } from './trial.ts'

async function anotherWeb(stage: Stage): Promise<void> {
  await stage.web().kill()
  await stage.startWeb()
}

/** Staff press "send", and the web process dies before it answers; they look, and press again when nothing was sent. */
export const whilePressingSend: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const { id, words } = await stage.staff.released()
  const { editor } = stage.staff
  const pressed = editor.force(`/publications/${id}/broadcasts`).catch(() => undefined)
  const found = () => stage.db.broadcast.findMany({ where: { publicationId: id } })
  // With the publication held it certainly dies in the middle of its transaction; just committed, before it has told anybody.
  const choice = random()
  const held = choice < 0.3 ? await holdPublication(stage, id) : undefined
  if (choice > 0.6) await until(async () => (await found()).length > 0, 'the sending to stand', 10_000)
  else await wait(between(random, 0, 150))
  await stage.web().kill()
  await held?.()
  await stage.startWeb()
  await pressed
  const first = await found()
  if (first.length === 0) await editor.force(`/publications/${id}/broadcasts`)
  const [broadcast, ...more] = await found()
  if (!broadcast) throw new Error('Nothing was sent, pressed twice')
  const findings: Finding[] = more.map((each) => ({ kind: 'doubled', what: `${each.id} is a second sending of it` }))
  const note = first.length === 0 ? 'pressed again' : 'had begun'
  return { broadcastId: broadcast.id, words, mayBeUnknown: nobody, findings, note }
}

async function holdPublication({ postgres }: Stage, id: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('BEGIN')
  await client.query('SELECT id FROM "Publication" WHERE id = $1 FOR UPDATE', [id])
  return async () => {
    await client.query('ROLLBACK')
    await client.end()
  }
}

/** Reporters write while a sending runs, and the web process dies under their webhooks; the platform brings them again. */
export const whileWebhooksComeIn: RunTrial = async (stage, { number }, { random }) => {
  stage.gate.forget()
  const started = await press(stage)
  const writers = stage.reporters.slice(0, 12)
  const before = await stage.db.inboxItem.count()
  const repliesBefore = await stage.db.reply.count()
  const lastCall = (await stage.sandbox.calls('channel=telegram')).at(-1)?.id ?? 0
  const unlucky = between(random, 0, writers.length - 1)
  let dies: Promise<void> | undefined
  const text = `Cảm ơn anh chị ${number}`
  for (const [at, { phone }] of writers.entries()) {
    if (at === unlucky) dies = wait(between(random, 0, 10)).then(() => anotherWeb(stage))
    await stage.sandbox.post(`/telegram/people/${phone.personId}/text`, { text })
    await wait(5)
  }
  await dies
  const items = async () => (await stage.db.inboxItem.count()) - before
  const all = async () => (await items()) >= writers.length && (await stage.sandbox.quiet())
  await until(all, async () => `${writers.length} updates, not ${await items()}`, 60_000)
  const waiting = () => stage.db.inboxItem.count({ where: { state: { not: 'handled' } } })
  await until(async () => (await waiting()) === 0, 'every update to be handled', 60_000)
  const findings: Finding[] = []
  const kept = await items()
  if (kept !== writers.length) findings.push({ kind: 'doubled', what: `${writers.length} updates became ${kept} rows` })
  const open = () => stage.db.reply.count({ where: { state: { in: ['planned', 'queued', 'sending'] } } })
  await until(async () => (await open()) === 0, 'every reply to go out', 30_000)
  const replies = (await stage.db.reply.count()) - repliesBefore
  const since = await stage.sandbox.calls(`channel=telegram&since=${lastCall}&method=sendMessage`)
  const arrived = since.filter(({ effect, request }) => effect && !JSON.stringify(request).includes(started.words))
  if (arrived.length !== replies) {
    const kind = arrived.length > replies ? 'doubled' : 'lost'
    findings.push({ kind, what: `${replies} replies were written down, and ${arrived.length} arrived` })
  }
  return { ...started, mayBeUnknown: nobody, findings, note: `${writers.length} updates, ${replies} replies` }
}

/** Reporters answer the invitation on their signed page, the web process dies, and who saw no answer presses again. */
export const whileAnswersComeIn: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const started = await press(stage, { withConference: true })
  const { conferenceId = '' } = started
  const people = await Promise.all(
    stage.reporters.slice(0, 10).map(async ({ id, page }) => ({ id, page: await page() })),
  )
  const answer = async (page: string) => {
    const action = `${page}/conferences/${conferenceId}/answers`
    const { status } = await openBrowser(stage.publicUrl).send(`${page}/conferences/${conferenceId}`, action, {
      answer: 'accepted',
    })
    return status
  }
  // Some have their answer confirmed, others are in the middle of it.
  const answering = people.map(({ page }) => answer(page))
  const first = Promise.all(answering.map((each) => each.catch(() => 0)))
  await Promise.any(answering).catch(() => undefined)
  await wait(between(random, 0, 30))
  await anotherWeb(stage)
  const confirmed = await first
  const findings: Finding[] = []
  for (const [at, { page }] of people.entries()) {
    if (confirmed[at] === 303) continue
    const status = await answer(page)
    if (status !== 303) findings.push({ kind: 'lost', what: `an answer was refused after the restart: ${status}` })
  }
  for (const { id: reporterId } of people) {
    const key = { conferenceId, reporterId }
    const where = { conferenceId_reporterId: key }
    const { answer, answers } = await stage.db.invitation.findUniqueOrThrow({ where, include: { answers: true } })
    if (answer !== 'accepted') findings.push({ kind: 'lost', what: `the answer of ${reporterId} is ${answer}` })
    if (answers.length > 1)
      findings.push({ kind: 'doubled', what: `the answer of ${reporterId} stands ${answers.length} times` })
  }
  const again = confirmed.filter((status) => status !== 303).length
  return { ...started, mayBeUnknown: nobody, findings, note: `${people.length} answers, ${again} again` }
}
