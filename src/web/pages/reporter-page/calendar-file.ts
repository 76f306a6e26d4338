import type { AnnouncedConference } from '../../../domain/conferences/conferences.repository.ts'

/** One event as iCalendar (RFC 5545), in UTC; the same id each time, so that a moved conference replaces the earlier entry. */
export function calendarFile(
  { conference, issuer }: Pick<AnnouncedConference, 'conference' | 'issuer'>,
  now: Date,
): string {
  const { id, title, startsAt, place, agenda, contact, cancelledAt } = conference
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Giao Ban//Giao Ban//VI',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${id}@giao-ban`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(startsAt)}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(place)}`,
    `DESCRIPTION:${escaped([issuer, agenda.trim(), contact].filter(Boolean).join('\n'))}`,
    `STATUS:${cancelledAt ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

const stamp = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** At most 75 bytes to a line, never through the middle of a letter. */
function folded(line: string): string {
  const rows: string[] = []
  let row = ''
  for (const letter of line) {
    if (Buffer.byteLength(row + letter) > 75) {
      rows.push(row)
      row = ' '
    }
    row += letter
  }
  return [...rows, row].join('\r\n')
}
