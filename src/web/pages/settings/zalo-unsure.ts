import { z } from 'zod'
import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { checkField, selectField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

const switches = ['listMessages', 'csvUpload', 'appsecretProof'] as const
const payloadKeys = ['token', 'attachment_id'] as const

const kept = z.object({
  listMessages: z.boolean().catch(false),
  csvUpload: z.boolean().catch(false),
  appsecretProof: z.boolean().catch(false),
  filePayloadKey: z.enum(payloadKeys).catch('token'),
  replyCap: z.number().nullable().catch(null),
  consentWarnAfterDays: z.number().catch(60),
  fixedPkceVerifier: z.string().catch(''),
  contactImageUrl: z.string().catch(''),
})

/** What Zalo's own words leave open, each with its safe default: to be changed when a real account showed which it is. */
export function zaloUnsureForm(view: View, { id, settings }: ChannelAccount): Html {
  const { say } = view
  const now = kept.parse({ ...(settings as object) })
  const label = (name: string) => say(`pages-settings-unsure-${name.toLowerCase()}`)
  const shared = (name: string) => ({ name, id: `${name}-${id}`, label: label(name) })
  const body = form(view, { action: `/accounts/${id}/settings`, class: 'stack' }, [
    html`<p class="hint">${say('pages-settings-unsure-note')}</p><input type="hidden" name="unsure" value="yes">`,
    ...switches.map((name) => checkField({ ...shared(name), checked: now[name] })),
    selectField({
      ...shared('filePayloadKey'),
      value: now.filePayloadKey,
      options: payloadKeys.map((value) => ({ value, label: value })),
    }),
    textField({
      ...shared('replyCap'),
      type: 'number',
      min: '1',
      value: now.replyCap === null ? '' : String(now.replyCap),
    }),
    textField({ ...shared('consentWarnAfterDays'), type: 'number', min: '1', value: String(now.consentWarnAfterDays) }),
    textField({ ...shared('contactImageUrl'), value: now.contactImageUrl, maxlength: 500 }),
    textField({ ...shared('fixedPkceVerifier'), value: now.fixedPkceVerifier, maxlength: 128, autocomplete: 'off' }),
    html`<div>${submitButton({ label: say('web-save'), look: 'plain' })}</div>`,
  ])
  return confirm({ label: say('pages-settings-unsure'), look: 'quiet' }, body)
}

const blank = (given: unknown) => (typeof given === 'string' && given.trim() === '' ? undefined : given)
const orNothing = <S extends z.ZodType>(schema: S) => z.preprocess(blank, schema.optional())
const ticked = z
  .literal('yes')
  .optional()
  .transform((given) => given === 'yes')

/** What was typed into that form, as the channel keeps it: anything it could not be opened with is refused. */
export const unsureSettings = z.object({
  listMessages: ticked,
  csvUpload: ticked,
  appsecretProof: ticked,
  filePayloadKey: z.enum(payloadKeys),
  replyCap: orNothing(z.coerce.number().int().min(1)).transform((given) => given ?? null),
  consentWarnAfterDays: z.coerce.number().int().min(1).max(90),
  contactImageUrl: orNothing(z.url({ protocol: /^https$/ })),
  fixedPkceVerifier: orNothing(z.string().regex(/^[\w.~-]{43,128}$/)),
})

export const isUnsureForm = (body: unknown): boolean => z.object({ unsure: z.literal('yes') }).safeParse(body).success
