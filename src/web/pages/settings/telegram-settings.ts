import { z } from 'zod'
import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { checkField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

const kept = z.object({ paidBroadcast: z.boolean().catch(false) })

/** Paid sending, off unless the office wants to spend Stars. */
export function telegramSettingsForm(view: View, { id, settings }: ChannelAccount): Html {
  const { say } = view
  const { paidBroadcast } = kept.parse({ paidBroadcast: false, ...(settings as object) })
  const body = form(view, { action: `/accounts/${id}/settings`, class: 'stack' }, [
    html`<p class="hint">${say('pages-settings-paid-note')}</p>`,
    checkField({ name: 'paidBroadcast', id: `paid-${id}`, label: say('pages-settings-paid'), checked: paidBroadcast }),
    html`<div>${submitButton({ label: say('web-save'), look: 'plain' })}</div>`,
  ])
  return confirm({ label: say('pages-settings-telegram'), look: 'quiet' }, body)
}

const typed = z.object({ paidBroadcast: z.literal('yes').optional() })

export const readTelegramSettings = (body: unknown) => ({ paidBroadcast: typed.parse(body).paidBroadcast === 'yes' })
