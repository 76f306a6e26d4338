/** How somebody of the invented department is reached on the day of the first sending. */
export type MonthPerson = {
  readonly name: string
  readonly outlet: string
  readonly outletKind: string
  readonly group: PersonGroup
}

/** The groups of the story, with how many people each has. 160 in all. */
const groupSizes = {
  within48Hours: 22,
  within7Days: 18,
  older: 76,
  neverWrote: 6,
  blocked: 4,
  blockedWithMail: 2,
  telegramOnly: 3,
  mail: 20,
  nothing: 9,
} as const
export type PersonGroup = keyof typeof groupSizes

export const onZalo: readonly PersonGroup[] = [
  'within48Hours',
  'within7Days',
  'older',
  'neverWrote',
  'blocked',
  'blockedWithMail',
]

/** 62 outlets; the last 27 of them have the 41 people who answer late or not at all. */
export const outletCount = 62
export const lateOutlets = 27
export const latePeople = 41

/** The same 160 people each time. Those who answer late come from the groups that chats reach at once. */
export function monthPeople(): readonly MonthPerson[] {
  const groups = Object.entries(groupSizes).flatMap(([group, size]) =>
    Array.from({ length: size }, (_, at) => ({ group: group as PersonGroup, at })),
  )
  // Two of the first group block the account without a word, so they answer nothing late.
  const isLate = ({ group, at }: { readonly group: PersonGroup; readonly at: number }) =>
    (group === 'within48Hours' && at >= 2) || group === 'within7Days' || group === 'telegramOnly'
  const late = groups.filter(isLate)
  const early = groups.filter((person) => !isLate(person))
  const earlyOutlets = outletCount - lateOutlets
  const placed = [
    ...early.map((person, at) => ({ ...person, outlet: at % earlyOutlets })),
    // 14 outlets with two people, 13 with one.
    ...late.map((person, at) => ({ ...person, outlet: earlyOutlets + (at < 28 ? at >> 1 : at - 14) })),
  ]
  return placed.map(({ group, outlet }, at) => ({
    name: nameOf(at),
    outlet: `Báo Sông Bằng số ${outlet + 1}`,
    // About 90 of the 160 belong to the province's own press, to whom most announcements go.
    outletKind: outlet % 35 < 20 ? 'provincial-press' : 'resident-press',
    group,
  }))
}

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý']
const middles = ['Thu', 'Hải', 'Minh', 'Ngọc', 'Quang', 'Thị', 'Văn', 'Gia', 'Khánh', 'Bảo', 'Xuân']
const givens = ['An', 'Bình', 'Chi', 'Dung', 'Giang', 'Hà', 'Khoa', 'Lan', 'Mai', 'Nam', 'Oanh', 'Phúc', 'Quỳnh', 'Sơn']

/** 13, 11 and 14 have no common divisor, so no name comes twice among 2,002. */
function nameOf(at: number): string {
  return [families[at % 13], middles[at % 11], givens[at % 14]].join(' ')
}
