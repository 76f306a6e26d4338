/** What a reporter's tap or message refers to; whoever speaks of it has received it. */
export type Evidence = {
  readonly reporterId: string
  readonly at: Date
} & ({ readonly deliveryId: string } | { readonly publicationId: string } | { readonly conferenceId: string })
