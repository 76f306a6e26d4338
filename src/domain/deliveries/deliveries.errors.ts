import { domainError } from '../../platform/errors.ts'

export const deliveryNotFound = domainError('delivery-not-found', 'not-found')
export const deliveryNotUnknown = domainError('delivery-not-unknown', 'conflict')
