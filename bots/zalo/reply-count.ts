import type { Clock } from '../../src/platform/clock.ts'

/** How many messages went to each person lately, for accounts whose free replies are capped; of this process only. */
export type ReplyCount = {
  sent(address: string): void
  since(address: string, interactionAt: Date | null): number
}

/** The old cap counted replies within 48 hours of a word of the person. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const keptMs = 48 * 3_600_000
const people = 5_000

export function createReplyCount({ now }: Clock): ReplyCount {
  const sentAt = new Map<string, readonly number[]>()
  const recent = (address: string, from: number) => (sentAt.get(address) ?? []).filter((at) => at >= from)
  return {
    sent(address) {
      const at = now().getTime()
      const kept = [...recent(address, at - keptMs), at]
      // Whoever was written to longest ago is forgotten first.
      sentAt.delete(address)
      sentAt.set(address, kept)
      const [oldest] = sentAt.keys()
      if (sentAt.size > people && oldest !== undefined) sentAt.delete(oldest)
    },
    since: (address, interactionAt) => (interactionAt === null ? 0 : recent(address, interactionAt.getTime()).length),
  }
}
