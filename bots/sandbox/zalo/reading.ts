import { z } from 'zod'
import type { Person } from '../people.ts'
import { packed } from './call-parameters.ts'
import { readOaState } from './oa-state.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { vietnamDay } from './vietnam-time.ts'
import type { ZaloWorld } from './world.ts'

/** GET /v2.0/oa/getoa: answers whatever the package, which is why a green answer here proves little. */
export function getOa({ say, chats, frame }: ZaloWorld, account: OfficialAccount): Effect {
  const packageName = say('vi', `zalo-package-${account.package}`)
  const { verified, zcaLinked } = readOaState(frame.store, account.oaId)
  const followers = chats.contacts(account.oaId).filter(({ follows }) => follows).length
  const data = {
    [readSwitches(frame.store).oaIdKey]: account.oaId,
    ...{ name: account.name, description: '', oa_alias: account.name, is_verified: verified, oa_type: 4 },
    ...{ cate_name: '', num_follower: followers, avatar: '', cover: '', package_name: packageName },
    ...{ package_valid_through_date: '31/12/2027', package_auto_renew_date: '' },
    linked_ZCA: zcaLinked ? 'stand-in' : '',
  }
  return { data, effect: false }
}

/** GET /v3.0/oa/user/detail */
export function userDetail({ chats, frame }: ZaloWorld, account: OfficialAccount, query: unknown): Effect {
  const { user_id: userId } = packed(z.strictObject({ user_id: z.string() }), query, readSwitches(frame.store))
  const person = frame.people.byUserId('zalo', userId)
  if (!person) throw refusal(-201, 'user_id is invalid')
  const { lastInteractionAt, follows } = chats.state({ oaId: account.oaId, userId: person.userId })
  const data = {
    ...{ user_id: person.userId, user_id_by_app: `9${person.userId}`, user_external_id: '', is_sensitive: false },
    ...{ display_name: person.name, user_alias: person.name, user_is_follower: follows },
    user_last_interaction_date: lastInteractionAt ? dayOf(lastInteractionAt) : '',
    ...{ avatar: '', avatars: { 120: '', 240: '' }, tags_and_notes_info: { notes: [], tag_names: [] } },
    ...{ dynamic_param: '', shared_info: sharedInfo(person) },
  }
  return { data, effect: false }
}

/** What the person gave the account when it asked. */
function sharedInfo({ flags }: Person) {
  const { name = '', phone = '' } = (flags.shared ?? {}) as { readonly name?: string; readonly phone?: string }
  return { name, phone, address: '', city: '', district: '', user_dob: '' }
}

const dayOf = (at: Date) => vietnamDay(at).split('-').reverse().join('/')
