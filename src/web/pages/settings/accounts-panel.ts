import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { chip } from '../../ui/chips.ts'
import { checkField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import type { Health } from '../../web-deps.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'
import { zaloSettingsForm } from './zalo-settings.ts'

const tones = { on: 'good', off: 'mute', alarm: 'bad' } as const

/** Every bot and Official Account: whether it is on, whether it works, and its switch. */
export function accountsPanel(view: View, accounts: readonly ChannelAccount[], health: Health): Html {
  const { say } = view
  if (accounts.length === 0)
    return panel({ title: say('pages-settings-accounts') }, emptyState(say('pages-settings-no-accounts')))
  const items = accounts.map((account) => accountItem(view, account, health))
  return panel({ title: say('pages-settings-accounts'), id: 'accounts' }, html`<ul class="accounts">${items}</ul>`)
}

function accountItem(view: View, account: ChannelAccount, health: Health): Html {
  const { say } = view
  const { id, name, channel, state, stateReason, externalId } = account
  const found = health.accounts.find((each) => each.id === id)?.health
  const works =
    found?.kind === 'failing'
      ? notice('bad', html`${say('pages-settings-account-failing')} <code>${found.code}</code> ${found.detail}`)
      : ''
  const alarm =
    state === 'alarm'
      ? notice('bad', html`${say('pages-settings-account-alarm-why')} <code>${stateReason ?? ''}</code>`)
      : ''
  return html`<li><div class="row"><h3>${surfaceOf(view, channel)}: ${name}</h3>${chip(say(`pages-settings-account-${state}`), tones[state])}${found?.kind === 'ok' ? chip(say('pages-settings-account-ok'), 'good') : ''}<span class="soft number">${externalId}</span></div>${works}${alarm}<div class="row">${switchForm(view, account)}${zaloSettingsForm(view, account)}</div></li>`
}

function switchForm(view: View, { id, channel, state }: ChannelAccount): Html {
  const { say } = view
  const action = `/accounts/${id}/switches`
  if (state === 'on') {
    const off = actionButton(
      view,
      { action, label: say('pages-settings-turn-off-submit'), look: 'danger' },
      { on: 'no' },
    )
    return confirm({ label: say('pages-settings-turn-off') }, html`<p>${say('pages-settings-turn-off-note')}</p>${off}`)
  }
  const label = say(state === 'alarm' ? 'pages-settings-turn-on-again' : 'pages-settings-turn-on')
  if (channel !== 'telegram') return actionButton(view, { action, label, look: 'primary' }, { on: 'yes' })
  // Off until somebody has read what it means: where Telegram stands in Vietnam, and where the data goes.
  const read = form(view, { action, class: 'stack' }, [
    html`<input type="hidden" name="on" value="yes">`,
    checkField({ name: 'noteRead', id: `note-${id}`, label: say('pages-settings-telegram-read'), required: true }),
    html`<div>${submitButton({ label })}</div>`,
  ])
  return confirm(
    { label },
    html`<p>${say('pages-settings-telegram-standing')}</p><p>${say('pages-settings-telegram-data')}</p>${read}`,
  )
}
