import type { Deps } from '../deps.ts'
import { openPhone, phoneHash, sealPhone } from './phone-number.ts'
import { findUnhashedPhones, savePhone } from './phones.repository.ts'

/** Numbers that the desk entered before they had hashes get one, so that their owners are found by them; gives how many did. */
export async function hashOldNumbers({ db, keyring }: Pick<Deps, 'db' | 'keyring'>, limit = 200): Promise<number> {
  const found = await findUnhashedPhones(db, limit)
  for (const { id, phoneSealed } of found) {
    const number = openPhone(keyring, phoneSealed)
    if (number === undefined) continue
    await savePhone(db, id, { phoneSealed: sealPhone(keyring, number), phoneHash: phoneHash(keyring, number) })
  }
  return found.length
}
