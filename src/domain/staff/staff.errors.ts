import { domainError } from '../../platform/errors.ts'

export const staffEmailTaken = domainError('staff-email-taken', 'conflict')
export const staffNotFound = domainError('staff-not-found', 'not-found')
export const staffCannotDisableSelf = domainError('staff-cannot-disable-self', 'conflict')
