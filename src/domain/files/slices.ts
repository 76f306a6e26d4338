/** The same bytes in pieces of exactly `sliceBytes`, the last one shorter; each piece is a copy of its own. */
export async function* slices(
  source: AsyncIterable<Uint8Array>,
  sliceBytes: number,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(sliceBytes)
  let filled = 0
  for await (const chunk of source) {
    let from = 0
    while (from < chunk.length) {
      const taken = Math.min(sliceBytes - filled, chunk.length - from)
      piece.set(chunk.subarray(from, from + taken), filled)
      filled += taken
      from += taken
      if (filled < sliceBytes) continue
      yield piece
      piece = new Uint8Array(sliceBytes)
      filled = 0
    }
  }
  if (filled > 0) yield piece.slice(0, filled)
}
