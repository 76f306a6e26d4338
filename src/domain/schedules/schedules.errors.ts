import { domainError } from '../../platform/errors.ts'

export const scheduleNotFound = domainError('schedule-not-found', 'not-found')
/** Its publication waits for a moment already; one at a time. */
export const publicationScheduled = domainError('publication-scheduled', 'conflict')
export const scheduleInvalid = domainError('schedule-invalid', 'invalid')
export const scheduleInPast = domainError('schedule-in-past', 'invalid')
export const scheduleTooFar = domainError('schedule-too-far', 'invalid')
/** Another one has gone out in its publication's place. */
export const publicationCorrected = domainError('publication-corrected', 'conflict')
/** It ends before its first moment. */
export const scheduleNever = domainError('schedule-never', 'invalid')
/** Its last moment has come: there is nothing left to call off. */
export const scheduleOver = domainError('schedule-over', 'conflict')
