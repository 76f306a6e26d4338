import { domainError } from '../../platform/errors.ts'

export const accountNotFound = domainError('account-not-found', 'not-found')
export const accountNoteNotRead = domainError('account-note-not-read', 'invalid')
