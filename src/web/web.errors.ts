import { domainError } from '../platform/errors.ts'

export const roleRefused = domainError('web-role-refused', 'forbidden')
export const formExpired = domainError('web-form-expired', 'forbidden')
export const pageNotFound = domainError('web-page-not-found', 'not-found')
export const fileTooLarge = domainError('web-file-too-large', 'invalid')
export const fileMissing = domainError('web-file-missing', 'invalid')

/** Fastify turns it into a 429; it is no refusal of the domain and has no code of its own. */
export const tooManyRequests = (): Error => Object.assign(new Error('too many requests'), { statusCode: 429 })
