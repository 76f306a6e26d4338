import { expect, test } from 'vitest'
import { sharedBlocks } from '../../../src/domain/publications/shared-blocks.ts'

test('what many read alike is written once for each way of reading, and never for other content', () => {
  let written = 0
  const write = (text: string) => () => {
    written += 1
    return [{ kind: 'paragraph', text } as const]
  }
  const [first, second] = [{}, {}]
  const read = [
    sharedBlocks(first, 'vi', write('một')),
    sharedBlocks(first, 'vi', write('never written')),
    sharedBlocks(first, 'en', write('one')),
    sharedBlocks(second, 'vi', write('hai')),
  ]
  expect(read.map(([block]) => block && 'text' in block && block.text)).toEqual(['một', 'một', 'one', 'hai'])
  expect(written).toBe(3)
  expect(read[1]).toBe(read[0])
})
