import type { Finding } from '../../src/channels/channel.ts'
import type { KeptNotes } from './account-notes.ts'
import type { ZaloSettings } from './config.ts'
import { vietnamMoment } from './vietnam-time.ts'

/** What the account was remembered for: signs of life, allowances, charges, uploads. */
export function noteFindings(kept: KeptNotes, settings: ZaloSettings, now: Date): readonly Finding[] {
  return [
    webhookFinding(kept, now),
    ...rateFindings(kept, settings),
    ...quotaFindings(kept),
    ...monthFindings(kept),
    ...buttonFindings(kept, settings),
  ]
}

/** So long a silence is odd where people follow the account. */
const silentDays = 3

function webhookFinding({ heardAt }: KeptNotes, now: Date): Finding {
  if (heardAt === undefined) return { code: 'webhook-never', state: 'warning' }
  const days = Math.floor((now.getTime() - Date.parse(heardAt)) / 86_400_000)
  const moment = vietnamMoment(new Date(heardAt))
  if (days >= silentDays) return { code: 'webhook-silent', state: 'note', values: { moment, days } }
  return { code: 'webhook', state: 'ok', values: { moment } }
}

function rateFindings({ rate }: KeptNotes, { requestsPerMinute }: ZaloSettings): readonly Finding[] {
  if (!rate) return []
  const { limit, remain } = rate
  if (limit > requestsPerMinute)
    return [{ code: 'rate-setting-low', state: 'note', values: { limit, setting: requestsPerMinute } }]
  return [{ code: 'rate', state: 'ok', values: { limit, remain, moment: vietnamMoment(new Date(rate.at)) } }]
}

function quotaFindings({ quotas = {} }: KeptNotes): readonly Finding[] {
  return shown.flatMap((type): Finding[] => {
    const quota = quotas[type]
    if (quota?.remain === undefined) return []
    const values = { type, remain: quota.remain, moment: vietnamMoment(new Date(quota.at)) }
    if (quota.remain === 0) return [{ code: 'quota-used-up', state: 'warning', values }]
    return [{ code: 'quota', state: 'ok', values }]
  })
}

/** Those of the account; how many replies one person still has is nobody else's. */
const shown = ['sub_quota', 'purchase_quota', 'reward_quota', 'phone'] as const

/** https://docs.zaloplatforms.com/docs/OA, October 2026 */
const uploadsPerMonth = 5000

function monthFindings({ month }: KeptNotes): readonly Finding[] {
  if (!month) return []
  const { chargedVnd: vnd, chargedMessages: messages } = month
  const named = month.month.split('-').toReversed().join('/')
  const uploads = Object.entries(month.uploads).map(([kind, count]): Finding => {
    const values = { kind, count, most: uploadsPerMonth, month: named }
    return count >= uploadsPerMonth * 0.9
      ? { code: 'uploads-many', state: 'warning', values }
      : { code: 'uploads', state: 'ok', values }
  })
  return [{ code: 'charged', state: 'ok', values: { vnd, messages, month: named } }, ...uploads]
}

function buttonFindings(
  { buttonsRefusedAt }: KeptNotes,
  { queryButtons, listMessages }: ZaloSettings,
): readonly Finding[] {
  if (buttonsRefusedAt === undefined || !(queryButtons || listMessages)) return []
  const values = { moment: vietnamMoment(new Date(buttonsRefusedAt)) }
  return [{ code: 'buttons-refused', state: 'note', values }]
}
