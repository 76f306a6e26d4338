import { z } from 'zod'
import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** The keys of each kind of account that is entered here; `plain` may be seen while it is typed. */
const keyFields = {
  zalo: [{ name: 'appId', plain: true }, { name: 'appSecret' }, { name: 'oaSecret' }],
  telegram: [{ name: 'token' }],
} as const satisfies Record<string, readonly { readonly name: string; readonly plain?: true }[]>
type Kind = keyof typeof keyFields
const kinds = Object.keys(keyFields) as readonly Kind[]
const isKind = (channel: string): channel is Kind => kinds.some((kind) => kind === channel)

/** What was typed about a new account, without its secrets. */
export type TypedAccount = { readonly channel: string; readonly name: string; readonly appId: string }

/** Adding an Official Account or a bot. It is off at first, and no key is ever shown again. */
export function addAccountForms(view: View, refused?: { readonly typed: TypedAccount; readonly wrong: string }): Html {
  const { say } = view
  const forms = kinds.map((kind) => {
    const typed = refused?.typed.channel === kind ? refused.typed : undefined
    const fields = keyFields[kind].map((field) =>
      keyField(view, { ...field, id: `new-${kind}-${field.name}`, required: true, value: typed?.appId }),
    )
    return html`<section class="stack"><h3>${say(`pages-settings-add-${kind}`)}</h3><p class="hint">${say(`pages-settings-add-${kind}-note`)}</p>${typed ? notice('bad', refused?.wrong ?? '') : ''}${form(
      view,
      { action: '/accounts', class: 'stack' },
      [
        html`<input type="hidden" name="channel" value="${kind}">`,
        textField({
          name: 'name',
          id: `new-${kind}-name`,
          label: say('pages-settings-account-name'),
          value: typed?.name,
          required: true,
          maxlength: 80,
          autocomplete: 'off',
        }),
        ...fields,
        html`<div>${submitButton({ label: say('pages-settings-add-submit') })}</div>`,
      ],
    )}</section>`
  })
  return confirm(
    { label: say('pages-settings-add-account'), open: refused !== undefined },
    html`<div class="pair tops">${forms}</div>`,
  )
}

/** Other keys in the place of those that are kept, and forgetting them all. */
export function keysForm(view: View, { id, channel }: ChannelAccount, kept: boolean): Html | '' {
  if (!isKind(channel)) return ''
  const { say } = view
  const fields = keyFields[channel].map((field) =>
    keyField(view, { ...field, id: `${field.name}-${id}`, required: !kept }),
  )
  const replace = form(view, { action: `/accounts/${id}/keys`, class: 'stack' }, [
    html`<p class="hint">${say(kept ? 'pages-settings-keys-note' : 'pages-settings-keys-all-note')}</p>`,
    ...fields,
    html`<div>${submitButton({ label: say('pages-settings-keys-submit') })}</div>`,
  ])
  const remove = html`<hr><p class="hint">${say('pages-settings-keys-remove-note')}</p>${actionButton(view, {
    action: `/accounts/${id}/key-removals`,
    label: say('pages-settings-keys-remove'),
    look: 'danger',
  })}`
  return confirm({ label: say('pages-settings-keys'), look: 'quiet' }, html`${replace}${kept ? remove : ''}`)
}

type KeyField = {
  readonly name: string
  readonly plain?: true
  readonly id: string
  readonly required: boolean
  readonly value?: string | undefined
}

const keyField = ({ say }: View, { name, plain, id, required, value }: KeyField): Html =>
  textField({
    name,
    id,
    type: plain ? 'text' : 'password',
    label: say(`pages-settings-key-${name.toLowerCase()}`),
    required,
    value: plain ? value : undefined,
    maxlength: 200,
    // A browser that offers to keep it, or fills in a password of its own, would be wrong both times.
    autocomplete: plain ? 'off' : 'new-password',
  })

const key = z.string().trim().min(1).max(200)
const appId = z
  .string()
  .trim()
  .regex(/^\d{1,30}$/)
/** As @BotFather gives it. */
const token = z
  .string()
  .trim()
  .regex(/^[1-9]\d{5,12}:[\w-]{20,70}$/)
const name = z.string().trim().min(1).max(80)

export const newAccount = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('zalo'), name, appId, appSecret: key, oaSecret: key }),
  z.object({ channel: z.literal('telegram'), name, token }),
])

/** A field that was left blank keeps what is stored. */
const unlessBlank = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema.optional())
const newKeys = {
  zalo: z.object({ appId: unlessBlank(appId), appSecret: unlessBlank(key), oaSecret: unlessBlank(key) }),
  telegram: z.object({ token: unlessBlank(token) }),
} as const

export const keysSchemaOf = (channel: string) => (isKind(channel) ? newKeys[channel] : undefined)

const shown = z.string().max(200).catch('')
export const typedAccount = z.object({ channel: shown, name: shown, appId: shown })
