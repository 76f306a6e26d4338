import { domainError } from '../../platform/errors.ts'

export const organisationNotFound = domainError('organisation-not-found', 'not-found')
export const otherOrganisation = domainError('other-organisation', 'forbidden')
export const notForThisRole = domainError('not-for-this-role', 'forbidden')
export const settingsInvalid = domainError('settings-invalid', 'invalid')
