import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { type AccountFinding, wordsOfFinding } from '../../../domain/accounts/examine-account.ts'
import { submitButton } from '../../ui/buttons.ts'
import { chip } from '../../ui/chips.ts'
import { checkField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, facts, notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import type { Health } from '../../web-deps.ts'
import { consentPath } from '../accounts/connect-account.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'
import { keysForm, type TypedAccount } from './account-keys.ts'
import { doctorTable } from './doctor-table.ts'
import { telegramSettingsForm } from './telegram-settings.ts'
import { type AskedTemplates, zaloSettingsForm } from './zalo-settings.ts'
import { zaloUnsureForm } from './zalo-unsure.ts'

/** What the screen shows beside the accounts themselves. */
export type AccountsFacts = {
  readonly health: Health
  readonly publicUrl: string
  /** Accounts without keys that can be read. */
  readonly keyless: ReadonlySet<string>
  /** What was asked of a platform for this one page. */
  readonly asked: {
    readonly accountId?: string | undefined
    readonly findings?: readonly AccountFinding[] | undefined
    readonly templates?: AskedTemplates | undefined
  }
  readonly refused?: { readonly typed: TypedAccount; readonly wrong: string } | undefined
}

const tones = { on: 'good', off: 'mute', alarm: 'bad' } as const

/** One account: how it is, its switch, its consent, its settings and keys, and the doctor. */
export function accountCard(view: View, account: ChannelAccount, shown: AccountsFacts): Html {
  const { say } = view
  const { id, name, channel, state, externalId } = account
  const health = shown.health.accounts.find((each) => each.id === id)?.health
  const works = health?.kind === 'ok' && state === 'on' ? chip(say('pages-settings-account-ok'), 'good') : ''
  const asked = shown.asked.accountId === id ? shown.asked : {}
  const keyless = shown.keyless.has(id)
  return html`<li id="account-${id}"><div class="row"><h3>${surfaceOf(view, channel)}: ${name}</h3>${chip(say(`pages-settings-account-${state}`), tones[state])}${works}<span class="soft number">${ownId(view, externalId)}</span></div>
${notices(view, account, health, keyless)}
<div class="row">${keyless ? '' : switchForm(view, account)}${keyless || channel !== 'zalo' ? '' : connectForm(view, account, shown.publicUrl)}${settingsForms(view, account, asked)}${keysForm(view, account, !keyless)}</div>
${doctorTable(view, id, asked.findings)}</li>`
}

/** What the platform calls it; until it is known which account it is, the app's number. */
const ownId = ({ say }: View, externalId: string): string => {
  const [, app] = /^app:(\d+)/.exec(externalId) ?? []
  return app === undefined ? externalId : `${say('pages-settings-key-appid')} ${app}`
}

function settingsForms(view: View, account: ChannelAccount, asked: AccountsFacts['asked']): readonly Html[] {
  if (account.channel === 'telegram') return [telegramSettingsForm(view, account)]
  if (account.channel !== 'zalo') return []
  return [zaloSettingsForm(view, account, asked.templates), zaloUnsureForm(view, account)]
}

type Told = AccountsFacts['health']['accounts'][number]['health']

function notices(
  view: View,
  { state, stateReason, channel }: ChannelAccount,
  health: Told,
  keyless: boolean,
): readonly Html[] {
  const { say } = view
  if (keyless) return [notice('warn', say('pages-settings-keyless'))]
  const told: Html[] = []
  if (state === 'alarm')
    told.push(
      wantsConsent({ state, stateReason })
        ? notice('bad', html`${say('pages-settings-alarm-consent')} <code>${stateReason}</code>`)
        : notice('bad', html`${say('pages-settings-account-alarm-why')} <code>${stateReason ?? ''}</code>`),
    )
  // In alarm the reason says it already.
  else if (health?.kind === 'failing')
    told.push(
      notice('bad', html`${say('pages-settings-account-failing')} <code>${health.code}</code> ${health.detail}`),
    )
  for (const warning of health?.kind === 'ok' ? (health.warnings ?? []) : []) {
    const { found, remedy } = wordsOfFinding(say, { ...warning, room: channel })
    told.push(notice('warn', html`${found} ${remedy ?? ''}`))
  }
  return told
}

/** Turned on again it would stop again: the consent comes first. */
const wantsConsent = ({ state, stateReason }: Pick<ChannelAccount, 'state' | 'stateReason'>): boolean =>
  state === 'alarm' && stateReason?.endsWith(': consent-needed') === true

function switchForm(view: View, account: ChannelAccount): Html {
  const { id, channel, state } = account
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
  const key = state === 'alarm' ? 'pages-settings-turn-on-again' : 'pages-settings-turn-on'
  const label = say(key)
  const look = wantsConsent(account) ? 'plain' : 'primary'
  if (channel !== 'telegram') return actionButton(view, { action, label, look }, { on: 'yes' })
  // Off until somebody has read what it means: where Telegram stands in Vietnam, and where the data goes.
  const read = form(view, { action, class: 'stack' }, [
    html`<input type="hidden" name="on" value="yes">`,
    checkField({ name: 'noteRead', id: `note-${id}`, label: say('pages-settings-telegram-read'), required: true }),
    html`<div>${submitButton({ label })}</div>`,
  ])
  return confirm(
    { label: say(`${key}-ask`) },
    html`<p>${say('pages-settings-telegram-standing')}</p><p>${say('pages-settings-telegram-data')}</p>${read}`,
  )
}

/** What Zalo's console must know first, and then the way to its page. */
function connectForm(view: View, account: ChannelAccount, publicUrl: string): Html {
  const { say } = view
  const { id } = account
  const addresses = facts([
    [say('pages-settings-connect-callback'), html`<code>${publicUrl}${consentPath}</code>`],
    [say('pages-settings-connect-webhook'), html`<code>${publicUrl}/webhooks/zalo</code>`],
  ])
  const go = actionButton(view, {
    action: `/accounts/${id}/consents`,
    label: say('pages-settings-connect-go'),
    look: 'primary',
  })
  return confirm(
    { label: say('pages-settings-connect'), look: wantsConsent(account) ? 'primary' : 'plain' },
    html`<p>${say('pages-settings-connect-note')}</p>${addresses}${go}`,
  )
}
