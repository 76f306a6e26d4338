import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import type { PublicationLine, PublicationState } from '../../../domain/publications/publication.ts'
import type { Role, StaffMember } from '../../../domain/staff/staff.ts'
import { moment } from '../../moments.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { kindOf, titleOf } from '../publications/publication-words.ts'

const turns = {
  editor: ['draft'],
  approver: ['submitted'],
  clerk: ['approved'],
  administrator: [],
} as const satisfies Record<Role, readonly PublicationState[]>

/** Whose turn it is: each line is one thing to do, with the oldest first. */
export function waitingPanel(
  view: View,
  { role }: StaffMember,
  lines: readonly PublicationLine[],
  others: {
    readonly unsent: readonly PublicationLine[]
    /** Sendings that somebody asks to let go in spite of the hour. */
    readonly urgent: readonly Broadcast[]
    readonly joinRequests: number
  },
): Html {
  const { say } = view
  const { unsent, urgent, joinRequests } = others
  const states: readonly PublicationState[] = turns[role]
  const mine = lines.filter(({ state }) => states.includes(state)).toReversed()
  const item = (line: PublicationLine, todo: string) =>
    html`<li><a href="/publications/${line.id}"><span class="todo">${say(`pages-desk-todo-${todo}`)}</span><strong>${titleOf(view, line)}</strong><small class="soft">${kindOf(view, line)} · ${moment(view, line.updatedAt)}</small></a></li>`
  const items = [
    ...urgent.map(
      ({ id, urgentReason, urgentAt }) =>
        html`<li><a href="/broadcasts/${id}"><span class="todo">${say('pages-desk-todo-urgent')}</span><strong>${urgentReason ?? ''}</strong><small class="soft">${say('pages-desk-urgent')}${urgentAt ? html` · ${moment(view, urgentAt)}` : ''}</small></a></li>`,
    ),
    ...unsent.map((line) => item(line, 'send')),
    ...mine.map((line) => item(line, line.state)),
    ...(joinRequests > 0
      ? [
          html`<li><a href="/roster#join-requests"><span class="todo">${say('pages-desk-todo-join')}</span><strong>${say('pages-desk-join-requests', { count: joinRequests })}</strong></a></li>`,
        ]
      : []),
  ]
  const body = items.length > 0 ? html`<ul class="to-do-list">${items}</ul>` : emptyState(say('pages-desk-nothing'))
  return panel({ title: say('pages-desk-waiting'), class: 'waits' }, body)
}
