import type { Deps } from '../deps.ts'
import { openPhone } from './phone-number.ts'
import { findSealedBehind, isPhoneAddress } from './phones.repository.ts'

/** The number behind an address, opened for the moment of sending; undefined unless its owner's consent stands. */
export async function phoneBehind(
  { db, keyring }: Pick<Deps, 'db' | 'keyring'>,
  of: { readonly accountId: string; readonly address: string },
): Promise<string | undefined> {
  const sealed = isPhoneAddress(of.address) ? await findSealedBehind(db, of) : undefined
  return sealed === undefined ? undefined : openPhone(keyring, sealed)
}
