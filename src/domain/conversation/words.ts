import { typedAnswers } from '../conferences/conference.ts'
import { hasAccents, plainWords, tidy } from './plain-words.ts'

export type Word =
  | 'start'
  | 'stop'
  | 'help'
  | 'my-data'
  | 'cancel'
  | 'all-files'
  | 'invitation'
  | 'publication'
  /** Yes to an invitation, or to whatever was asked. */
  | 'accept'
  | 'decline'
  | 'name-other'
  | 'answer-later'
  /** Yes and no that only fit a question. */
  | 'agree'
  | 'disagree'
  | 'greeting'
  | 'thanks'

/** The letters of the buttons are said in the hints of the invitation and the bulletin; the words are what people write instead. */
const spellings: Readonly<Record<Word, readonly string[]>> = {
  start: ['start', 'bắt đầu', 'đăng ký', 'đăng kí', 'nhận tin', 'nhận tin lại'],
  stop: [
    '/stop',
    'stop',
    'dừng',
    'dừng lại',
    'dừng nhận',
    'dừng nhận tin',
    'ngừng',
    'ngừng nhận',
    'ngừng nhận tin',
    'thôi nhận',
    'thôi nhận tin',
    'không nhận tin nữa',
    'hủy đăng ký',
    'huỷ đăng ký',
    'unsubscribe',
  ],
  help: ['/help', 'help', 'trợ giúp', 'hướng dẫn', 'giúp', 'giúp đỡ', 'menu', '/menu', '?'],
  'my-data': ['/mydata', 'mydata', 'my data', 'dữ liệu của tôi', 'dữ liệu', 'dữ liệu của em'],
  cancel: ['/cancel', 'cancel', 'hủy', 'huỷ', 'hủy bỏ', 'huỷ bỏ', 'thôi', 'bỏ qua', 'skip'],
  'all-files': [
    't',
    'tài liệu',
    'tất cả tài liệu',
    'xin tài liệu',
    'toàn bộ tài liệu',
    'tệp',
    'file',
    'files',
    'all files',
  ],
  invitation: ['m', 'mời', 'giấy mời', 'xem giấy mời', 'thư mời', 'invitation'],
  publication: ['b', 'bản tin', 'xem bản tin', 'nội dung', 'bulletin'],
  accept: [
    typedAnswers.accept,
    'có',
    'tham dự',
    'có tham dự',
    'sẽ tham dự',
    'xin tham dự',
    'đồng ý tham dự',
    'xác nhận tham dự',
    'dự',
    'có dự',
    'sẽ dự',
    'yes',
    'y',
    'accept',
    'attend',
  ],
  decline: [
    typedAnswers.decline,
    'không',
    'ko',
    'không dự',
    'không dự được',
    'không tham dự',
    'không tham dự được',
    'không thể tham dự',
    'từ chối',
    'xin vắng',
    'vắng',
    'bận',
    'no',
    'decline',
  ],
  'name-other': [
    typedAnswers['name-other'],
    'cử người khác',
    'người khác',
    'cử người',
    'someone else',
    'name someone else',
  ],
  'answer-later': [typedAnswers['answer-later'], 'sau', 'trả lời sau', 'để sau', 'later', 'answer later'],
  agree: ['đồng ý', 'tôi đồng ý', 'ok', 'okay', 'oke', 'agree', 'i agree', 'nhất trí'],
  disagree: ['không đồng ý', 'ko đồng ý', 'disagree'],
  greeting: [
    'xin chào',
    'chào',
    'chào anh',
    'chào chị',
    'chào anh chị',
    'alo',
    'hello',
    'hi',
    'ad ơi',
    'anh ơi',
    'chị ơi',
  ],
  thanks: ['cảm ơn', 'cám ơn', 'xin cảm ơn', 'thanks', 'thank you', 'đã nhận', 'đã rõ'],
}

const exact = new Map<string, Word>()
const accentless = new Map<string, Word>()
for (const [word, texts] of Object.entries(spellings) as [Word, readonly string[]][])
  for (const text of texts) {
    exact.set(tidy(text), word)
    accentless.set(plainWords(text), accentless.get(plainWords(text)) ?? word)
  }

/** A whole message that is one of our words. With accents it must be written right: "đúng" is not "dừng". */
export function wordOf(typed: string): Word | undefined {
  const text = tidy(typed)
  if (text === '') return typed.trim() === '?' ? 'help' : undefined
  return exact.get(text) ?? exact.get(otherTonePlace(text)) ?? (hasAccents(text) ? undefined : accentless.get(text))
}

/** Both ways of placing the tone mark are in use: "huỷ" and "hủy", "hoà" and "hòa". */
const otherTonePlace = (text: string): string => text.replaceAll('uỷ', 'ủy').replaceAll('oà', 'òa')
