import type {
  Audience,
  Publication,
  PublicationLine,
  PublicationRef,
} from '../../../domain/publications/publication.ts'
import { chip, type Tone } from '../../ui/chips.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import type { View } from '../../view.ts'

const tones = { draft: 'mute', submitted: 'waiting', approved: 'good', released: 'good' } as const satisfies Record<
  Publication['state'],
  Tone
>

export const stateChip = (view: View, publication: Pick<Publication, 'state'>): Html =>
  chip(view.say(`pages-publications-state-${publication.state}`), tones[publication.state])

/** Whether it still stands: nothing where it does. */
export function standingChips(
  { say }: View,
  { recalledAt, replacedBy }: Pick<Publication, 'recalledAt' | 'replacedBy'>,
): Html {
  const recalled = recalledAt ? chip(say('pages-publications-recalled'), 'bad') : nothing
  if (!replacedBy) return recalled
  const number = replacedBy.documentNumber
  const corrected = number ? say('pages-publications-corrected-by', { number }) : say('pages-publications-corrected')
  return html`${recalled} ${chip(corrected, 'warn')}`
}

/** Another publication by its number, or its title, as a link. */
export const documentOf = (view: View, { id, documentNumber, title }: PublicationRef): Html =>
  html`<a href="/publications/${id}">${documentNumber ?? titleOf(view, { title })}</a>`

export const kindOf = (view: View, publication: Pick<Publication, 'kind'>): string =>
  view.say(`pages-publications-kind-${publication.kind}`)

/** The title, or a word for a draft that has none yet. */
export const titleOf = (view: View, publication: Pick<PublicationLine, 'title'>): string =>
  publication.title || view.say('pages-publications-untitled')

/** For whom it is, in words. */
export function audienceOf(view: View, audience: Audience): string {
  const { say } = view
  const left = audience.except?.length
    ? ` ${say('pages-publications-audience-except', { count: audience.except.length })}`
    : ''
  if (audience.kind === 'everyone') return say('pages-publications-audience-everyone') + left
  if (audience.kind === 'invited' || audience.kind === 'recipients')
    return say(`pages-publications-audience-${audience.kind}`) + left
  return audience.kinds.map((kind) => outletKind(view, kind)).join(', ') + left
}

export const outletKinds = ['central-press', 'provincial-press', 'resident-press', 'broadcaster', 'portal'] as const

/** An outlet kind in words; one that only this office uses stands as it is written. */
export const outletKind = ({ say }: View, kind: string): string =>
  outletKinds.some((each) => each === kind) ? say(`pages-roster-kind-${kind}`) : kind

/** Where a publication stands on its way: draft, submitted, approved, numbered, released, sent. */
export function stations(view: View, publication: Publication, sent: boolean): Html {
  const { state, documentNumber } = publication
  const passed = [
    true,
    state !== 'draft',
    state === 'approved' || state === 'released',
    state === 'released' || (state === 'approved' && documentNumber !== null),
    state === 'released',
    sent,
  ]
  const at = passed.lastIndexOf(true)
  const names = ['draft', 'submitted', 'approved', 'numbered', 'released', 'sent']
  const items = names.map((name, index) => {
    const look = index < at ? 'passed' : index === at ? 'here' : 'ahead'
    const current = index === at ? html` aria-current="step"` : ''
    return html`<li class="${look}"${current}>${view.say(`pages-publications-station-${name}`)}</li>`
  })
  return html`<ol class="stations" aria-label="${view.say('pages-publications-stations')}">${items}</ol>`
}
