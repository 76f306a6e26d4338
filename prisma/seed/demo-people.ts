import type { Role } from '../../src/domain/staff/staff.ts'

/** The invented department of the demo: its staff, outlets and reporters. Nobody here exists. */
export const demoOrganisation = {
  name: 'Sở Văn hóa và Truyền thông tỉnh Sông Lam',
  shortName: 'Sở VHTT Sông Lam',
} as const

/** Whom reporters are told to ask; the number cannot be dialled. */
export const demoContact = 'Phòng Báo chí của Sở, điện thoại 0000 000 000'

export const demoPassword = 'giaoban-demo-2026'

export const demoStaff: readonly { readonly name: string; readonly email: string; readonly role: Role }[] = [
  { name: 'Lê Thu Hiền', email: 'chuyenvien@demo.giaoban.test', role: 'editor' },
  { name: 'Trần Quốc Bảo', email: 'lanhdao@demo.giaoban.test', role: 'approver' },
  { name: 'Phạm Minh Châu', email: 'vanthu@demo.giaoban.test', role: 'clerk' },
  { name: 'Võ Đình Khoa', email: 'quantri@demo.giaoban.test', role: 'administrator' },
]

export const demoOutlets: readonly { readonly key: string; readonly name: string; readonly kind: string }[] = [
  { key: 'paper', name: 'Báo Sông Lam', kind: 'provincial-press' },
  { key: 'radio', name: 'Đài Phát thanh và Truyền hình Sông Lam', kind: 'broadcaster' },
  { key: 'review', name: 'Tạp chí Miền Biển', kind: 'provincial-press' },
  { key: 'daily', name: 'Báo Nhịp Sống Mới, văn phòng Sông Lam', kind: 'resident-press' },
  { key: 'central', name: 'Báo Tiếng Nói Xanh, thường trú Bắc Miền Trung', kind: 'resident-press' },
  { key: 'portal', name: 'Cổng thông tin điện tử Sông Lam', kind: 'portal' },
]

/**
 * How the person is reached: `hoursAgo` since they last wrote to the account, null when they never did. An office has the
 * `document` by which it named its address.
 */
export type DemoReporter = {
  readonly id: string
  readonly name: string
  readonly outlet: string
  readonly reach:
    | { readonly channel: 'zalo'; readonly hoursAgo: number | null; readonly blocked?: boolean }
    | { readonly channel: 'telegram'; readonly blocked?: boolean }
    | { readonly channel: 'email'; readonly address: string; readonly document?: string }
    | { readonly channel: 'page' }
    | { readonly channel: 'none' }
}

export const demoReporters: readonly DemoReporter[] = [
  { id: 'zalo-an', name: 'Nguyễn Hoài An', outlet: 'paper', reach: { channel: 'zalo', hoursAgo: 480 } },
  { id: 'telegram-binh', name: 'Đỗ Thanh Bình', outlet: 'central', reach: { channel: 'telegram' } },
  { id: 'zalo-dung', name: 'Lưu Tiến Dũng', outlet: 'radio', reach: { channel: 'zalo', hoursAgo: 5 } },
  { id: 'zalo-giang', name: 'Hà Hương Giang', outlet: 'radio', reach: { channel: 'zalo', hoursAgo: 100 } },
  { id: 'zalo-hanh', name: 'Bùi Mỹ Hạnh', outlet: 'review', reach: { channel: 'zalo', hoursAgo: 700 } },
  { id: 'zalo-khanh', name: 'Tô Gia Khánh', outlet: 'daily', reach: { channel: 'zalo', hoursAgo: 600 } },
  { id: 'zalo-lam', name: 'Cao Tùng Lâm', outlet: 'paper', reach: { channel: 'zalo', hoursAgo: null } },
  { id: 'zalo-mai', name: 'Phan Ngọc Mai', outlet: 'portal', reach: { channel: 'zalo', hoursAgo: 550, blocked: true } },
  { id: 'telegram-nam', name: 'Hồ Hải Nam', outlet: 'daily', reach: { channel: 'telegram' } },
  { id: 'telegram-oanh', name: 'Dương Kim Oanh', outlet: 'central', reach: { channel: 'telegram', blocked: true } },
  {
    id: 'email-paper',
    name: 'Toà soạn Báo Sông Lam',
    outlet: 'paper',
    reach: { channel: 'email', address: 'toasoan@baosonglam.test', document: 'Công văn số 58/CV-BSL' },
  },
  {
    id: 'email-son',
    name: 'Đinh Hải Sơn',
    outlet: 'review',
    reach: { channel: 'email', address: 'son.dinh@mienbien.test' },
  },
  { id: 'page-phuc', name: 'Trịnh Hồng Phúc', outlet: 'review', reach: { channel: 'page' } },
  { id: 'none-quynh', name: 'Mạc Diễm Quỳnh', outlet: 'portal', reach: { channel: 'none' } },
]
