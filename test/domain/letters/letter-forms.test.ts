import { expect, test } from 'vitest'
import { read } from './sample-letters.ts'

test('a party guidance without «Kính gửi» gives its subject, themes, guidance and the duty of each body', () => {
  const letter = read(`BAN TUYÊN GIÁO TỈNH ỦY
*
Số 45-HD/BTGTU
ĐẢNG CỘNG SẢN VIỆT NAM
An Khê, ngày 02 tháng 01 năm 2026
HƯỚNG DẪN
Tuyên truyền ngày hội đọc sách năm 2026
-----
Ban Tuyên giáo Tỉnh ủy hướng dẫn như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao thói quen đọc của người dân.
II. NỘI DUNG TUYÊN TRUYỀN
1. Tuyên truyền ý nghĩa của việc đọc sách.
2. Giới thiệu thư viện lưu động; biểu dương người làm tốt.
III. TỔ CHỨC THỰC HIỆN
1. Sở Văn hóa
Chỉ đạo các thư viện mở cửa cuối tuần.
2. Các địa phương
Trưng bày sách tại nhà văn hóa.
Nơi nhận:
- Các cơ quan báo chí,
- Lưu HC.
TRƯỞNG BAN
Nguyễn Thị Bình An`)
  expect(letter).toMatchObject({
    documentNumber: '45-HD/BTGTU',
    issuer: 'Ban Tuyên giáo Tỉnh ủy',
    subject: 'Tuyên truyền ngày hội đọc sách năm 2026',
    guidance: ['Nâng cao thói quen đọc của người dân.'],
    signer: { capacity: null, title: 'TRƯỞNG BAN', name: 'Nguyễn Thị Bình An' },
    warnings: [],
  })
  expect(letter.themes.map(({ title }) => title)).toEqual([
    'Tuyên truyền ý nghĩa của việc đọc sách',
    'Giới thiệu thư viện lưu động; biểu dương người làm tốt',
  ])
  expect(letter.duties.map(({ addressee }) => addressee)).toEqual(['Sở Văn hóa', 'Các địa phương'])
})

test('decimal numbers, letters and text after a colon become points; a request among the themes is a duty', () => {
  const letter = read(`Kính gửi: Các cơ quan báo chí trên địa bàn tỉnh
Sở đề nghị các cơ quan báo chí tập trung tuyên truyền các nội dung sau:
1. Phòng chống đuối nước: Tuyên truyền về dạy bơi; cảnh báo nơi nguy hiểm.
2. Chuyển đổi số
2.1. Dịch vụ công trực tuyến.
2.2. Thanh toán không dùng tiền mặt.
3. Kỳ thi tốt nghiệp
a) Công tác chuẩn bị.
b) Hỗ trợ thí sinh.
(Có Đề cương tuyên truyền kèm theo)
4. Đề nghị Đài Phát thanh và Truyền hình tỉnh tăng thời lượng bản tin du lịch.
Nhận được công văn này, đề nghị các cơ quan triển khai thực hiện./.
Nơi nhận:
- Như trên;
TL. GIÁM ĐỐC
TRƯỞNG PHÒNG BÁO CHÍ
(Đã ký)
ThS. Phạm Văn Dũng`)
  expect(letter.themes.map(({ title, points }) => [title, points])).toEqual([
    ['Phòng chống đuối nước', ['Tuyên truyền về dạy bơi; cảnh báo nơi nguy hiểm.']],
    ['Chuyển đổi số', ['Dịch vụ công trực tuyến.', 'Thanh toán không dùng tiền mặt.']],
    ['Kỳ thi tốt nghiệp', ['Công tác chuẩn bị.', 'Hỗ trợ thí sinh.']],
  ])
  expect(letter.themes[2]?.attachments).toEqual([{ title: 'Đề cương tuyên truyền', supplier: null }])
  expect(letter.duties.map(({ addressee }) => addressee)).toEqual(['Đài Phát thanh và Truyền hình tỉnh'])
  expect(letter.signer).toEqual({ capacity: 'TL. GIÁM ĐỐC', title: 'TRƯỞNG PHÒNG BÁO CHÍ', name: 'ThS. Phạm Văn Dũng' })
  expect(letter.copies).toEqual([{ addressee: 'Như trên', purpose: null }])
})

test('«Chuyên đề 1:» heads a theme, and what comes along at the end belongs to the whole', () => {
  const letter = read(`Kính gửi các anh chị phóng viên,
Sở Du lịch thông tin một số nội dung:
Chuyên đề 1: Lễ hội biển
Khai mạc tối 30/4 tại quảng trường.
Chuyên đề 2: Giá vé tham quan
Giảm 20% cho học sinh.
Tài liệu gửi kèm: Thông cáo báo chí; Danh sách đầu mối liên hệ.`)
  expect(letter.issuer).toBe('Sở Du lịch')
  expect(letter.themes.map(({ number, title, points }) => [number, title, points.length])).toEqual([
    [1, 'Lễ hội biển', 1],
    [2, 'Giá vé tham quan', 1],
  ])
  expect(letter.attachments.map(({ title }) => title)).toEqual(['Thông cáo báo chí', 'Danh sách đầu mối liên hệ'])
})

test('what is asked for is never taken for who is asked', () => {
  const { duties } = read(`Kính gửi: Các trạm y tế
Cục đề nghị lưu ý các nội dung sau:
1. Báo cáo kết quả về Cục trước ngày 30/6/2025.`)
  expect(duties.map(({ addressee }) => addressee)).not.toContain('lưu ý các nội dung sau')
})

test('below a plain request, «Truyền thông …» is a theme when the letter has no other', () => {
  const letter = read(`Kính gửi: Các trạm y tế
Cục đề nghị các đơn vị thực hiện tốt các nội dung sau:
1. Truyền thông phòng sốt xuất huyết tại hộ gia đình.
2. Báo cáo kết quả về Cục trước ngày 30/6/2025.`)
  expect(letter.themes.map(({ title }) => title)).toEqual(['Truyền thông phòng sốt xuất huyết tại hộ gia đình'])
  expect(letter.duties).toEqual([{ addressee: 'các đơn vị', text: 'Báo cáo kết quả về Cục trước ngày 30/6/2025.' }])
})
