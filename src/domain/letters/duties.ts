import { bodyFirstWord } from './body-names.ts'
import type { LetterDuty } from './letter.ts'
import type { OutlineNode } from './letter-outline.ts'
import { flat } from './theme-points.ts'

const works =
  '(?:chủ trì|phối hợp|chỉ đạo|tổ chức|thực hiện|triển khai|đăng tải|đăng, phát|đăng|phát sóng|tuyên truyền|tăng cường|đẩy mạnh|bố trí|cử|gửi|báo cáo|xây dựng|theo dõi|cung cấp|tập trung|mở|dành|quan tâm|tăng|phản ánh|lồng ghép|duy trì|rà soát|phổ biến|tham mưu|giới thiệu|bảo đảm|niêm yết|vận động|khẩn trương|hướng dẫn|kịp thời|chủ động|tiếp tục|căn cứ|có trách nhiệm)'
const actors = `(?:(?:Các\\s+)?(?:cơ quan|đơn vị|báo|đài|phóng viên|văn phòng|sở|ban|ngành|phòng|trung tâm|xã|phường|địa phương|huyện|thành phố|trường)|${bodyFirstWord}|Báo(?! (?:cáo|hiếu|động))|Cổng|Thường trực|Trường)`
const asked = /(?:đề nghị|yêu cầu|giao|phân công|kính đề nghị)\s+/iu

/** Whether the sentence above a list asks for work rather than naming matter to publish. */
export function asksForWork(lead: string): boolean {
  const end = lead.slice(-400)
  if (
    /(?:nội dung (?:tuyên truyền|thông tin|định hướng)|định hướng tuyên truyền|chuyên đề|chủ đề)[^.]{0,120}$/iu.test(
      end,
    )
  )
    return false
  if (
    /tập trung (?:thông tin|tuyên truyền|vào|các nội dung)|(?:tuyên truyền|thông tin)[^.]{0,80}(?:nội dung|vấn đề)[^.]{0,30}$/iu.test(
      end,
    )
  )
    return false
  return (
    /(?:đề nghị|yêu cầu|giao|chỉ đạo|phân công)/iu.test(end) &&
    /(?:thực hiện|triển khai|phối hợp|quan tâm|nhiệm vụ|:)/iu.test(end)
  )
}

/** Whether a numbered part by itself assigns work: it opens with a request, or with a body and what it is to do. */
export function assignsWork(text: string): boolean {
  const start = text.slice(0, 250)
  if (/^(?:Đề nghị|Kính đề nghị|Giao|Yêu cầu|Phân công)\s/u.test(start)) return true
  return new RegExp(`^${actors}[^.:;]{0,140}?(?::|\\s${works}\\s)`, 'u').test(start)
}

/** Makes a duty of a part; when it names nobody, the body named above the list has it. */
export function dutyOf(node: OutlineNode, asking: string | null): LetterDuty {
  const text = [node.text, ...flat(node.children)].join('\n')
  if (node.children.length > 0 && isActor(node.text)) return { addressee: node.text.replace(/[\s:.]+$/, ''), text }
  return { addressee: namedIn(node.text) ?? asking, text }
}

/** Whom a sentence asks: «đề nghị X chỉ đạo …» names X. */
export function askedBody(lead: string): string | null {
  const end = lead.slice(-500)
  const request = [...end.matchAll(new RegExp(asked.source, 'giu'))].at(-1)
  if (!request) return null
  return bodyBefore(end.slice(request.index + request[0].length))
}

function namedIn(text: string): string | null {
  const start = text.slice(0, 300)
  const request = /^(?:Kính đề nghị|Đề nghị|Giao|Yêu cầu|Phân công)\s+(?:cho\s+)?/u.exec(start)
  if (request) return bodyBefore(start.slice(request[0].length))
  return isActor(start) ? bodyBefore(start) : null
}

function isActor(text: string): boolean {
  return text.length <= 300 && new RegExp(`^${actors}(?=[\\s:]|$)`, 'u').test(text)
}

function bodyBefore(text: string): string | null {
  const found = new RegExp(`^([^.:;]{2,160}?)(?:\\s*:|,?\\s${works}(?=\\s|$))`, 'u').exec(text)
  const name = found?.[1]?.trim()
  return name && isBody(name) ? name : null
}

/** "các đơn vị" are somebody; "các nội dung sau" and "lưu ý những điểm sau" are not. */
const isBody = (name: string): boolean =>
  isActor(name) || (/^(?:các|từng|mỗi)\s/iu.test(name) && !/nội dung|vấn đề|nhiệm vụ|điểm/iu.test(name))
