import { findChatsWithNotices } from '../../../domain/deliveries/unopened-notices.repository.ts'
import { isPhoneAddress } from '../../../domain/reporters/phones.repository.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { chatsOffered } from './continue-in-chat.ts'
import type { PageView } from './page-view.ts'

/** For whoever came by a notice whose tap never reached us: the chat in which the rest follows by itself, or the way into one. */
export async function chatOffer(deps: Pick<WebDeps, 'db' | 'channels'>, view: PageView): Promise<Html> {
  const { say, base, reporter } = view
  if (reporter.state !== 'active') return nothing
  const noticed = await findChatsWithNotices(deps.db, reporter.id)
  const chats = noticed.flatMap(({ accountId, address }) => {
    const channel = deps.channels.byAccount(accountId)
    return channel && view.knows(`page-chat-how-${channel.name}`) ? [{ channel, address }] : []
  })
  const own = chats.find(({ address }) => !isPhoneAddress(address))
  const url = own?.channel.chatLink?.()
  if (own && url !== undefined) {
    const channel = say(`page-channel-${own.channel.name}`)
    return card(
      view,
      html`<a class="button" href="${url}" rel="noopener noreferrer">${say('page-chat-open', { channel })}</a>`,
    )
  }
  // A notice to a number reaches people who may have no chat with the office yet.
  if (chats.length === 0 || own || (await chatsOffered(deps, view)).length === 0) return nothing
  return card(view, html`<a class="button" href="${base}/chat">${say('page-chat-link')}</a>`)
}

const card = ({ say }: PageView, way: Html): Html =>
  html`<section class="card ask" id="chat-offer"><h2>${say('page-chat-offer')}</h2><p>${say('page-chat-offer-what')}</p><p>${way}</p></section>`
