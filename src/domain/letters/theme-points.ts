import { enumeration, splitFirstSentence } from './enumeration.ts'
import type { LetterAttachment, LetterTheme } from './letter.ts'
import type { OutlineNode } from './letter-outline.ts'
import { takeMaterialNotes } from './materials.ts'

const longestTitle = 300

/** Makes a theme of a numbered part: its heading, the points below it, the material it announces. */
export function themeOf(node: OutlineNode, number: number): LetterTheme {
  const heading = takeMaterialNotes(node.text)
  const [title, first] = splitHeading(heading.rest || node.text, node.children.length > 0)
  const attachments: LetterAttachment[] = [...heading.attachments]
  const points = first === '' ? [] : pointsOf(first)
  for (const child of flat(node.children)) {
    const taken = takeMaterialNotes(child)
    attachments.push(...taken.attachments)
    points.push(...pointsOf(taken.rest))
  }
  return { number, title, points, attachments }
}

/** Cuts a paragraph into points: its «(i) … (ii)» items with their lead-in before them, else the paragraph itself. */
export function pointsOf(paragraph: string): string[] {
  if (paragraph === '') return []
  const listed = enumeration(paragraph, 'roman') ?? enumeration(paragraph, 'figures')
  if (!listed) return [trimPoint(paragraph)]
  const points = [listed.lead, ...listed.items.map((item) => item.text), listed.rest]
  return points.map(trimPoint).filter((point) => point !== '')
}

/** Every paragraph below a node, in reading order, without markers. */
export function flat(nodes: readonly OutlineNode[]): string[] {
  return nodes.flatMap((node) => [node.text, ...flat(node.children)])
}

/** A heading stands alone above its paragraphs; without any, its first sentence or what stands before the colon heads it. */
function splitHeading(text: string, hasParagraphs: boolean): readonly [string, string] {
  const [sentence, rest] = splitFirstSentence(text)
  const colon = /:\s/.exec(sentence)
  if (
    colon &&
    colon.index >= 8 &&
    colon.index <= 200 &&
    !(hasParagraphs && rest === '' && sentence.length <= 120 && !sentence.endsWith('.'))
  ) {
    return [trimTitle(sentence.slice(0, colon.index)), `${sentence.slice(colon.index + 1).trim()} ${rest}`.trim()]
  }
  if (sentence.length <= longestTitle || rest !== '') return [trimTitle(sentence), rest]
  return [trimTitle(sentence), '']
}

function trimTitle(text: string): string {
  return text.trim().replace(/[\s.:;,]+$/, '')
}

function trimPoint(text: string): string {
  return text.trim().replace(/;$/, '').trim()
}
