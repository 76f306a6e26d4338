import { askedBody, asksForWork, assignsWork, dutyOf } from './duties.ts'
import { enumeration } from './enumeration.ts'
import type { LetterDuty, LetterTheme, LetterWarning } from './letter.ts'
import { isClosingWords, isDash, isNumbered, type OutlineNode } from './letter-outline.ts'
import { flat, pointsOf, themeOf } from './theme-points.ts'

/** The body sorted into matter to publish, orientation and work to do. */
export type LetterMatter = {
  readonly themes: readonly LetterTheme[]
  readonly guidance: readonly string[]
  readonly duties: readonly LetterDuty[]
}

type Found = {
  /** «Tuyên truyền …» below a request counts as a theme; only when the letter has no other. */
  readonly promote: boolean
  readonly themes: LetterTheme[]
  readonly guidance: string[]
  readonly duties: LetterDuty[]
}

/** Sorts the outline of a letter's body: what is a theme, what a duty, what general guidance. */
export function readMatter(nodes: readonly OutlineNode[]): LetterMatter {
  const found = sorted(nodes, false)
  const { themes, guidance, duties } = found.themes.length > 0 ? found : sorted(nodes, true)
  return { themes, guidance, duties }
}

/** What is odd about the numbers of the themes; the numbers themselves stay as printed. */
export function themeWarnings(themes: readonly LetterTheme[]): LetterWarning[] {
  if (themes.length === 0) return [{ code: 'no-theme', detail: '' }]
  const numbers = themes.map((theme) => theme.number)
  const repeated = numbers.filter((number, at) => numbers.indexOf(number) < at)
  const warnings: LetterWarning[] = []
  const detail = numbers.slice(0, 40).join(', ')
  if (repeated.length > 0) warnings.push({ code: 'theme-number-repeated', detail })
  const skips = numbers.some(
    (number, at) => at > 0 && number !== (numbers[at - 1] ?? 0) && number !== (numbers[at - 1] ?? 0) + 1,
  )
  if (skips || numbers[0] !== 1) warnings.push({ code: 'theme-number-order', detail })
  return warnings
}

function sorted(nodes: readonly OutlineNode[], promote: boolean): Found {
  const found: Found = { promote, themes: [], guidance: [], duties: [] }
  sortLevel(nodes, '', found)
  return found
}

function sortLevel(nodes: readonly OutlineNode[], above: string, found: Found): void {
  let lead = above
  for (const node of nodes) {
    if (isNumbered(node)) sortNumbered(node, lead, found)
    else if (isDash(node)) sortDash(node, lead, found)
    else {
      const listed = namesMatter(node.text) ? enumeration(node.text, 'figures') : null
      if (listed) takeEnumeration(listed, found)
      if (node.text.endsWith(':')) lead = node.text
      else if (isClosingWords(node.text)) lead = ''
    }
  }
}

const dutySection =
  /^(?:tổ chức thực hiện|phân công|nhiệm vụ (?:của|cụ thể)|trách nhiệm|công tác tổ chức|đề nghị\s*:?$)/iu
const guidanceSection =
  /^(?:mục đích|yêu cầu|quan điểm|phương châm|thời gian|thời lượng|hình thức|giải pháp|phương thức|kinh phí|địa điểm|lưu ý|định hướng chung|yêu cầu chung)/iu
const themeSection =
  /^(?:(?:các|những|một số)\s+)?(?:nội dung|chuyên đề|chủ đề|định hướng(?! chung)|trọng tâm|thông tin, tuyên truyền$|công tác tuyên truyền$)/iu

const tellsOfMatter =
  /^(?:(?:đẩy mạnh|tăng cường|tiếp tục|tập trung|chủ động)\s+)?(?:(?:công tác|việc)\s+)?(?:tuyên truyền|truyền thông|thông tin|phổ biến|phản ánh|giới thiệu|quảng bá)(?=[\s,])/iu

function sortNumbered(node: OutlineNode, lead: string, found: Found): void {
  const heading = node.text.length <= 200 ? node.text : ''
  const below = node.children.filter(isNumbered)
  if (dutySection.test(heading)) takeDuties(node, found)
  else if (guidanceSection.test(heading) && (node.marker?.rank ?? 2) < 2)
    found.guidance.push(...flat(node.children.flatMap(withoutHeading)).flatMap(pointsOf))
  else if (themeSection.test(heading) && (below.length > 0 || holdsEnumeration(node)))
    sortLevel(node.children, `${heading}:`, found)
  else if (themeSection.test(heading)) found.themes.push(themeOf(node, numberOf(node, found)))
  else if (found.promote && tellsOfMatter.test(node.text)) found.themes.push(themeOf(node, numberOf(node, found)))
  else if (asksForWork(lead)) found.duties.push(dutyOf(node, askedBody(lead)))
  else if (assignsWork(node.text) && !namesMatter(node.text.slice(0, 250))) found.duties.push(dutyOf(node, null))
  else found.themes.push(themeOf(node, numberOf(node, found)))
}

/** «1. Mục đích» only heads the lines below it. */
function withoutHeading(node: OutlineNode): readonly OutlineNode[] {
  return isNumbered(node) && node.children.length > 0 && !/[.;:]$/.test(node.text) ? node.children : [node]
}

/** Below «Tổ chức thực hiện» each numbered part or dash is one body's work. */
function takeDuties(section: OutlineNode, found: Found): void {
  const parts = section.children.filter((child) => child.marker !== null)
  const duties = parts.length > 0 ? parts : section.children
  found.duties.push(...(duties.length > 0 ? duties.map((part) => dutyOf(part, null)) : [dutyOf(section, null)]))
}

function sortDash(node: OutlineNode, lead: string, found: Found): void {
  if (lead !== '' && asksForWork(lead)) found.duties.push(dutyOf(node, askedBody(lead)))
  else found.guidance.push(...[node.text, ...flat(node.children)].flatMap((text) => text.trim().replace(/;$/, '')))
}

function takeEnumeration(listed: NonNullable<ReturnType<typeof enumeration>>, found: Found): void {
  for (const item of listed.items) {
    const node: OutlineNode = { marker: null, text: item.text, children: [] }
    found.themes.push({ ...themeOf(node, item.number), title: item.text.replace(/[.;]$/, ''), points: [] })
  }
  if (listed.rest !== '') found.guidance.push(listed.rest)
}

function holdsEnumeration(node: OutlineNode): boolean {
  return node.children.some(
    (child) => child.marker === null && namesMatter(child.text) && enumeration(child.text, 'figures') !== null,
  )
}

/** Whether what stands before «(1)» announces contents, so that the items are themes and no mere points. */
function namesMatter(text: string): boolean {
  const at = text.indexOf('(1)')
  const lead = at >= 0 ? text.slice(Math.max(0, at - 200), at) : text
  return /(?:nội dung|chuyên đề|chủ đề|vấn đề|trọng tâm)[^.]{0,120}:?\s*$/iu.test(lead)
}

function numberOf(node: OutlineNode, found: Found): number {
  return node.marker?.value || found.themes.length + 1
}
