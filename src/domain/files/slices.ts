/** The same bytes in pieces of exactly `sliceBytes`, the last one shorter; each piece is a copy of its own. */
export async function* slices(source: AsyncIterable<Uint8Array>, sliceBytes: number): AsyncIterable<Uint8Array> {
  let piece = Buffer.allocUnsafeSlow(sliceBytes)
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
      piece = Buffer.allocUnsafeSlow(sliceBytes)
      filled = 0
    }
  }
  if (filled > 0) yield Buffer.from(piece.subarray(0, filled))
}
