import { expect, test } from 'vitest'
import { canonicalJson, contentHash } from '../../../src/domain/publications/content-hash.ts'
import type { Publication } from '../../../src/domain/publications/publication.ts'

const file = { id: 'f1', sha256: 'aa', name: 'a.pdf', mediaType: 'application/pdf', sizeBytes: 1 }
const attachment = { id: 'a1', title: 'Tài liệu', supplier: 'Chi cục Thủy lợi', documentNumber: null, file }
const theme = {
  id: 't1',
  number: 1,
  title: 'Mùa lũ',
  points: ['một', 'hai'],
  origin: 'central',
  attachments: [attachment],
}
const at = new Date('2026-11-16T05:00:00Z')
const conference = {
  id: 'c1',
  organisationId: 'o1',
  publicationId: 'p1',
  kind: 'Họp báo',
  title: 'Họp báo tháng 11',
  startsAt: at,
  place: 'Hội trường',
  agenda: '',
  answerBy: at,
  contact: '',
  cancelledAt: null,
}
const publication: Publication = {
  id: 'p1',
  organisationId: 'o1',
  kind: 'bulletin',
  state: 'draft',
  letterId: null,
  title: 'Bản tin',
  period: 'Tháng 11/2026',
  issuer: 'Sở',
  text: '',
  audience: { kind: 'everyone' },
  corrects: null,
  replacedBy: null,
  recalledAt: null,
  recalledBy: null,
  recallReason: null,
  themes: [theme],
  attachments: [],
  conferences: [conference],
  documentNumber: null,
  issuedOn: null,
  signedFile: null,
  releasedBy: null,
  releasedAt: null,
  createdBy: 'mai',
  createdAt: at,
  updatedAt: at,
}
const hash = contentHash(publication)

test('equal values give equal text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'Ẩ' }], a: at })).toBe(
    canonicalJson({ a: at, b: [1, { c: 'Ẩ', d: null }] }),
  )
  expect(canonicalJson({ a: 1, b: undefined })).toBe('{"a":1}')
})

const changes: readonly (readonly [string, Partial<Publication>])[] = [
  ['title', { title: 'Bản tin khác' }],
  ['period', { period: '' }],
  ['issuer', { issuer: 'Bộ' }],
  ['text', { text: 'thêm' }],
  ['audience', { audience: { kind: 'outlet-kinds', kinds: ['portal'] } }],
  ['who is left out', { audience: { kind: 'everyone', except: ['r1'] } }],
  ['a theme more', { themes: [theme, { ...theme, number: 2 }] }],
  ['theme number', { themes: [{ ...theme, number: 2 }] }],
  ['theme title', { themes: [{ ...theme, title: 'Mùa khô' }] }],
  ['a point', { themes: [{ ...theme, points: ['một'] }] }],
  ['order of points', { themes: [{ ...theme, points: ['hai', 'một'] }] }],
  ['an attachment moved to the whole', { themes: [{ ...theme, attachments: [] }], attachments: [attachment] }],
  ['supplier', { themes: [{ ...theme, attachments: [{ ...attachment, supplier: null }] }] }],
  [
    'the file behind an attachment',
    { themes: [{ ...theme, attachments: [{ ...attachment, file: { ...file, sha256: 'bb' } }] }] },
  ],
  ['conference taken away', { conferences: [] }],
  ['time of the conference', { conferences: [{ ...conference, startsAt: new Date('2026-11-17T05:00:00Z') }] }],
  ['place of the conference', { conferences: [{ ...conference, place: 'Nơi khác' }] }],
]
test.each(changes)('another %s is other content', (_what, change) => {
  expect(contentHash({ ...publication, ...change })).not.toBe(hash)
})

const others: readonly (readonly [string, Partial<Publication>])[] = [
  ['number and date', { documentNumber: '12/TB', issuedOn: at }],
  ['signed PDF', { signedFile: file }],
  ['state and release', { state: 'released', releasedBy: 'tuan', releasedAt: at, updatedAt: new Date(0) }],
  ['ids of its parts', { id: 'p2', themes: [{ ...theme, id: 't2', attachments: [{ ...attachment, id: 'a2' }] }] }],
]
test.each(others)('%s are not part of the content', (_what, change) => {
  expect(contentHash({ ...publication, ...change })).toBe(hash)
})
