/** Zalo's nights, days and months are taken to be Vietnam's, which knows no summer time. October 2026 */
export const vietnamAheadMs = 7 * 3_600_000

/** `2026-11` */
export const vietnamMonth = (at: Date): string => shifted(at).toISOString().slice(0, 7)

/** `22/11/2026 14:05`, as an office writes it. */
export function vietnamMoment(at: Date): string {
  const [day = '', time = ''] = shifted(at).toISOString().split('T')
  return `${day.split('-').toReversed().join('/')} ${time.slice(0, 5)}`
}

const shifted = (at: Date) => new Date(at.getTime() + vietnamAheadMs)
