import { domainError } from '../../platform/errors.ts'

export const accountNotFound = domainError('account-not-found', 'not-found')
export const accountTaken = domainError('account-taken', 'conflict')
export const accountOtherBot = domainError('account-other-bot', 'invalid')
export const accountSettingsWrong = domainError('account-settings-wrong', 'invalid')
export const accountKeysWrong = domainError('account-keys-wrong', 'invalid')
export const accountTakesNoConsent = domainError('account-takes-no-consent', 'invalid')
export const accountKeysMissing = domainError('account-keys-missing', 'invalid')
export const accountNoteNotRead = domainError('account-note-not-read', 'invalid')
