import type { FileRefusal } from '../domain/files/file.ts'
import { allowedExtensions } from '../domain/files/file-kind.ts'
import type { View } from './view.ts'

/** Why a file was not taken, as a sentence. */
export const fileRefusal = ({ say }: View, limitBytes: number, name: string, { refused }: FileRefusal): string =>
  say(`files-refused-${refused}`, {
    name,
    limitMb: Math.floor(limitBytes / 1_048_576),
    allowed: allowedExtensions.join(', '),
  })
