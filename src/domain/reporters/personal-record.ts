import type { RsvpAnswer } from '../conferences/conference.ts'
import type { DeliveryState } from '../deliveries/delivery.ts'
import type { ReporterChat } from './reporter.ts'

/** All that is held about one reporter, for that reporter's own eyes. */
export type PersonalRecord = {
  readonly email: string | null
  readonly phoneSealed: string | null
  readonly phoneConsentAt: Date | null
  readonly createdAt: Date
  readonly chats: readonly (ReporterChat & { readonly displayName: string | null })[]
  readonly consents: readonly HeldConsent[]
  readonly answers: readonly HeldAnswer[]
  readonly messages: readonly HeldMessage[]
}

export type HeldConsent = {
  readonly text: string
  readonly way: string
  readonly givenAt: Date
  readonly withdrawnAt: Date | null
}

/** Each answer as it was given, also those that were changed later. */
export type HeldAnswer = {
  readonly conference: string
  readonly answer: RsvpAnswer
  readonly named: string | null
  readonly at: Date
  readonly via: string
}

export type HeldMessage = {
  readonly title: string
  readonly kind: 'publication' | 'reminder' | 'recall'
  readonly surface: string | null
  readonly state: DeliveryState
  readonly at: Date
}
