import { readDocx } from '../letters/read-docx.ts'
import { bearsSecrecyStamp } from '../letters/secrecy.ts'

/** Whether a file that we can read as text carries a secrecy stamp; what we cannot read counts as without. */
export async function carriesSecretStamp(extension: string, bytes: Uint8Array): Promise<boolean> {
  if (extension === 'txt') return bearsSecrecyStamp(decode(bytes))
  if (extension !== 'docx') return false
  const read = await readDocx(bytes)
  return 'text' in read && bearsSecrecyStamp(read.text)
}

function decode(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
