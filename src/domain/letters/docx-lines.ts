import type { NextMarker } from './docx-numbering.ts'

/** What is used of the tree the DOCX reader builds; its own types leave it open. */
type DocxNode = {
  readonly type?: string
  readonly value?: string
  readonly breakType?: string
  readonly isAllCaps?: boolean
  readonly numbering?: { readonly paragraphStyleId?: string; readonly isOrdered?: boolean } | null
  readonly children?: readonly DocxNode[]
}

/** Writes a document tree as lines: a letterhead's columns one after the other, data rows with tabs. */
export function documentLines(document: unknown, nextMarker: NextMarker): string[] {
  return blockLines(document as DocxNode, nextMarker)
}

function blockLines(node: DocxNode, nextMarker: NextMarker): string[] {
  if (node.type === 'paragraph') return paragraphLines(node, nextMarker)
  if (node.type === 'table') return childrenOf(node).flatMap((row) => rowLines(row, nextMarker))
  return childrenOf(node).flatMap((child) => blockLines(child, nextMarker))
}

function paragraphLines(paragraph: DocxNode, nextMarker: NextMarker): string[] {
  const text = inlineText(paragraph)
  if (text.trim() === '') return ['']
  const marker = paragraph.numbering
    ? nextMarker(paragraph.numbering.paragraphStyleId ?? '', paragraph.numbering.isOrdered === true)
    : ''
  return `${marker}${text}`.split('\n')
}

/** Two columns are a form (letterhead, signature) and read down; more are data and read across. */
function rowLines(row: DocxNode, nextMarker: NextMarker): string[] {
  const cells = childrenOf(row).map((cell) => blockLines(cell, nextMarker).filter((line) => line.trim() !== ''))
  return cells.length > 2 ? [cells.map((cell) => cell.join(' ')).join('\t')] : cells.flat()
}

function inlineText(node: DocxNode, allCaps = false): string {
  const caps = allCaps || node.isAllCaps === true
  switch (node.type) {
    case 'text':
      return caps ? (node.value ?? '').toUpperCase() : (node.value ?? '')
    case 'tab':
      return '\t'
    case 'break':
      return '\n'
    default:
      return childrenOf(node)
        .map((child) => inlineText(child, caps))
        .join('')
  }
}

function childrenOf(node: DocxNode): readonly DocxNode[] {
  return node.children ?? []
}
