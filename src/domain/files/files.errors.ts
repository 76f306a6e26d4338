import { domainError } from '../../platform/errors.ts'

export const fileNotFound = domainError('file-not-found', 'not-found')
