import { seal, unseal } from '../../platform/crypto.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { readSealedSecrets, replaceSealedSecrets } from './accounts.repository.ts'

type SecretDeps = { readonly db: Db } & Pick<Deps, 'keyring'>

/** The account's secrets as its channel wants them; throws when they were sealed with another key. */
export async function readSecrets(deps: SecretDeps, accountId: string): Promise<unknown> {
  const secrets = await keptSecrets(deps, accountId)
  if (secrets === undefined) throw new Error(`The secrets of account ${accountId} were sealed with another APP_KEY`)
  return secrets
}

/** The same, undefined when another key sealed them. */
export const keptSecrets = async (deps: SecretDeps, accountId: string): Promise<unknown> =>
  openSecrets(deps, await readSealedSecrets(deps.db, accountId))

/**
 * Changes the secrets in one step: `update` gets what is stored (undefined when another key sealed it) and gives what shall stand
 * there, undefined for no change. It runs again when somebody else was faster, so that neither a rotated token nor a key that was just replaced is ever lost.
 */
export async function changeSecrets(
  deps: SecretDeps,
  accountId: string,
  update: (stored: unknown) => unknown,
): Promise<void> {
  for (;;) {
    const before = await readSealedSecrets(deps.db, accountId)
    const changed = update(openSecrets(deps, before))
    if (changed === undefined) return
    if (await replaceSealedSecrets(deps.db, accountId, before, sealSecrets(deps, changed))) return
  }
}

export const sealSecrets = ({ keyring }: Pick<Deps, 'keyring'>, secrets: unknown): string =>
  seal(keyring, 'account', JSON.stringify(secrets))

function openSecrets({ keyring }: SecretDeps, sealed: string): unknown {
  const plain = unseal(keyring, 'account', sealed)
  return plain === undefined ? undefined : JSON.parse(plain)
}
