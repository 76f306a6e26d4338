import { sayMoment } from '../organisations/office-time.ts'
import { contactLine } from './contact-line.ts'
import { countHeld } from './held-data.repository.ts'
import { type Answer, answer, type MemberTurn, plainMessage } from './turn.ts'

/** What is held about a person, told to that person alone. */
export async function tellMyData(turn: MemberTurn): Promise<Answer> {
  const { tx, reporter, contactId, t, deps, organisation } = turn
  const held = await countHeld(tx, reporter.id, contactId)
  const { fullName, outlet, locale } = reporter
  const items = [
    t('conversation-my-data-name', { name: fullName, outlet: outlet.name }),
    t('conversation-my-data-chats', { channels: held.channels.map(asName).join(', ') }),
    ...held.emails.map((email) => t('conversation-my-data-email', { email })),
    ...(held.hasPhone ? [t('conversation-my-data-phone')] : []),
    ...(held.consentedAt
      ? [t('conversation-my-data-consent', { at: sayMoment(deps.say, locale, held.consentedAt, deps.timeZone) })]
      : []),
    t('conversation-my-data-answers', { answers: held.answers, links: held.links }),
  ]
  const message = plainMessage({
    heading: t('conversation-my-data-heading', { organisation: organisation.name }),
    paragraphs: [],
    more: [
      { kind: 'points', items },
      { kind: 'paragraph', text: t('conversation-my-data-erase') },
    ],
    hint: [contactLine(deps.say, locale, organisation.settings.deskContact), t('conversation-my-data-hint')]
      .filter(Boolean)
      .join('\n'),
  })
  return answer(turn, [message])
}

/** A channel is called as its platform, and a platform's name begins with a capital letter. */
const asName = (channel: string): string => `${channel.charAt(0).toUpperCase()}${channel.slice(1)}`
