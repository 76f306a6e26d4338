import { type ParsedUrlQuery, parse } from 'node:querystring'

/** The fields of a sent form. */
export const parseForm = (body: string): ParsedUrlQuery =>
  // No limit on their number: the body's own limit is one.
  parse(body.replaceAll('%00', '').replaceAll('\0', ''), '&', '=', { maxKeys: 0 })

/** A field as it can be stored: pasted text may bring NUL characters, which PostgreSQL takes nowhere. */
export const fieldText = (text: string): string => text.replaceAll('\0', '')

/** Room for the longest letter and the longest text of a bulletin in Vietnamese, where each letter takes up to nine bytes of a form. */
export const formBytes = 4 * 1_048_576

/** More than the longest letter that is read, so that one over it is refused as too long and never cut in silence. */
export const fieldBytes = 1_048_576
