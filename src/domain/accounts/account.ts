/** A bot or an Official Account of an organisation, without its secrets. */
export type ChannelAccount = {
  readonly id: string
  readonly organisationId: string
  readonly channel: string
  readonly name: string
  /** The platform's own id of it. */
  readonly externalId: string
  /** Checked by the channel's own config.ts. */
  readonly settings: unknown
  readonly state: AccountState
  readonly stateReason: string | null
}

/** `alarm`: stopped by a refusal that only the administrator can mend. */
export type AccountState = 'off' | 'on' | 'alarm'
