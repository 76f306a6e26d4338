import type { CarriedFile } from '../../src/channels/outgoing-message.ts'

/** What one part of this channel holds; only `send` opens it. */
export type ZaloPart =
  /** `plain` goes instead when this account may not send buttons. */
  | { readonly kind: 'cs'; readonly message: CsMessage; readonly plain?: string }
  | { readonly kind: 'asset'; readonly carrier: AssetCarrier; readonly file: CarriedFile }
  | { readonly kind: 'template'; readonly templateId: string; readonly data: Readonly<Record<string, string>> }

export type AssetCarrier = 'file' | 'image'

/** `message` of /v3.0/oa/message/cs. */
export type CsMessage = { readonly text?: string; readonly attachment?: CsAttachment }

type CsAttachment =
  | { readonly type: 'file'; readonly payload: { readonly token: string } }
  /** No `template_type` beside buttons: with it the API answers -201. */
  | { readonly type: 'template'; readonly payload: { readonly buttons: readonly ZaloButton[] } }
  | {
      readonly type: 'template'
      readonly payload: {
        readonly template_type: 'media'
        readonly elements: readonly { readonly media_type: 'image'; readonly attachment_id: string }[]
      }
    }

export type ZaloButton =
  | { readonly title: string; readonly type: 'oa.query.hide'; readonly payload: string }
  | { readonly title: string; readonly type: 'oa.open.url'; readonly payload: { readonly url: string } }
