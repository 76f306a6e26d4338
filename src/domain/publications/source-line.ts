import type { Locale, Say } from '../../texts.ts'
import { dateInFigures } from '../organisations/office-time.ts'

/** "Số 12/TB-SVHTT, ngày 20/11/2026": what makes a message verifiable beside its issuer; "" when the office gave neither. */
export function sourceLine(
  say: Say,
  locale: Locale,
  source: { readonly documentNumber: string | null; readonly issuedOn: Date | null },
): string {
  const number = source.documentNumber
  const date = source.issuedOn && dateInFigures(source.issuedOn)
  if (number && date) return say(locale, 'publications-number-and-date', { number, date })
  if (number) return say(locale, 'publications-number', { number })
  return date ? say(locale, 'publications-date', { date }) : ''
}
