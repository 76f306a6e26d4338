import type { CarriedFile } from '../../src/channels/outgoing-message.ts'

/** What one call to the Bot API carries. JSON-safe, since parts of replies are stored. */
export type TelegramPart =
  | {
      readonly kind: 'text'
      readonly html: string
      readonly rows: readonly (readonly TelegramButton[])[]
      /** The label under which the person is asked for their phone number; then there are no rows. */
      readonly askPhone?: string
    }
  | { readonly kind: 'document'; readonly file: CarriedFile }
  /** 2-10 files. */
  | { readonly kind: 'album'; readonly files: readonly CarriedFile[] }

export type TelegramButton = {
  readonly text: string
  readonly style?: 'primary' | 'danger' | 'success'
} & (
  | { readonly callback_data: string }
  | { readonly url: string }
  | { readonly disabled: Readonly<Record<string, never>> }
)
