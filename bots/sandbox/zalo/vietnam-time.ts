const aheadMs = 7 * 3_600_000

const there = (at: Date): string => new Date(at.getTime() + aheadMs).toISOString()

/** Zalo counts days and nights in Vietnam, without summer time. */
export const vietnamDay = (at: Date): string => there(at).slice(0, 10)
export const vietnamMonth = (at: Date): string => there(at).slice(0, 7)

/** Between 22:00 and 06:00. */
export function isVietnamNight(at: Date): boolean {
  const hour = Number(there(at).slice(11, 13))
  return hour >= 22 || hour < 6
}
