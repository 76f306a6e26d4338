import { z } from 'zod'
import { accepted } from './call-parameters.ts'
import { readOaState } from './oa-state.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { personByPhone } from './phone-numbers.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { putCard } from './template-sending.ts'
import { type DataFault, faultOfData, phoneCostVnd, type Template } from './templates.ts'
import { isVietnamNight, vietnamDay } from './vietnam-time.ts'
import type { ZaloWorld } from './world.ts'

const phoneBody = z.strictObject({
  phone: z.string(),
  template_id: z.union([z.string(), z.number()]).transform(String),
  template_data: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)),
  /** At most 48 characters. https://docs.zaloplatforms.com/docs/ZBS, October 2026 */
  tracking_id: z.string().min(1).max(48),
  mode: z.literal('development').optional(),
  sending_mode: z.enum(['1', '3']).default('1'),
})

/** POST business /message/template: the approved text to a phone number, at its higher price. */
export function sendByPhone(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const { frame, bills, webhooks } = world
  const switches = readSwitches(frame.store)
  const { phone, template_data: data, tracking_id: trackingId, ...given } = accepted(phoneBody, body, switches, -1124)
  // Digits with the country code: no plus sign, no leading zero.
  if (!/^84[1-9]\d{8}$|^84000\d{6}$/.test(phone)) throw refusal(-108, 'phone number is invalid')
  const template = account.templates.find(({ id }) => id === given.template_id)
  if (!template) throw refusal(-109, 'template id is invalid')
  checkTemplate(template, data)
  const now = frame.clock.now()
  if (switches.phoneNight && isVietnamNight(now)) throw refusal(-133, 'can not be sent at night')
  const person = receiver(world, account, phone)
  const development = given.mode === 'development'
  if (development && person.flags.admin !== true) throw refusal(-127, 'development mode reaches administrators only')
  const vnd = development ? 0 : phoneCostVnd(template)
  bills.check(account, vnd, -115)
  const quota = dailyQuota(world, account)
  if (quota.remaining === 0) throw refusal(-144, 'the daily quota of the OA is used up')
  const message = putCard(world, { oaId: account.oaId, userId: person.userId }, template, data, { byPhone: true })
  if (vnd > 0) bills.charge(account, { kind: 'template-by-phone', recipient: phone, messageId: message.id, vnd })
  frame.store.writeSetting(usedToday(account, now), quota.used + 1)
  const sentTime = String(now.getTime())
  if (switches.receivedEvents)
    webhooks.emit(
      account,
      {
        ...{ event_name: 'user_received_message', sender: { id: account.oaId }, recipient: { id: phone } },
        message: { delivery_time: sentTime, msg_id: message.id, tracking_id: trackingId },
      },
      { zns: true },
    )
  const answered = { dailyQuota: String(quota.daily), remainingQuota: String(quota.remaining - 1) }
  return {
    data: { msg_id: message.id, sent_time: sentTime, sending_mode: given.sending_mode, quota: answered },
    effect: true,
    messageIds: [message.id],
    billedVnd: vnd,
  }
}

const dataCodes: Readonly<Record<DataFault, number>> = {
  empty: -111,
  unknown: -112,
  missing: -1122,
  'too-long': -1121,
  format: -1124,
}

function checkTemplate(template: Template, data: Readonly<Record<string, string>>): void {
  if (template.status === 'DISABLE') throw refusal(-146, 'template is disabled')
  if (template.status !== 'ENABLE') throw refusal(-131, 'template is not approved')
  if (!template.byPhone) throw refusal(-117, 'template is not allowed to be sent')
  const fault = faultOfData(template, data)
  if (fault) throw refusal(dataCodes[fault.kind], `template_data is ${fault.kind}: ${fault.name}`)
}

/** Whoever has Zalo under this number and takes such messages. */
function receiver({ chats, frame }: ZaloWorld, { oaId }: OfficialAccount, phone: string) {
  const person = personByPhone(frame.people, phone)
  if (!person) throw refusal(-118, 'there is no Zalo account with this number')
  if (person.flags.inactive === true) throw refusal(-114, 'the user can not receive')
  if (person.flags.takesPhoneTemplates === false) throw refusal(-119, 'the account can not receive')
  const { blocked } = chats.state({ oaId, userId: person.userId })
  if (blocked) throw refusal(readSwitches(frame.store).phoneBlockedCode, 'the user refused messages of this OA')
  return person
}

const usedToday = ({ oaId }: OfficialAccount, now: Date) => `zalo-phone-quota ${oaId} ${vietnamDay(now)}`

function dailyQuota({ frame }: ZaloWorld, account: OfficialAccount) {
  const daily = readOaState(frame.store, account.oaId).dailyPhoneQuota
  const used = Number(frame.store.readSetting(usedToday(account, frame.clock.now())) ?? 0)
  return { daily, used, remaining: Math.max(0, daily - used) }
}

/** GET business /message/quota */
export function phoneQuota(world: ZaloWorld, account: OfficialAccount): Effect {
  const { daily, remaining } = dailyQuota(world, account)
  const promotion = { dailyQuotaPromotion: '0', remainingQuotaPromotion: '0' }
  return { data: { dailyQuota: String(daily), remainingQuota: String(remaining), ...promotion }, effect: false }
}

/** GET business /message/status: 1 when it lies on the phone, -1 for what nobody sent. */
export function messageStatus({ chats }: ZaloWorld, account: OfficialAccount, messageId: string): Effect {
  const owner = chats.ownerOf(account.oaId, messageId)
  const message = owner === undefined ? undefined : chats.message({ oaId: account.oaId, userId: owner }, messageId)
  if (!message?.byPhone)
    return { data: { delivery_time: '', status: -1, message: 'The message does not exist' }, effect: false }
  const time = String(Date.parse(message.at))
  return { data: { delivery_time: time, status: 1, message: 'Message delivered to user device' }, effect: false }
}
