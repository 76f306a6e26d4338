import { describe, expect, test } from 'vitest'
import { readLetter } from '../../../src/domain/letters/read-letter.ts'
import { bearsSecrecyStamp } from '../../../src/domain/letters/secrecy.ts'

const below = '\nKính gửi: Các cơ quan báo chí\n1. Tuyên truyền an toàn giao thông'

describe('a secrecy stamp', () => {
  test.each([
    'MẬT',
    'TỐI MẬT',
    'TUYỆT MẬT',
    'Mật',
    'mật',
    'Tối mật',
    'M Ậ T',
    'T U Y Ệ T  M Ậ T',
    '[MẬT]',
    '*** TỐI MẬT ***',
    '(Mật)',
    'Độ mật: Mật',
    'ĐỘ MẬT: TỐI MẬT',
    'Độ mật',
    'Độ mật: ……',
    'Mức độ mật: Tuyệt mật',
    'MẬT - Bản số: 02',
    'HỎA TỐC - MẬT',
    'TÀI LIỆU MẬT',
    'TOI MAT',
    'MẬT'.normalize('NFD'),
    'M\u200BẬT',
    'SỞ Y TẾ          TUYỆT MẬT',
    'SỞ Y TẾ\tĐộ mật: Mật',
    'Số: 12/BC-SYT (MẬT)',
  ])('«%s» above the text has the letter refused', (stamp) => {
    expect(readLetter(`${stamp}${below}`)).toEqual({ refused: 'secret' })
  })

  test('a stamp on a later page counts as well', () => {
    const pages = Array.from({ length: 60 }, (_, at) => `Đoạn ${at} nói về thư viện lưu động ở các xã.`).join('\n')
    expect(bearsSecrecyStamp(`${pages}\n\fTUYỆT MẬT\n${pages}`)).toBe(true)
  })
})

describe('a word that only sounds like a stamp', () => {
  test.each([
    'V/v tăng cường bảo mật thông tin cá nhân',
    'V/v CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC',
    'PHÒNG BẢO MẬT',
    'MẬT ĐỘ DÂN SỐ',
    'Mật độ giao thông dịp lễ',
    'Mật ong rừng',
    'Mật khẩu không nên dùng chung',
    'CỤC MẬT MÃ',
    'Hội nghị bí mật kinh doanh',
    'Độ mật: Không',
    'Độ mật: Thường',
    'Độ mật độ cao của khu phố cổ',
    'Văn bản này không thuộc danh mục bí mật nhà nước',
    'thân mật',
    'THƯỢNG KHẨN',
    'HỎA TỐC',
    'MAT XA',
  ])('«%s» is no stamp', (line) => {
    expect(bearsSecrecyStamp(`${line}${below}`)).toBe(false)
  })

  test('honey in a table far below the head is no stamp', () => {
    const lines = Array.from({ length: 30 }, () => 'Gạo nếp\tChè\tĐỗ xanh')
    expect(bearsSecrecyStamp([...lines, 'Gạo\tMật\tTrà'].join('\n'))).toBe(false)
  })

  test.each(['bảo vệ bí\nmật', 'KHÔNG LÀM LỘ BÍ\nMẬT', 'giữ bảo\nMật'])(
    'a hard wrap inside «%s» is no stamp',
    (text) => {
      expect(bearsSecrecyStamp(`${text}${below}`)).toBe(false)
    },
  )
})
