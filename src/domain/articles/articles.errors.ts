import { domainError } from '../../platform/errors.ts'

export const articleNotYours = domainError('article-not-yours', 'forbidden')
export const articleNoSuchTheme = domainError('article-no-such-theme', 'invalid')
export const articleReporterUnknown = domainError('article-reporter-unknown', 'not-found')
