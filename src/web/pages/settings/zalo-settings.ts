import { z } from 'zod'
import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { checkField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** What a notice may be about; each has an approved template of its own. Introductions go in plain text. */
const abouts = ['bulletin', 'announcement', 'invitation', 'reminder'] as const

const kept = z.object({
  queryButtons: z.boolean().default(false),
  requestsPerMinute: z.number().default(100),
  // Each by itself: were one unknown entry to hide them all, the next save of the form would erase them.
  templates: z
    .object(Object.fromEntries(abouts.map((about) => [about, z.string().optional().catch(undefined)])))
    .catch({}),
})

/** Buttons, the package's calls a minute, and the ids of the approved templates, without which nobody outside 7 days is reached. */
export function zaloSettingsForm(view: View, { id, channel, settings }: ChannelAccount): Html | '' {
  if (channel !== 'zalo') return ''
  const { say } = view
  const { queryButtons, requestsPerMinute, templates } = kept.parse({ ...(settings as object) })
  const templateFields = abouts.map((about) =>
    textField({
      name: `template-${about}`,
      id: `template-${about}-${id}`,
      label: say(`pages-settings-template-${about}`),
      value: templates[about] ?? '',
      maxlength: 40,
    }),
  )
  const body = form(view, { action: `/accounts/${id}/settings`, class: 'stack' }, [
    html`<p class="hint">${say('pages-settings-templates-note')}</p><div class="pair">${templateFields}</div>`,
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
  return confirm({ label: say('pages-settings-zalo'), look: 'quiet' }, body)
}

const word = z.string().trim().max(40).default('')
const typed = z.object({
  queryButtons: z.literal('yes').optional(),
  requestsPerMinute: z.coerce.number().int().min(1).max(4000).default(100),
  'template-bulletin': word,
  'template-announcement': word,
  'template-invitation': word,
  'template-reminder': word,
})

/** What was typed into that form, as the channel keeps it; a template that was left blank is none. */
export function readZaloSettings(body: unknown) {
  const { queryButtons, requestsPerMinute, ...ids } = typed.parse(body)
  const templates = Object.fromEntries(
    abouts.flatMap((about) => (ids[`template-${about}`] === '' ? [] : [[about, ids[`template-${about}`]]])),
  )
  return { queryButtons: queryButtons === 'yes', requestsPerMinute, templates }
}
