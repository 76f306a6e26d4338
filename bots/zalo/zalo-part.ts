import type { CarriedFile } from '../../src/channels/outgoing-message.ts'

/** What one part of this channel holds; only `send` opens it. */
export type ZaloPart =
  /** `plain` goes instead when Zalo does not take buttons, a list or a card from this account. */
  | { readonly kind: 'cs'; readonly message: CsMessage; readonly plain?: string }
  | { readonly kind: 'asset'; readonly carrier: AssetCarrier; readonly file: CarriedFile }
  | {
      readonly kind: 'template'
      readonly templateId: string
      readonly data: Readonly<Record<string, string>>
      /** Our own name of the notice, where it goes to a phone number. */
      readonly trackingId: string
    }

export type AssetCarrier = 'file' | 'image' | 'gif'

/** `message` of /v3.0/oa/message/cs. https://docs.zaloplatforms.com/docs/OA, October 2026 */
export type CsMessage = { readonly text?: string; readonly attachment?: CsAttachment }

type CsAttachment =
  | { readonly type: 'file'; readonly payload: { readonly token: string } | { readonly attachment_id: string } }
  | { readonly type: 'template'; readonly payload: CsTemplate }

export type CsTemplate =
  /** No `template_type` beside buttons: with it the API answers -201. */
  | { readonly buttons: readonly ZaloButton[] }
  | { readonly template_type: 'media'; readonly elements: readonly [MediaElement] }
  | {
      readonly template_type: 'list'
      readonly elements: readonly ListElement[]
      readonly buttons?: readonly ZaloButton[]
    }
  | { readonly template_type: 'request_user_info'; readonly elements: readonly [ContactCard] }

type MediaElement =
  | { readonly media_type: 'image'; readonly attachment_id: string }
  | {
      readonly media_type: 'gif'
      readonly attachment_id: string
      readonly width: number
      readonly height: number
    }

export type ListElement = {
  readonly title: string
  readonly subtitle?: string
  readonly default_action?: { readonly type: 'oa.open.url'; readonly url: string }
}

type ContactCard = { readonly title: string; readonly subtitle: string; readonly image_url: string }

export type ZaloAction =
  | { readonly type: 'oa.query.hide'; readonly payload: string }
  | { readonly type: 'oa.open.url'; readonly payload: { readonly url: string } }
export type ZaloButton = { readonly title: string } & ZaloAction
