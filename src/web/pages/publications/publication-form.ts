import { z } from 'zod'
import type { Publication } from '../../../domain/publications/publication.ts'
import type { PublicationEdit } from '../../../domain/publications/publication-edit.ts'
import { isFixed, readAudience } from './audience-fields.ts'

/** One theme as its fields stand in the form; `id` is empty for a new one. */
export type TypedTheme = {
  readonly id: string
  readonly number: string
  readonly title: string
  /** One point a line. */
  readonly points: string
  readonly origin: string
  readonly removed: boolean
}

/** The content as typed, ready to be shown again when it is refused. */
export type TypedContent = {
  readonly title: string
  readonly period: string
  readonly issuer: string
  readonly text: string
  readonly themes: readonly TypedTheme[]
  readonly audience: Publication['audience']
}

export function contentOf(publication: Publication): TypedContent {
  const { title, period, issuer, text, audience } = publication
  const themes = publication.themes.map(({ id, number, title, points, origin }) => ({
    id,
    number: String(number),
    title,
    points: points.join('\n'),
    origin,
    removed: false,
  }))
  return { title, period, issuer, text, audience, themes }
}

const one = z.string().default('')
/** A title stands in a field that grows with it, but is one line. */
const oneLine = (text: string) => text.replace(/\s*\r?\n\s*/g, ' ')
const many = z.union([z.array(z.string()), z.string().transform((single) => [single])]).default([])
const body = z.looseObject({
  title: one,
  period: one,
  issuer: one,
  text: one,
  themeId: many,
  themeNumber: many,
  themeTitle: many,
  themePoints: many,
  themeOrigin: many,
  removeTheme: many,
  expectedUpdatedAt: z.iso.datetime(),
})

/** The form's fields: theme fields stand in rows, one value per theme in the order shown. */
export function readContent(
  fields: unknown,
  publication: Publication,
): { readonly typed: TypedContent; readonly expectedUpdatedAt: Date } {
  const given = body.parse(fields)
  const { period, issuer, text } = given
  const title = oneLine(given.title)
  const themes = given.themeId.map((id, at) => ({
    id,
    number: given.themeNumber[at] ?? '',
    title: oneLine(given.themeTitle[at] ?? ''),
    points: given.themePoints[at] ?? '',
    origin: given.themeOrigin[at] ?? 'central',
    removed: id !== '' && given.removeTheme.includes(id),
  }))
  const audience = isFixed(publication.audience) ? publication.audience : readAudience(fields)
  return {
    typed: { title, period, issuer, text, themes, audience },
    expectedUpdatedAt: new Date(given.expectedUpdatedAt),
  }
}

/** What the domain saves. A removed theme's documents go to the whole; an empty row for a new theme is nothing. */
export function editOf(typed: TypedContent, publication: Publication): PublicationEdit {
  const { title, period, issuer, text, audience } = typed
  const kept = typed.themes.filter(({ id, removed, title }) => !removed && (id !== '' || title.trim() !== ''))
  const themes = kept.map(({ id, number, title, points, origin }) => ({
    ...(id ? { id } : {}),
    number: Number.parseInt(number, 10),
    title,
    points: points.split(/\r?\n/),
    origin,
  }))
  const numberOf = new Map(themes.flatMap((theme) => ('id' in theme ? [[theme.id, theme.number] as const] : [])))
  const ofWhole = publication.attachments.map((attachment) => ({ attachment, theme: null }))
  const ofThemes = publication.themes.flatMap((theme) =>
    theme.attachments.map((attachment) => ({ attachment, theme: numberOf.get(theme.id) ?? null })),
  )
  const attachments = [...ofWhole, ...ofThemes].map(({ attachment, theme }) => {
    const { id, title, supplier, documentNumber, file } = attachment
    return { id, title, supplier, documentNumber, theme, fileId: file?.id ?? null }
  })
  return { title, period, issuer, text, audience, themes, attachments }
}
