import type { Button } from '../../channels/outgoing-message.ts'
import type { Locale, Say } from '../../texts.ts'
import type { Deps } from '../deps.ts'
import type { Recipient } from '../publications/recipients.repository.ts'
import { type CurrentAnswer, typedAnswers } from './conference.ts'

/** The four answers as buttons of one chat. */
export function answerButtons(
  deps: Pick<Deps, 'say' | 'references'>,
  { contactId, locale }: Pick<Recipient, 'contactId' | 'locale'>,
  conferenceId: string,
): readonly Button[] {
  const button = (verb: keyof typeof typedAnswers) => ({
    label: deps.say(locale, `conferences-button-${verb}`),
    reference: deps.references.make(contactId, { verb, id: conferenceId }),
  })
  return [
    { ...button('accept'), style: 'success' },
    { ...button('decline'), style: 'danger' },
    button('name-other'),
    button('answer-later'),
  ]
}

/** What to type instead of tapping. */
export const answerHint = (say: Say, locale: Locale): string =>
  say(locale, 'conferences-hint', {
    accept: typedAnswers.accept,
    decline: typedAnswers.decline,
    other: typedAnswers['name-other'],
    later: typedAnswers['answer-later'],
  })

/** The answer as it stands now, in a sentence. */
export const answerLine = (say: Say, locale: Locale, { answer, named }: CurrentAnswer): string =>
  say(locale, `conferences-answer-${answer}`, { named: named ?? '' })
