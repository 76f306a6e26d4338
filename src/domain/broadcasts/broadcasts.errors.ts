import { domainError } from '../../platform/errors.ts'

export const broadcastNotFound = domainError('broadcast-not-found', 'not-found')
/** An earlier sending of the same publication is not finished yet. */
export const broadcastUnderWay = domainError('broadcast-under-way', 'conflict')
/** Nobody gets the same publication twice by a second press of the button. */
export const publicationSentBefore = domainError('publication-sent-before', 'conflict')
export const broadcastOver = domainError('broadcast-over', 'conflict')
/** What was cancelled is not tried again: it is sent anew, or not at all. */
export const broadcastCancelled = domainError('broadcast-cancelled', 'conflict')
/** Reporters have got what puts it right. */
export const publicationReplaced = domainError('publication-replaced', 'conflict')
export const urgencyWithoutReason = domainError('urgency-without-reason', 'invalid')
export const urgencyNotNeeded = domainError('urgency-not-needed', 'conflict')
export const urgencyNotAsked = domainError('urgency-not-asked', 'conflict')
/** Two people let it go, whatever roles one of them has. */
export const urgencyByOnePerson = domainError('urgency-by-one-person', 'forbidden')
