import { invitationChats } from '../../../domain/conferences/invitation-ways.ts'
import { findInvitation } from '../../../domain/conferences/invitations.repository.ts'
import { findBoundAccounts } from '../../../domain/reporters/joining.repository.ts'
import { qrCode } from '../../qr.ts'
import { type Html, html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import type { PageView } from './page-view.ts'

/** This invitation on another device: in the person's own chat where a link can say which, and this very page in any case. */
export async function invitationWays(deps: WebDeps, view: PageView, conferenceId: string): Promise<Html> {
  const { say, reporter, base } = view
  const invitation = await findInvitation(deps.db, conferenceId, reporter.id)
  const accountIds = await findBoundAccounts(deps.db, reporter.id)
  const chats = invitation ? invitationChats(deps, accountIds, invitation.id) : []
  const ways = await Promise.all(
    chats.map(async ({ channel, url }) => {
      const label = say('page-ways-chat', { channel: say(`page-channel-${channel}`) })
      return html`<li>${await qrCode(url, label)}<a class="button plain" href="${url}" rel="noopener noreferrer">${label}</a></li>`
    }),
  )
  const page = await qrCode(
    `${deps.publicUrl.replace(/\/$/, '')}${base}/conferences/${conferenceId}`,
    say('page-ways-page'),
  )
  return html`<details class="card record" id="ways"><summary><span>${say('page-ways')}</span></summary><p class="soft">${say('page-ways-own')}</p><ul class="plain-list codes">${ways}<li>${page}</li></ul></details>`
}
