import type { Locale, Say } from '../../texts.ts'

/** Whom to ask at the desk; nothing when the office has not said. */
export const contactLine = (say: Say, locale: Locale, deskContact: string): string =>
  deskContact === '' ? '' : say(locale, 'conversation-desk-contact', { contact: deskContact })
