import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { findChatAddress, lockChat } from '../conversation/contacts.repository.ts'
import { plainMessage } from '../conversation/turn.ts'
import { writeReplies } from '../conversation/write-replies.ts'
import { queueReplies } from '../deliveries/queue-replies.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { addReporterWithin } from './add-reporter.ts'
import { bindContact } from './bind-contact.ts'
import type { GivenConsent } from './consent.ts'
import { clearChatState, findJoinRequest, type JoinRequest, settleJoinRequest } from './join-requests.repository.ts'
import { joinRequestDecided, joinRequestNotFound, joinRequestWithdrawn, reporterNotFound } from './reporters.errors.ts'
import { findReporterOf } from './reporters.repository.ts'
import { welcomeMessage } from './welcome-message.ts'

export type JoinDecision =
  | { readonly kind: 'existing'; readonly reporterId: string }
  | { readonly kind: 'new'; readonly outletId: string; readonly fullName?: string }
  | { readonly kind: 'refuse' }

export type DecideDeps = Pick<Deps, 'db' | 'clock' | 'keyring' | 'say' | 'references' | 'queue' | 'log'>

/** The desk takes somebody in, as a reporter of the roster or a new one, or refuses; the person is told in their chat. */
export async function decideJoinRequest(
  deps: DecideDeps,
  input: {
    readonly organisationId: string
    readonly id: string
    readonly decision: JoinDecision
    readonly by: string
  },
): Promise<{ readonly reporterId: string | null }> {
  const { organisationId, id, decision, by } = input
  const at = deps.clock.now()
  const { reporterId, written } = await inTransaction(deps.db, async (tx) => {
    const request = await findJoinRequest(tx, organisationId, id)
    if (!request) throw joinRequestNotFound()
    const { contactId, accountId } = request
    const chat = await findChatAddress(tx, contactId)
    if (chat) await lockChat(tx, chat.accountId, chat.address)
    const chosen = decision.kind === 'refuse' ? null : await takeIn(deps, tx, { ...input, request, decision })
    const state = chosen === null ? 'refused' : 'approved'
    const settled = { state, by, at, ...(chosen === null ? {} : { reporterId: chosen }) } as const
    if (!(await settleJoinRequest(tx, id, settled))) throw joinRequestDecided()
    await clearChatState(tx, contactId)
    const actor = `staff:${by}`
    const action = `join-request-${state}`
    await recordAudit(tx, { organisationId, at, actor, action, subject: `join-request:${id}` })
    const message =
      chosen === null
        ? await refusal(deps, tx, organisationId)
        : await welcomeMessage(tx, deps, { reporterId: chosen, contactId })
    return { reporterId: chosen, written: await writeReplies(tx, { contactId, accountId, at }, [{ message }]) }
  })
  await queueReplies(deps, written)
  return { reporterId }
}

async function takeIn(
  deps: DecideDeps,
  tx: Transaction,
  input: {
    readonly organisationId: string
    readonly by: string
    readonly request: JoinRequest & { readonly consent: GivenConsent | undefined }
    readonly decision: Exclude<JoinDecision, { kind: 'refuse' }>
  },
): Promise<string> {
  const { organisationId, by, request, decision } = input
  if (request.state !== 'waiting') throw joinRequestDecided()
  const { consent } = request
  if (!consent) throw joinRequestWithdrawn()
  if (decision.kind === 'existing' && !(await findReporterOf(tx, organisationId, decision.reporterId)))
    throw reporterNotFound()
  const { fullName: typed } = request
  const reporterId =
    decision.kind === 'existing'
      ? decision.reporterId
      : await addReporterWithin(tx, deps, {
          organisationId,
          by,
          outletId: decision.outletId,
          fullName: decision.fullName ?? typed,
        })
  const bound = await bindContact(tx, deps, { contactId: request.contactId, reporterId, consent })
  if (bound !== 'bound') throw joinRequestWithdrawn()
  return reporterId
}

async function refusal({ say }: Pick<Deps, 'say'>, tx: Transaction, organisationId: string) {
  const { name, settings } = await loadOrganisation(tx, organisationId)
  const paragraphs = [
    say('vi', 'reporters-join-refused', { organisation: name }),
    settings.deskContact === '' ? '' : say('vi', 'conversation-desk-contact', { contact: settings.deskContact }),
  ]
  return plainMessage({ paragraphs })
}
