import { expect, test } from 'vitest'
import { openStore } from '../../../bots/sandbox/store.ts'

test('of calls that are written down together, one that fails takes back its own lines only', async () => {
  const store = openStore(':memory:')
  store.define('CREATE TABLE lines (text TEXT)')
  const write = (text: string) => store.run('INSERT INTO lines VALUES (?)', text)
  const outcomes = [
    store.together(() => write('first')),
    store.together(() => {
      write('taken back')
      throw new Error('refused')
    }),
    store.together(() => store.transaction(() => write('third'))),
  ]
  // What somebody's thumbs do in between stands or falls by itself.
  const thumbs = () =>
    store.transaction(() => {
      write('never')
      throw new Error('no')
    })
  expect(thumbs).toThrow('no')
  expect((await Promise.allSettled(outcomes)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(store.all('SELECT text FROM lines').map(({ text }) => text)).toEqual(['first', 'third'])
  const last = store.together(() => write('last'))
  store.close()
  await last
})
