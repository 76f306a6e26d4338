import { domainError } from '../../platform/errors.ts'

export const organisationNotFound = domainError('organisation-not-found', 'not-found')
export const otherOrganisation = domainError('other-organisation', 'forbidden')
export const notForThisRole = domainError('not-for-this-role', 'forbidden')
/** `line`: counted from 1. */
export const calendarLineUnreadable = domainError('calendar-line-unreadable', 'invalid')
export const calendarYearInvalid = domainError('calendar-year-invalid', 'invalid')
export const settingsInvalid = domainError('settings-invalid', 'invalid')
