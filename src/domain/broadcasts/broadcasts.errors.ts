import { domainError } from '../../platform/errors.ts'

export const broadcastNotFound = domainError('broadcast-not-found', 'not-found')
/** An earlier sending of the same publication is not finished yet. */
export const broadcastUnderWay = domainError('broadcast-under-way', 'conflict')
/** Nobody gets the same publication twice by a second press of the button. */
export const publicationSentBefore = domainError('publication-sent-before', 'conflict')
export const broadcastOver = domainError('broadcast-over', 'conflict')
export const broadcastNotStopped = domainError('broadcast-not-stopped', 'conflict')
