import { shorten } from './shorten.ts'

const longestField = 100

/** A field of an approved template: never empty, never over its 100 characters. */
export const noticeField = (text: string | null): string => shorten(text ?? '', longestField) || '–'
