import { join } from 'node:path'
import { request } from 'undici'
import type { PlatformRoots } from '../../bots/registry.ts'
import { createSandbox } from '../../bots/sandbox/sandbox.ts'
import { demoMail, demoMailboxes } from '../../prisma/seed/demo-mail.ts'
import { demoOrganisation, demoOutlets, demoPassword, demoStaff } from '../../prisma/seed/demo-people.ts'
import { demoPlatform, demoPlatformPeople } from '../../prisma/seed/demo-platform.ts'
import { seedDemo } from '../../prisma/seed/seed-demo.ts'
import type { Config } from '../config.ts'
import { keepAccount } from '../domain/accounts/keep-account.ts'
import type { Deps } from '../domain/deps.ts'
import type { MovableClock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { consentPath } from '../web/pages/accounts/connect-account.ts'
import type { Demo as WebDemo } from '../web/web-deps.ts'
import { sandboxRoots } from './platform-roots.ts'

/** The stand-ins of the platforms inside the demo's own server, and the people that come with them. */
export type Demo = {
  readonly organisation: { readonly name: string; readonly shortName: string }
  readonly web: WebDemo
  /** Where the stand-ins answer once the server listens at `address`. */
  roots(address: string): PlatformRoots
  /** Tells the stand-ins where to call back, and fills an empty department. */
  prepare(deps: Deps, organisationId: string, address: string): Promise<void>
  close(): void
}

export function openDemo({
  config,
  clock,
  log,
}: {
  readonly config: Config
  readonly clock: MovableClock
  readonly log: Logger
}): Demo {
  const sandbox = createSandbox({ stateFile: join(config.dataDir, 'sandbox.sqlite'), clock, log })
  return {
    organisation: demoOrganisation,
    web: { accounts: demoStaff.map((person) => ({ ...person, password: demoPassword })), sandbox: sandbox.routes },
    roots: sandboxRoots,
    async prepare(deps, organisationId, address) {
      const control = controlAt(`${address}/sandbox/control`)
      const mail = demoMail(deps.keyring, await sandbox.email.listen())
      await control('/email/accounts', mail.account)
      const fresh = await seedDemo(deps, organisationId, mail.seed)
      if (!fresh) await keepAccount(deps, organisationId, mail.seed)
      if (fresh) {
        await control('/telegram/bots', fresh.telegram)
        await control('/zalo/oas', fresh.zalo)
        const outletName = (key: string) => demoOutlets.find((outlet) => outlet.key === key)?.name ?? ''
        for (const [path, body] of [...demoPlatformPeople(outletName), ...demoMailboxes()]) await control(path, body)
      }
      await control('/zalo/webhook', { url: `${address}/webhooks/zalo` })
      // Zalo's console keeps it to the letter, and the port may be another one than at the last start.
      const callbacks = [`${config.publicUrl}${consentPath}`]
      await control(`/zalo/oas/${demoPlatform().zalo.oaId}/state`, { callbacks }).catch((error: unknown) =>
        log.warn({ err: error }, 'the stand-in knows no Official Account of the demo'),
      )
    },
    close: () => sandbox.close(),
  }
}

/** The sandbox's own control surface, as tests and the phones page use it. */
const controlAt = (base: string) => async (path: string, body: unknown) => {
  const answer = await request(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200)
    throw new Error(`The sandbox refused ${path}: ${answer.statusCode} ${text.slice(0, 300)}`)
}
