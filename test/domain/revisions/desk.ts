import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { createReferences } from '../../../src/domain/conversation/references.ts'
import { createCompose } from '../../../src/domain/deliveries/compose-delivery.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { sendReply } from '../../../src/domain/deliveries/send-reply.ts'
import { createPageLinks } from '../../../src/domain/reporters/page-links.ts'
import { type Recall, recallPublication } from '../../../src/domain/revisions/recall-publication.ts'
import { reviseMessages } from '../../../src/domain/revisions/revise-messages.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { createTexts } from '../../../src/texts.ts'
import { scriptedChannels } from '../../channel-script.ts'
import type { TestDatabase } from '../../database.ts'
import { monday, pressDesk } from '../../press-desk.ts'
import { revisingChannel } from '../../revising-channel.ts'

const { say } = createTexts()
const keyring = createKeyring('a key for tests only, long enough to be one')

/** The press desk with its real messages, on a Telegram whose messages can be changed and a Zalo whose cannot. */
export async function revisingDesk(database: TestDatabase) {
  const desk = await pressDesk(database)
  const { db, clock, organisationId, zalo, queue } = desk
  const telegram = revisingChannel(desk.telegram, () => clock.now())
  const writing = {
    say,
    references: createReferences(keyring),
    pageLinks: createPageLinks(keyring, 'https://desk.example'),
  }
  const base = { ...desk.deps, ...writing, keyring, channels: scriptedChannels(telegram, zalo) }
  const deps = { ...base, compose: createCompose(base) }
  const boss = { id: 'staff-approver', role: 'approver', organisationId } as const
  const work = () =>
    queue.drain({
      'send-delivery': (payload) => sendDelivery(deps, payload),
      'send-reply': (payload) => sendReply(deps, payload),
      'revise-messages': (payload) => reviseMessages(deps, payload),
    })
  const sweepOnce = () => sweep(deps, { processStartedAt: monday, alone: false })
  return {
    ...desk,
    deps,
    telegram,
    boss,
    work,
    sweepOnce,
    onTelegram: (name: string) => desk.addReporter({ name, chats: [{ on: telegram }] }),
    onZalo: (name: string, silentDays = 1) => desk.addReporter({ name, chats: [{ on: zalo, silentDays }] }),
    /** Sweeps and works until nothing waits, a little later each time. */
    async settle(rounds = 3) {
      for (let round = 0; round < rounds; round++) {
        await sweepOnce()
        await work()
        clock.advance(1_000)
      }
    },
    async send(publicationId: string) {
      const id = await startBroadcast(deps, { publicationId, organisationId, by: desk.staff('editor') })
      await work()
      await sweepOnce()
      return id
    },
    recall: (publicationId: string, given: Partial<Recall> = {}) =>
      recallPublication(deps, {
        ...{ publicationId, organisationId, reason: 'Sai số liệu', callOff: false, by: boss },
        ...given,
      }),
    steps: () => db.revisionStep.findMany({ orderBy: { id: 'asc' } }),
    async conference(days = 3) {
      const id = desk.newUuid()
      const at = clock.now()
      const startsAt = new Date(at.getTime() + days * 86_400_000)
      const answerBy = new Date(startsAt.getTime() - 86_400_000)
      const facts = { kind: 'Họp báo', title: 'Họp báo tháng 11', place: 'Hội trường', startsAt, answerBy }
      await db.conference.create({
        data: { id, organisationId, ...facts, createdBy: 'staff-editor', createdAt: at, updatedAt: at },
      })
      return id
    },
  }
}

export type RevisingDesk = Awaited<ReturnType<typeof revisingDesk>>
