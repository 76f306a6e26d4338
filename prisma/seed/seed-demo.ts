import { type AccountSeed, keepAccount } from '../../src/domain/accounts/keep-account.ts'
import type { Deps } from '../../src/domain/deps.ts'
import { changeSettings } from '../../src/domain/organisations/change-settings.ts'
import { listStaff } from '../../src/domain/staff/list-staff.ts'
import { demoContact } from './demo-people.ts'
import { type DemoPlatform, demoPlatform, demoZaloSettings } from './demo-platform.ts'
import { seedPublications } from './seed-publications.ts'
import { seedRoster } from './seed-roster.ts'
import { seedStaff } from './seed-staff.ts'

/** Fills an organisation that has no staff yet; gives what the stand-ins must be told, or undefined when nothing was to do. */
export async function seedDemo(
  deps: Deps,
  organisationId: string,
  mail: AccountSeed,
): Promise<DemoPlatform | undefined> {
  if ((await listStaff(deps, organisationId)).length > 0) return undefined
  const platform = demoPlatform()
  const accounts = {
    ...(await seedAccounts(deps, organisationId, platform)),
    email: await keepAccount(deps, organisationId, mail),
  }
  const staff = await seedStaff(deps, organisationId)
  await changeSettings(deps, { organisationId, settings: demoSettings, by: staff.administrator })
  await seedRoster(deps, { organisationId, accounts, editor: staff.editor })
  await seedPublications(deps, organisationId, staff)
  return platform
}

/** Whoever tries it out at any hour, anywhere, sees what they send arrive, and how it could have been called back before. */
const demoSettings = {
  deskContact: demoContact,
  quietHours: { from: '00:00', to: '00:00' },
  abortWindowSeconds: 10,
}

async function seedAccounts(deps: Deps, organisationId: string, { telegram, zalo }: DemoPlatform) {
  const { appId, appSecret, oaSecret, refreshToken: seedRefreshToken } = zalo
  return {
    telegram: await keepAccount(deps, organisationId, {
      channel: 'telegram',
      name: telegram.name,
      externalId: telegram.token.split(':')[0] ?? '',
      secrets: { token: telegram.token },
      settings: {},
      on: true,
    }),
    zalo: await keepAccount(deps, organisationId, {
      channel: 'zalo',
      name: zalo.name,
      externalId: zalo.oaId,
      secrets: { appId, appSecret, oaSecret, seedRefreshToken },
      settings: demoZaloSettings,
      on: true,
    }),
  }
}
