/** How Word prints the number of one list level. */
export type NumberFormat = {
  /** decimal, upperRoman, lowerLetter, bullet … as in the file. */
  readonly kind: string
  /** Printed pattern such as «%1.», «%1.%2.» or «a)» with its place holder. */
  readonly pattern: string
  readonly start: number
  readonly level: number
  /** List the level belongs to; levels of one list count together. */
  readonly list: string
}

/** The numbering part with every level named, and the formats under those names. */
export type NamedNumbering = { readonly xml: string; readonly formats: ReadonlyMap<string, NumberFormat> }

/**
 * Names every list level by the paragraph style it is linked to, inventing a style where there is none: the DOCX reader
 * reports that name with each paragraph but drops how the number is printed.
 */
export function nameLevels(numberingXml: string): NamedNumbering {
  const formats = new Map<string, NumberFormat>()
  let list: string | null = null
  let level: { at: string; kind: string; pattern: string; start: number; linked: string } | null = null
  const xml = numberingXml.replace(
    /<(\/?)w:(abstractNum|lvl|numFmt|lvlText|start|pStyle)(?:\s([^<>]*))?>/g,
    (tag: string, close: string, name: string, attributes = '') => {
      if (name === 'abstractNum') list = close ? null : attribute(attributes, 'w:abstractNumId')
      else if (list === null) return tag
      else if (name === 'lvl' && !close) {
        level = { at: attribute(attributes, 'w:ilvl'), kind: 'decimal', pattern: '', start: 1, linked: '' }
      } else if (level && name === 'lvl') {
        const { at, kind, pattern, start, linked } = level
        const style = linked || `level-${list}-${at}`
        formats.set(style, { kind, pattern, start, level: Math.min(Number(at) || 0, 8), list })
        level = null
        return linked ? tag : `<w:pStyle w:val="${style}"/>${tag}`
      } else if (level) {
        const value = attribute(attributes, 'w:val')
        if (name === 'numFmt') level.kind = value
        else if (name === 'lvlText') level.pattern = value
        else if (name === 'pStyle') level.linked = value
        else level.start = Number(value) || 1
      }
      return tag
    },
  )
  return { xml, formats }
}

/** Marker to print before the next paragraph of a list level. */
export type NextMarker = (levelName: string, isOrdered: boolean) => string

const unknownFormat = { pattern: '%1.', start: 1, level: 0, list: '' }

/** Counts list paragraphs as Word does and gives the marker printed before each. */
export function markerCounter(formats: ReadonlyMap<string, NumberFormat>): NextMarker {
  const counts = new Map<string, number[]>()
  return (levelName, isOrdered) => {
    const format = formats.get(levelName) ?? { ...unknownFormat, kind: isOrdered ? 'decimal' : 'bullet' }
    if (format.kind === 'none') return ''
    if (format.kind === 'bullet') return '- '
    const own = (counts.get(format.list) ?? []).slice(0, format.level + 1)
    own[format.level] = (own[format.level] ?? format.start - 1) + 1
    counts.set(format.list, own)
    const printed = (format.pattern || `%${format.level + 1}.`).replace(/%(\d)/g, (_place, level: string) =>
      printNumber(own[Number(level) - 1] ?? 1, Number(level) - 1 === format.level ? format.kind : 'decimal'),
    )
    return `${printed} `
  }
}

function printNumber(value: number, kind: string): string {
  if (kind === 'upperRoman') return roman(value)
  if (kind === 'lowerRoman') return roman(value).toLowerCase()
  const letter = 'abcdefghijklmnopqrstuvwxyz'[(value - 1) % 26] ?? 'a'
  if (kind === 'lowerLetter') return letter
  if (kind === 'upperLetter') return letter.toUpperCase()
  return kind === 'decimalZero' ? String(value).padStart(2, '0') : String(value)
}

function roman(value: number): string {
  let left = Math.min(value, 399)
  let printed = ''
  for (const [figure, sign] of [
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ] as const) {
    while (left >= figure) {
      printed += sign
      left -= figure
    }
  }
  return printed
}

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`${name}="([^"]{0,100})"`).exec(attributes)
  return (found?.[1] ?? '').replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>')
}
