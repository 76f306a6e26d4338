import type { CarriedFile } from '../../src/channels/outgoing-message.ts'

/** What one call to the Bot API carries. JSON-safe, since parts of replies are stored. */
export type TelegramPart =
  | { readonly kind: 'text'; readonly html: string; readonly rows: readonly (readonly TelegramButton[])[] }
  | { readonly kind: 'document'; readonly file: CarriedFile }
  /** 2-10 files. */
  | { readonly kind: 'album'; readonly files: readonly CarriedFile[] }

export type TelegramButton = {
  readonly text: string
  readonly style?: 'primary' | 'danger' | 'success'
} & ({ readonly callback_data: string } | { readonly url: string })
