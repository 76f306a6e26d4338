import { describe, expect, test } from 'vitest'
import { readLetter } from '../../../src/domain/letters/read-letter.ts'
import { read, sampleText } from './sample-letters.ts'

describe('a ministry letter that lists its themes inside a sentence', () => {
  const letter = read(sampleText('bo-dich-vu-so'))

  test('the form above the text gives number, date, subject and addressee', () => {
    expect(letter).toMatchObject({
      documentNumber: '418/BDVS-TTCS',
      place: 'Hà Nội',
      issuedOn: '2025-02-06',
      subject: 'cung cấp nội dung phục vụ giao ban báo chí về dịch vụ số',
      addressees: ['Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương'],
    })
  })

  test('without a letterhead the issuer comes from the number, and the editor is told', () => {
    expect(letter.issuer).toBe('Bộ Dịch vụ số')
    expect(letter.warnings).toContainEqual({ code: 'issuer-derived', detail: 'Bộ Dịch vụ số' })
  })

  test('what stands behind (1) to (4) are the themes, also after «và»', () => {
    expect(letter.themes.map(({ number, title }) => [number, title])).toEqual([
      [1, 'nộp hồ sơ trực tuyến không phải đi lại'],
      [2, 'tài khoản định danh cho người cao tuổi'],
      [3, 'thanh toán học phí, viện phí không dùng tiền mặt'],
      [4, 'Phòng ngừa lừa đảo trên mạng khi làm thủ tục'],
    ])
  })

  test('numbered parts that assign work are duties of the body asked, the heading above the themes is none', () => {
    expect(letter.duties.map(({ addressee }) => addressee)).toEqual(
      Array(2).fill('Ủy ban nhân dân các tỉnh, thành phố'),
    )
    expect(letter.duties[0]?.text).toMatch(/^Rà soát danh sách phóng viên/)
    expect(letter.guidance).toHaveLength(2)
  })

  test('an appendix behind a QR code is noted for the editor', () => {
    expect(letter.attachments).toEqual([{ title: 'Phụ lục', supplier: null }])
    expect(letter.warnings.map(({ code }) => code)).toContain('material-by-qr')
  })
})

describe('an authority letter out of a PDF, broken into lines', () => {
  const letter = read(sampleText('cuc-an-toan-thien-tai'))

  test('headings and paragraphs are joined again and page numbers go', () => {
    expect(letter.themes.map(({ number, title }) => [number, title])).toEqual([
      [1, 'An toàn hồ, đập trước mùa mưa lũ'],
      [2, 'Kỹ năng đi lại an toàn của học sinh vùng ngập, nhất là học sinh phải qua suối, qua ngầm tràn'],
      [3, 'Thông tin về bảo hiểm tàu cá nhỏ'],
    ])
    expect(letter.themes[1]?.points).toEqual([
      'Tăng cường thông tin bằng tiếng dân tộc:',
      'không qua ngầm khi nước chảy xiết',
      'mặc áo phao khi đi đò',
      'báo cho thầy cô khi đường đến trường bị chia cắt.',
      'Giới thiệu cách làm hay của các trường bán trú trong việc giữ học sinh ở lại khi có mưa lớn.',
    ])
  })

  test('each theme has its own material with the body that supplied it', () => {
    expect(letter.themes.map(({ attachments }) => attachments)).toEqual([
      [{ title: 'Tài liệu hỏi đáp', supplier: 'Vụ Quản lý công trình, Bộ Thủy lợi và Nông thôn' }],
      [],
      [{ title: 'Tư liệu ảnh', supplier: 'Trung tâm Thông tin thủy sản' }],
    ])
  })

  test('a blank day and number stay blank', () => {
    expect(letter).toMatchObject({ documentNumber: null, issuedOn: null, subject: null, place: 'Hà Nội' })
    expect(letter.warnings).toContainEqual({ code: 'date-partial', detail: 'ngày tháng năm 2025' })
  })

  test('the signature and «Nơi nhận» with its purposes are read', () => {
    expect(letter.issuer).toBe('Cục Truyền thông cộng đồng')
    expect(letter.signer).toEqual({ capacity: 'KT. CỤC TRƯỞNG', title: 'PHÓ CỤC TRƯỞNG', name: 'Hoàng Thị Thu Hà' })
    expect(letter.copies).toEqual([
      { addressee: 'Như trên', purpose: null },
      { addressee: 'Thứ trưởng Lê Minh Khuê', purpose: 'để b/c' },
      { addressee: 'VT, TTĐC', purpose: 'Lưu' },
    ])
  })
})

describe('a department letter with two columns and Roman sections', () => {
  const letter = read(sampleText('so-du-lich-mua-le-hoi'))

  test('the department of the letterhead writes, not the committee above it', () => {
    expect(letter).toMatchObject({
      issuer: 'Sở Văn hóa, Thể thao và Du lịch',
      documentNumber: '275/SVHTTDL-QLDL',
      place: 'Sông Lam',
      issuedOn: '2025-03-14',
      subject: 'tuyên truyền mùa du lịch biển và sức khỏe học đường',
    })
  })

  test('addressees by kind are a list', () => {
    expect(letter.addressees).toEqual([
      'Các cơ quan báo chí của tỉnh',
      'Văn phòng đại diện, phóng viên thường trú các báo Trung ương tại tỉnh',
      'Cổng Thông tin điện tử tỉnh',
    ])
  })

  test('a theme number that the original repeats is kept and flagged', () => {
    expect(letter.themes.map(({ number }) => number)).toEqual([1, 2, 2])
    expect(letter.themes.map(({ points }) => points.length)).toEqual([2, 2, 1])
    expect(letter.warnings).toContainEqual({ code: 'theme-number-repeated', detail: '1, 2, 2' })
  })

  test('below «Tổ chức thực hiện» every body has its duty', () => {
    expect(letter.duties.map(({ addressee }) => addressee)).toEqual([
      'Báo Sông Lam, Đài Phát thanh và Truyền hình tỉnh',
      'Văn phòng đại diện các báo Trung ương tại tỉnh',
    ])
    expect(letter.duties[1]?.text).not.toContain('Gửi kèm')
  })

  test('material for the whole letter and the appendix after the signature are attachments', () => {
    expect(letter.attachments.map(({ title }) => title)).toEqual([
      'Kế hoạch khai trương mùa du lịch biển năm 2025',
      'PHỤ LỤC I',
    ])
    expect(letter.signer).toEqual({ capacity: 'KT. GIÁM ĐỐC', title: 'PHÓ GIÁM ĐỐC', name: 'Trần Quốc Bảo' })
    expect(letter.copies).toHaveLength(4)
  })
})

describe('what cannot be read as it is', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['blank lines', ' \n\f\n \t', 'empty'],
    ['more than 200,000 characters', 'a '.repeat(100_001), 'too-long'],
    ['a stamped letter', sampleText('mat-dien-tap'), 'secret'],
  ])('%s is refused', (_name, text, refused) => {
    expect(readLetter(text)).toEqual({ refused })
  })

  test('a text with no theme is no error: the editor goes on by hand', () => {
    const letter = read('Kính gửi: Các cơ quan báo chí\nSở mời anh/chị dự buổi gặp mặt đầu năm.')
    expect(letter.themes).toEqual([])
    expect(letter.warnings).toEqual([{ code: 'no-theme', detail: '' }])
  })

  test.each([
    ['Hà Nội, ngày 31 tháng 02 năm 2025', null, ['date-impossible']],
    ['Hà Nội, ngày … tháng 5 năm 2025', null, ['date-partial']],
    ['Đà Lạt, ngày 5 tháng 12 năm 2025', '2025-12-05', []],
  ])('date «%s» is read as %s', (line, issuedOn, codes) => {
    const letter = read(`${line}\nKính gửi: Các báo\n1. Tuyên truyền an toàn đường thủy`)
    expect([letter.issuedOn, letter.warnings.map(({ code }) => code)]).toEqual([issuedOn, codes])
  })

  test('a number that the clerk has yet to give stays blank', () => {
    const letter = read('Số:      /SYT-NVY\nKính gửi: Các báo\n1. Tuyên truyền tiêm chủng mở rộng')
    expect(letter.documentNumber).toBeNull()
    expect(letter.warnings.map(({ code }) => code)).toEqual(['number-blank'])
  })

  test('theme numbers out of order are kept and flagged', () => {
    const letter = read('Kính gửi: Các báo\n1. Tuyên truyền bơi an toàn\n3. Tuyên truyền đọc sách')
    expect(letter.themes.map(({ number }) => number)).toEqual([1, 3])
    expect(letter.warnings).toEqual([{ code: 'theme-number-order', detail: '1, 3' }])
  })
})
