import { expect, it } from 'vitest'
import { createTexts } from '../src/texts.ts'

it('a key that is missing is a bug and says which', () => {
  expect(() => createTexts().say('vi', 'no-such-key')).toThrow('no-such-key')
})
