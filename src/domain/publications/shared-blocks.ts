import type { Block } from '../../channels/outgoing-message.ts'

const shared = new WeakMap<object, Map<string, readonly Block[]>>()

/**
 * The blocks that many people read alike, made once for what they were made of: a bulk sending loads its content once, and writing it
 * anew for each of a hundred thousand is a good part of its work. `variant` names all that they depend on besides `content`, of which
 * there must be few. Whoever renders them may keep what it made of the very same blocks too.
 */
export function sharedBlocks(content: object, variant: string, make: () => readonly Block[]): readonly Block[] {
  const variants = shared.get(content) ?? new Map<string, readonly Block[]>()
  shared.set(content, variants)
  const known = variants.get(variant)
  if (known) return known
  const made = make()
  variants.set(variant, made)
  return made
}
