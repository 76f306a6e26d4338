import type { NewReporter, Reach } from './reporters.ts'

/** The audience of the whole loop. Nobody here exists. */
export const within48Hours = ['Nguyễn Hoài An', 'Lưu Tiến Dũng', 'Hà Hương Giang', 'Bùi Mỹ Hạnh'] as const
export const within7Days = ['Tô Gia Khánh', 'Cao Tùng Lâm', 'Phan Ngọc Mai', 'Vương Đức Nghĩa'] as const
export const older = [
  'Đặng Thu Phương',
  'Lê Quốc Việt',
  'Mai Xuân Tùng',
  'Ngô Bảo Châu Anh',
  'Phạm Thùy Dương',
  'Trần Nhật Minh',
  'Đinh Gia Bảo',
  'Vũ Khánh Linh',
  'Hoàng Yến Nhi',
  'Lý Hải Đăng',
  'Trương Mỹ Lệ',
  'Đoàn Văn Hậu',
  'Châu Ngọc Ánh',
  'Kiều Thanh Tâm',
  'Thái Hòa Bình',
  'Quách Thế Vinh',
  'Lâm Tuệ Nghi',
  'Triệu Phúc Lộc',
] as const
export const neverWrote = ['Mạc Diễm Quỳnh', 'Tạ Minh Quang'] as const
export const blockedKnown = 'Hứa Kim Tuyến'
export const blockedUnnoticed = 'Âu Dương Sơn'
export const onTelegram = [
  'Đỗ Thanh Bình',
  'Hồ Hải Nam',
  'Cù Thị Vân',
  'Bạch Hồng Nhung',
  'Lưu Quang Trí',
  'Văn Thị Cúc',
  'Giáp Văn Khoa',
] as const
export const blockedOnTelegram = 'Dương Kim Oanh'
export const onPage = ['Trịnh Hồng Phúc', 'Sầm Thu Uyên'] as const

const all = (names: readonly string[], reach: Reach): readonly NewReporter[] => names.map((name) => ({ name, reach }))

/** 30 on Zalo, 8 on Telegram, 2 by the signed page alone. */
export const fortyReporters: readonly NewReporter[] = [
  ...all(within48Hours, { on: 'zalo', hoursAgo: 5 }),
  ...all(within7Days, { on: 'zalo', hoursAgo: 100 }),
  ...all(older, { on: 'zalo', hoursAgo: 480 }),
  ...all(neverWrote, { on: 'zalo', hoursAgo: null }),
  { name: blockedKnown, reach: { on: 'zalo', hoursAgo: 30, blocked: 'known' } },
  { name: blockedUnnoticed, reach: { on: 'zalo', hoursAgo: 30, blocked: 'unnoticed' } },
  ...all(onTelegram, { on: 'telegram' }),
  { name: blockedOnTelegram, reach: { on: 'telegram', blocked: 'known' } },
  ...all(onPage, { on: 'page' }),
]
