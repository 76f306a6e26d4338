import { z } from 'zod'
import type { Audience } from '../../../domain/publications/publication.ts'
import { choiceField } from '../../ui/fields.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'
import { outletKind, outletKinds } from './publication-words.ts'

/** Whether it follows from what is announced: those invited, or those who got what is put right. */
export const isFixed = (audience: Audience): audience is Extract<Audience, { kind: 'invited' | 'recipients' }> =>
  audience.kind === 'invited' || audience.kind === 'recipients'

/** For whom it is: everyone, or kinds of outlet. An audience that is fixed is only shown. */
export function audienceFields(view: View, audience: Audience): Html {
  const { say } = view
  if (isFixed(audience)) {
    return html`<p>${say('pages-publications-audience')}: <strong>${say(`pages-publications-audience-${audience.kind}`)}</strong></p>`
  }
  const kinds = audience.kind === 'outlet-kinds' ? audience.kinds : []
  const known = [...new Set([...outletKinds, ...kinds])]
  return html`<div class="audience-fields">${choiceField({
    name: 'audience',
    label: say('pages-publications-audience'),
    type: 'radio',
    chosen: [audience.kind],
    options: [
      { value: 'everyone', label: say('pages-publications-audience-everyone') },
      { value: 'outlet-kinds', label: say('pages-publications-audience-kinds') },
    ],
  })}${choiceField({
    name: 'kinds',
    label: say('pages-publications-audience-kinds-label'),
    type: 'checkbox',
    chosen: kinds,
    options: known.map((kind) => ({ value: kind, label: outletKind(view, kind) })),
  })}</div>`
}

/** What the fields said. Kinds chosen without any kind checked mean nobody, which the domain refuses. */
export function readAudience(fields: unknown): Audience {
  const { audience, kinds } = audienceBody.parse(fields)
  return audience === 'outlet-kinds' ? { kind: 'outlet-kinds', kinds } : { kind: 'everyone' }
}

const many = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([])
const audienceBody = z.looseObject({ audience: z.enum(['everyone', 'outlet-kinds']).default('everyone'), kinds: many })
