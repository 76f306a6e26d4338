import { bodyFirstWord } from './body-names.ts'
import { type LineMarker, markerOf } from './line-marker.ts'

/** A paragraph of the body with what hangs below it. */
export type OutlineNode = {
  readonly marker: LineMarker | null
  /** The paragraph without its marker. */
  readonly text: string
  readonly children: OutlineNode[]
}

/** Rank of a dash: deeper than anything numbered. */
const dashRank = 6

/** Hangs each paragraph below the number it belongs to; the letter's last words hang below none. */
export function outline(paragraphs: readonly string[]): OutlineNode[] {
  const nodes = paragraphs.map(
    (text): OutlineNode => ({ marker: markerOf(text), text: markerOf(text)?.rest ?? text, children: [] }),
  )
  const lastNumbered = nodes.findLastIndex((node) => node.marker !== null && node.marker.rank <= 3)
  const roots: OutlineNode[] = []
  let open: OutlineNode[] = []
  for (const [at, node] of nodes.entries()) {
    if (node.marker) open = open.filter((above) => rankOf(above) < rankOf(node))
    else if (at > lastNumbered && isClosingWords(node.text)) open = []
    else open = open.filter((above) => rankOf(above) < 4)
    const above = open.at(-1)
    if (above) above.children.push(node)
    else roots.push(node)
    if (node.marker) open.push(node)
  }
  return roots
}

/** Whether a node is a numbered part, not a dash or an unnumbered paragraph. */
export function isNumbered(node: OutlineNode): boolean {
  return node.marker !== null && node.marker.rank < 5
}

/** Whether a node is a dash or a bracketed letter. */
export function isDash(node: OutlineNode): boolean {
  return node.marker !== null && node.marker.rank >= 5
}

const bodySpeaks = new RegExp(
  `^${bodyFirstWord}\\s[^.:;]{0,90}?\\s?(?:gửi|đề nghị|trân trọng|yêu cầu|kính|rất mong|thông báo|giao)\\s`,
  'u',
)

/** Whether a paragraph only takes leave: thanks, whom to ask, «X gửi … để triển khai». */
export function isClosingWords(text: string): boolean {
  const start = text.slice(0, 200)
  return (
    /^(?:Trên đây là|Trong quá trình|Nhận được (?:công văn|văn bản)|Đề nghị|Kính đề nghị|Rất mong|Xin |Trân trọng|(?:Xin )?[Gg]ửi kèm|Đính kèm|(?:Nội dung )?[Cc]hi tiết |Tài liệu (?:gửi kèm|đính kèm|kèm theo)|Kèm theo|Mọi (?:thông tin|vướng mắc)|Thông tin (?:chi tiết|phản hồi|liên hệ)|Căn cứ (?:nội dung|các nội dung))/u.test(
      start,
    ) || bodySpeaks.test(start)
  )
}

function rankOf(node: OutlineNode): number {
  return node.marker?.rank ?? dashRank + 1
}
