import { domainError } from '../../platform/errors.ts'

export const conferenceNotFound = domainError('conference-not-found', 'not-found')
export const conferenceInvalid = domainError('conference-invalid', 'invalid')
export const conferenceTimes = domainError('conference-times', 'invalid')
export const conferenceNotMoved = domainError('conference-not-moved', 'invalid')
export const conferenceAlreadyInvited = domainError('conference-already-invited', 'conflict')
/** `deadline` in figures, office time. */
export const conferenceClosed = domainError('conference-closed', 'conflict')
export const conferenceCancelled = domainError('conference-cancelled', 'conflict')
export const invitationNotFound = domainError('invitation-not-found', 'not-found')
export const nameMissing = domainError('rsvp-name-missing', 'invalid')
