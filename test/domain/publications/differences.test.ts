import { expect, test } from 'vitest'
import { differencesBetween, markChange } from '../../../src/domain/publications/differences.ts'
import type { Publication } from '../../../src/domain/publications/publication.ts'

const file = (sha256: string) => ({ id: sha256, sha256, name: 'a.pdf', mediaType: 'application/pdf', sizeBytes: 1 })
const attachment = (sha256: string) => ({
  id: 'a',
  title: 'Phụ lục',
  supplier: null,
  documentNumber: null,
  file: file(sha256),
})
const theme = (number: number, title: string, ...points: string[]) => ({
  ...{ id: `t${number}`, number, title, points, origin: 'central' },
  attachments: [],
})
const first = {
  ...{ title: 'Bản tin', period: '', issuer: 'Sở', text: 'Giá tăng 5% từ nay.' },
  themes: [theme(1, 'Một', 'ý a'), theme(2, 'Hai')],
  attachments: [attachment('aa')],
} as unknown as Publication

test.each([
  ['nothing', {}, []],
  ['the text', { text: 'Giá tăng 3% từ nay.' }, [{ part: 'text', before: first.text, after: 'Giá tăng 3% từ nay.' }]],
  [
    'a point of a theme, and a theme more',
    { themes: [theme(1, 'Một', 'ý b'), theme(2, 'Hai'), theme(3, 'Ba')] },
    [
      { part: 'theme', number: 1, before: 'Một\ný a', after: 'Một\ný b' },
      { part: 'theme', number: 3, before: '', after: 'Ba' },
    ],
  ],
  [
    'another file under the same name',
    { attachments: [attachment('bb')] },
    [{ part: 'documents', before: 'Phụ lục · a.pdf', after: 'Phụ lục · a.pdf' }],
  ],
])('the approver of a correction is shown %s', (_what, change, differences) => {
  expect(differencesBetween(first, { ...first, ...change } as Publication)).toEqual(differences)
})

test.each([
  ['Giá tăng 5% từ nay.', 'Giá tăng 3% từ nay.', ['Giá tăng ', '5% ', '3% ', 'từ nay.']],
  ['', 'Mới', ['', '', 'Mới', '']],
  ['một hai', 'một hai', ['một hai', '', '', '']],
  ['a b', 'a a b', ['a ', '', 'a ', 'b']],
])('between "%s" and "%s" only what changed is marked', (before, after, [head, gone, fresh, tail]) => {
  const marked = markChange(before, after)
  expect(marked).toEqual({ head, before: gone, after: fresh, tail })
  expect(marked.head + marked.before + marked.tail).toBe(before)
  expect(marked.head + marked.after + marked.tail).toBe(after)
})
