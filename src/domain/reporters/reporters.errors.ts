import { domainError } from '../../platform/errors.ts'

export const reporterNotFound = domainError('reporter-not-found', 'not-found')
export const reporterLeft = domainError('reporter-left', 'conflict')
export const reporterInvalid = domainError('reporter-invalid', 'invalid')
export const phoneInvalid = domainError('phone-invalid', 'invalid')
/** No account is on that could write to a number. */
export const phoneNowhere = domainError('phone-nowhere', 'conflict')
export const outletNotFound = domainError('outlet-not-found', 'not-found')
export const outletInvalid = domainError('outlet-invalid', 'invalid')
export const outletNameTaken = domainError('outlet-name-taken', 'conflict')
export const joinRequestNotFound = domainError('join-request-not-found', 'not-found')
export const joinRequestDecided = domainError('join-request-decided', 'conflict')
export const joinRequestWithdrawn = domainError('join-request-withdrawn', 'conflict')
export const emailInvalid = domainError('email-invalid', 'invalid')
/** No mail account is on. */
export const emailOff = domainError('email-off', 'conflict')
export const emailTaken = domainError('email-taken', 'conflict')
export const emailTooOften = domainError('email-too-often', 'conflict')
export const emailLinkBroken = domainError('email-link-broken', 'not-found')
export const emailNotFound = domainError('email-not-found', 'not-found')
export const officeInvalid = domainError('office-invalid', 'invalid')
