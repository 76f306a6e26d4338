import type { ChannelPorts, Finding } from '../../src/channels/channel.ts'
import type { AccountNotes, KeptNotes } from './account-notes.ts'
import type { ApiResult, ZaloApi } from './api.ts'
import { packed } from './chat-rows.ts'
import type { ZaloSettings } from './config.ts'
import { examineTemplates } from './examine-templates.ts'
import { getOa, isSmallPackage, type OfficialAccount, officialAccountOf } from './health.ts'
import { noteFindings } from './note-findings.ts'
import { askPackageQuota } from './package-quota.ts'

export type Examined = {
  readonly api: ZaloApi
  readonly ports: Pick<ChannelPorts, 'clock'>
  readonly settings: ZaloSettings
  readonly notes: Pick<AccountNotes, 'read' | 'quota'>
  /** How the consent of the Official Account stands. */
  readonly consent: Finding
}

/** The doctor's table. That `getoa` answers proves little: it does so for accounts that may send nothing. */
export async function examineZalo(examined: Examined): Promise<readonly Finding[]> {
  const { api, ports, settings, notes, consent } = examined
  const answer = await getOa(api)
  const oa = answer.kind === 'done' ? officialAccountOf(answer.data) : undefined
  if (answer.kind === 'failed') {
    const { code = answer.meaning.kind } = answer.facts
    // Without a consent nothing was asked: that says it all.
    const told = consent.code === 'consent-missing' ? [consent] : [consent, unanswered(answer, code)]
    return [...told, ...noteFindings(await notes.read(), settings, ports.clock.now())]
  }
  const permissions = [await askPermission(api, 'users'), await askPermission(api, 'messages')]
  await askPackageQuota(api, notes)
  const kept = await notes.read()
  return [
    consent,
    { code: 'connected', state: 'ok', values: { name: oa?.name || '–', id: oa?.oaId ?? '–' } },
    ...(oa ? accountFindings(oa, ports.clock.now()) : []),
    ...sendingFinding(kept),
    ...permissions,
    ...(await examineTemplates(api, settings)),
    ...noteFindings(kept, settings, ports.clock.now()),
  ]
}

const unanswered = ({ meaning }: Extract<ApiResult, { kind: 'failed' }>, code: string): Finding =>
  meaning.kind === 'throttled'
    ? { code: 'busy', state: 'note' }
    : { code: 'not-connected', state: 'failing', values: { answer: code } }

function accountFindings(oa: OfficialAccount, now: Date): readonly Finding[] {
  const { packageName, verified, paidUntil, cloudAccount } = oa
  const days = daysUntil(paidUntil, now)
  return [
    packageName === ''
      ? { code: 'package-unknown', state: 'note' }
      : isSmallPackage(packageName)
        ? { code: 'package-too-small', state: 'failing', values: { package: packageName } }
        : { code: 'package', state: 'ok', values: { package: packageName } },
    ...(days !== undefined && days <= endsSoonDays
      ? [{ code: 'package-ends', state: 'warning', values: { day: paidUntil, days: Math.max(0, days) } } as const]
      : []),
    ...(verified === undefined
      ? []
      : [
          verified
            ? ({ code: 'verified', state: 'ok' } as const)
            : ({ code: 'not-verified', state: 'failing' } as const),
        ]),
    ...(cloudAccount === false ? [{ code: 'no-cloud-account', state: 'warning' } as const] : []),
  ]
}

const endsSoonDays = 30

function daysUntil(written: string, now: Date): number | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(written) ?? []
  if (day === undefined) return undefined
  return Math.ceil((Date.UTC(Number(year), Number(month) - 1, Number(day)) - now.getTime()) / 86_400_000)
}

/** Connected, and yet the last sending was refused for the account's sake. */
function sendingFinding({ cannotSend }: KeptNotes): readonly Finding[] {
  if (!cannotSend) return [{ code: 'can-send', state: 'ok' }]
  const { code } = cannotSend
  return [
    code === '-224'
      ? { code: 'connected-cannot-send', state: 'failing', values: { answer: code } }
      : { code: 'refused-last', state: 'failing', values: { answer: code } },
  ]
}

const harmless = {
  users: packed('/v3.0/oa/user/getlist', { offset: 0, count: 1 }),
  messages: packed('/v2.0/oa/listrecentchat', { offset: 0, count: 1 }),
} as const

/** Whether a group of permissions is ticked shows only in a call that needs it. */
async function askPermission(api: ZaloApi, group: keyof typeof harmless): Promise<Finding> {
  const result = await api({ method: 'GET', root: 'api', path: harmless[group], urgency: 'answer' })
  const code = result.facts.code ?? ''
  if (result.kind === 'done') return { code: `permission-${group}`, state: 'ok' }
  if (code === '-223' || code === '-212')
    return { code: `permission-${group}-missing`, state: 'failing', values: { answer: code } }
  return { code: `permission-${group}-unknown`, state: 'note', values: { answer: code } }
}
