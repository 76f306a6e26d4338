import { z } from 'zod'
import type { ChannelTemplate } from '../../../channels/channel.ts'
import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { checkField, selectField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { dong } from '../broadcasts/broadcast-words.ts'
import { partLink } from './part-link.ts'

/** What a notice may be about; each has an approved template of its own. An introduction needs none. */
const abouts = ['bulletin', 'announcement', 'invitation', 'reminder'] as const

const price = z.object({ priceVnd: z.number().optional(), priceByPhoneVnd: z.number().optional() })
const kept = z.object({
  queryButtons: z.boolean().default(false),
  requestsPerMinute: z.number().default(100),
  // Each by itself: were one unknown entry to hide them all, the next save of the form would erase them.
  templates: z
    .object(Object.fromEntries(abouts.map((about) => [about, z.string().optional().catch(undefined)])))
    .catch({}),
  templatePrices: z.record(z.string(), price).catch({}),
})
export const keptZaloSettings = ({ settings }: Pick<ChannelAccount, 'settings'>) =>
  kept.parse({ ...(settings as object) })

/** The platform's list, when it was asked for: undefined when it could not be read. */
export type AskedTemplates = { readonly list: readonly ChannelTemplate[] | undefined }

/** Buttons, the package's calls a minute, and the approved templates, without which nobody outside 7 days is reached. */
export function zaloSettingsForm(view: View, account: ChannelAccount, asked?: AskedTemplates): Html {
  const { say } = view
  const { id } = account
  const { queryButtons, requestsPerMinute, templates } = keptZaloSettings(account)
  const fields = abouts.map((about) => templateField(view, { id, about, chosen: templates[about] ?? '', asked }))
  const ask = asked?.list
    ? ''
    : partLink({
        address: `/settings?templates=${id}`,
        part: `#zalo-${id}`,
        label: say('pages-settings-templates-read'),
        wait: say('pages-settings-asking'),
      })
  const body = form(view, { action: `/accounts/${id}/settings`, class: 'stack' }, [
    asked && !asked.list ? notice('warn', say('pages-settings-templates-unread')) : '',
    html`<p class="hint">${say('pages-settings-templates-note')}</p><div class="${asked?.list ? 'stack' : 'pair'}">${fields}</div>${ask}`,
    asked?.list ? html`<input type="hidden" name="listed" value="yes">` : '',
    textField({
      name: 'requestsPerMinute',
      id: `requests-${id}`,
      type: 'number',
      label: say('pages-settings-requests'),
      value: String(requestsPerMinute),
      min: '1',
    }),
    html`<p class="hint">${say('pages-settings-query-buttons-note')}</p>`,
    checkField({
      name: 'queryButtons',
      id: `buttons-${id}`,
      label: say('pages-settings-query-buttons'),
      checked: queryButtons,
    }),
    html`<div>${submitButton({ label: say('web-save'), look: 'plain' })}</div>`,
  ])
  const inner = html`<div id="zalo-${id}">${body}</div>`
  return confirm({ label: say('pages-settings-zalo'), look: 'quiet', open: asked !== undefined }, inner)
}

type TemplateChoice = {
  readonly id: string
  readonly about: (typeof abouts)[number]
  readonly chosen: string
  readonly asked: AskedTemplates | undefined
}

function templateField(view: View, { id, about, chosen, asked }: TemplateChoice): Html {
  const { say } = view
  const shared = {
    name: `template-${about}`,
    id: `template-${about}-${id}`,
    label: say(`pages-settings-template-${about}`),
  }
  if (!asked?.list) return textField({ ...shared, value: chosen, maxlength: 40 })
  const offered = asked.list.filter((each) => each.approved || each.id === chosen)
  const unknown = chosen !== '' && !offered.some((each) => each.id === chosen)
  const options = [
    ...offered.map((each) => ({ value: each.id, label: templateLabel(view, each) })),
    ...(unknown ? [{ value: chosen, label: say('pages-settings-template-gone', { id: chosen }) }] : []),
  ]
  return selectField({ ...shared, value: chosen, options, unchosen: say('pages-settings-template-none') })
}

function templateLabel(view: View, { id, name, approved, priceVnd, priceByPhoneVnd }: ChannelTemplate): string {
  const { say } = view
  return [
    `${name} (${id})`,
    priceVnd === undefined ? undefined : dong(view, priceVnd),
    priceByPhoneVnd === undefined
      ? undefined
      : say('pages-settings-template-by-phone', { price: dong(view, priceByPhoneVnd) }),
    approved ? undefined : say('pages-settings-template-unapproved'),
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}

const word = z.string().trim().max(40).default('')
const typed = z.object({
  queryButtons: z.literal('yes').optional(),
  requestsPerMinute: z.coerce.number().int().min(1).max(4000).default(100),
  listed: z.literal('yes').optional(),
  'template-bulletin': word,
  'template-announcement': word,
  'template-invitation': word,
  'template-reminder': word,
})

/** What was typed into that form, as the channel keeps it; a template that was left blank is none. */
export function readZaloSettings(body: unknown) {
  const { queryButtons, requestsPerMinute, listed, ...ids } = typed.parse(body)
  const templates = Object.fromEntries(
    abouts.flatMap((about) => (ids[`template-${about}`] === '' ? [] : [[about, ids[`template-${about}`]]])),
  )
  return { listed: listed === 'yes', settings: { queryButtons: queryButtons === 'yes', requestsPerMinute, templates } }
}
