import { constantTimeEqual, type Keyring, sign } from '../../platform/crypto.ts'
import { longId, shortId } from '../../platform/ids.ts'

/** What a deep link to one invitation carries: 39 of the 64 letters that a start parameter may have. */
export function invitationParameter(keyring: Keyring, invitationId: string): string {
  const short = shortId(invitationId)
  return `inv-${short}-${proofOf(keyring, short)}`
}

/** The invitation that a parameter of ours stands for; undefined for anything else. It says whose it is, and opens nothing to others. */
export function readInvitationParameter(keyring: Keyring, parameter: string): string | undefined {
  const match = /^inv-([\w-]{22})-([\w-]{12})$/.exec(parameter)
  const [, short = '', proof = ''] = match ?? []
  if (!match || !constantTimeEqual(proof, proofOf(keyring, short))) return undefined
  return longId(short)
}

const proofOf = (keyring: Keyring, short: string): string =>
  sign(keyring, 'invitation-link', short, 9).toString('base64url')
