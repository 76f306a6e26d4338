import { z } from 'zod'
import { emit, gesture, idsOf, interact, keyOf, nothing } from './person-chat.ts'
import { phoneOfPerson } from './phone-numbers.ts'

const phoneNumber = z.string().regex(/^84\d{8,10}$/)
const flags = z.strictObject({
  /** Zalo is not used any more: -114. */
  inactive: z.boolean().optional(),
  /** Takes no templates by number: -119. */
  takesPhoneTemplates: z.boolean().optional(),
  /** Gets what goes in development mode. */
  admin: z.boolean().optional(),
})
const submitted = z.strictObject({
  messageId: z.string().optional(),
  name: z.string().optional(),
  /** Nothing keeps people from writing somebody else's number. */
  phone: z.string().min(1).optional(),
  /** The flat address of older samples. */
  old: z.boolean().default(false),
})
const response = z.strictObject({ messageId: z.string(), data: z.string().default('1') })
const feedback = z.strictObject({
  messageId: z.string(),
  rate: z.number().int().min(1).max(5),
  note: z.string().default(''),
})

/** What a person says about themselves, and what happens outside the chat. */
export const contactGestures = {
  phone: gesture(z.strictObject({ number: phoneNumber.nullable() }), ({ person, world }, { number }) =>
    world.frame.people.setFlags(person.id, { phone: number }),
  ),
  flags: gesture(flags, ({ person, world }, given) => world.frame.people.setFlags(person.id, given)),
  'submit-info': gesture(submitted, (hands, { messageId, old, ...given }) => {
    const { person, world } = hands
    const { name = person.name, phone = phoneOfPerson(person) } = given
    if (phone === undefined) throw Object.assign(new Error('this person has no number'), { statusCode: 409 })
    if (messageId !== undefined && world.chats.message(keyOf(hands), messageId)?.kind !== 'request')
      throw Object.assign(new Error('nobody asked'), { statusCode: 404 })
    world.frame.people.setFlags(person.id, { shared: { name, phone } })
    if (messageId !== undefined) world.chats.settle(keyOf(hands), messageId)
    interact(hands)
    const address = old
      ? { address: '', city: '', district: '', ward: '' }
      : { user_dob: '', gender: '', full_address: { user_city: '', user_ward: '', user_address: '' } }
    emit(hands, 'user_submit_info', { info: { name, phone, ...address } })
  }),
  widget: gesture(
    z.strictObject({ url: z.url(), externalId: z.string().default('') }),
    (hands, { url, externalId }) => {
      const { account, person, world } = hands
      interact(hands)
      const data = { user_id: person.userId, user_external_id: externalId, url }
      world.webhooks.emit(account, { event_name: 'widget_interaction_accepted', oa_id: account.oaId, data })
    },
  ),
  /** Only an answered call opens the window. */
  call: gesture(z.strictObject({ answered: z.boolean().default(true) }), (hands, { answered }) => {
    if (answered) interact(hands)
    emit(hands, 'user_call_oa', { oa_id: hands.account.oaId, answered })
  }),
  'update-info': gesture(nothing, ({ account, person, world }) =>
    world.webhooks.emit(account, { event_name: 'update_user_info', oa_id: account.oaId, ...idsOf(person) }),
  ),
  'template-response': gesture(response, ({ account, world }, { messageId, data }) => {
    const submit_time = String(world.frame.clock.now().getTime())
    const message = { submit_time, button_type: 'response', data, tracking_id: '' }
    const event = { event_name: 'user_click_response_button', oa_id: account.oaId, msg_id: messageId, message }
    world.webhooks.emit(account, event, { zns: true })
  }),
  'template-feedback': gesture(feedback, ({ account, world }, { messageId, rate, note }) => {
    const submit_time = String(world.frame.clock.now().getTime())
    const message = { note, rate, submit_time, msg_id: messageId, feedbacks: [], tracking_id: '' }
    world.webhooks.emit(account, { event_name: 'user_feedback', oa_id: account.oaId, message }, { zns: true })
  }),
} as const
