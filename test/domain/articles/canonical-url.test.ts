import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalUrl } from '../../../src/domain/articles/canonical-url.ts'

const same: readonly (readonly [rule: string, address: string, canonical: string])[] = [
  ['plain', 'https://baonui.vn/tin-1.html', 'https://baonui.vn/tin-1.html'],
  ['http', 'http://baonui.vn/tin-1.html', 'https://baonui.vn/tin-1.html'],
  ['capitals in the host only', 'HTTPS://BaoNui.VN/Tin-1', 'https://baonui.vn/Tin-1'],
  ['www', 'https://www.baonui.vn/a', 'https://baonui.vn/a'],
  ['mobile', 'https://m.baonui.vn/a', 'https://baonui.vn/a'],
  ['www and mobile', 'https://www.m.baonui.vn/a', 'https://baonui.vn/a'],
  ['amp host', 'https://amp.baonui.vn/a', 'https://baonui.vn/a'],
  ['amp path', 'https://baonui.vn/a/amp/', 'https://baonui.vn/a'],
  ['amp parameter', 'https://baonui.vn/a?amp=1', 'https://baonui.vn/a'],
  ['a domain that is itself called m', 'https://m.vn/a', 'https://m.vn/a'],
  ['a section of its own stays', 'https://thethao.baonui.vn/a', 'https://thethao.baonui.vn/a'],
  ['fragment', 'https://baonui.vn/a#binh-luan', 'https://baonui.vn/a'],
  ['campaigns', 'https://baonui.vn/a?utm_source=zalo&utm_medium=chat&id=5', 'https://baonui.vn/a?id=5'],
  ['social networks', 'https://baonui.vn/a?fbclid=xyz&zarsrc=30&mibextid=q', 'https://baonui.vn/a'],
  ['order of parameters', 'https://baonui.vn/a?b=2&a=1', 'https://baonui.vn/a?a=1&b=2'],
  ['trailing slash', 'https://baonui.vn/a/', 'https://baonui.vn/a'],
  ['doubled slash', 'https://baonui.vn//muc//a', 'https://baonui.vn/muc/a'],
  ['the front page', 'https://baonui.vn', 'https://baonui.vn/'],
  ['default port', 'https://baonui.vn:443/a', 'https://baonui.vn/a'],
  ['default port of http', 'http://baonui.vn:80/a', 'https://baonui.vn/a'],
  ['a port of its own', 'http://baonui.vn:8080/a', 'https://baonui.vn:8080/a'],
  ['a name and password', 'https://ai:matkhau@baonui.vn/a', 'https://baonui.vn/a'],
  ['a dot behind the host', 'https://baonui.vn./a', 'https://baonui.vn/a'],
  ['escapes in lower case', 'https://baonui.vn/hu%e1%ba%bf', 'https://baonui.vn/hu%E1%BA%BF'],
  ['letters written out', 'https://baonui.vn/huế', 'https://baonui.vn/hu%E1%BA%BF'],
  ['a stray percent sign', 'https://baonui.vn/100%', 'https://baonui.vn/100%'],
  ['a Vietnamese domain', 'https://báonúi.vn/a', 'https://xn--boni-5na6m.vn/a'],
  ['a public address of numbers', 'http://93.184.216.34/a', 'https://93.184.216.34/a'],
]

test.each(same)('one item, one address: %s', (_rule, address, canonical) => {
  expect(canonicalUrl(address)).toEqual({ kind: 'canonical', url: canonical })
})

const refused: readonly (readonly [address: string, reason: string])[] = [
  ['http://127.0.0.1/a', 'private-address'],
  ['http://127.1/a', 'private-address'],
  ['http://2130706433/', 'private-address'],
  ['http://0x7f.0.0.1/', 'private-address'],
  ['http://0/', 'private-address'],
  ['http://10.0.0.5/a', 'private-address'],
  ['http://192.168.1.1/', 'private-address'],
  ['http://172.16.3.4/', 'private-address'],
  ['http://100.64.0.1/', 'private-address'],
  ['http://169.254.169.254/latest/meta-data', 'private-address'],
  ['http://[::1]/', 'private-address'],
  ['http://[fe80::1]/', 'private-address'],
  ['http://[fd00::1]/', 'private-address'],
  ['http://[::ffff:10.0.0.1]/', 'private-address'],
  ['http://[64:ff9b::10.0.0.1]/', 'private-address'],
  ['http://[2002:7f00:1::]/', 'private-address'],
  ['http://localhost:3000/', 'private-address'],
  ['http://desk.localhost/', 'private-address'],
  ['http://may-in.local/', 'private-address'],
  ['http://metadata.google.internal/', 'private-address'],
  ['http://tepchung/', 'private-address'],
  ['ftp://baonui.vn/a', 'not-a-link'],
  ['file:///etc/passwd', 'not-a-link'],
  ['javascript:alert(1)', 'not-a-link'],
  ['https://', 'not-a-link'],
  ['xin chào', 'not-a-link'],
  [`https://baonui.vn/${'a'.repeat(3000)}`, 'too-long'],
]

test.each(refused)('refused: %.60s', (address, reason) => {
  expect(canonicalUrl(address)).toEqual({ kind: 'refused', reason })
})

test('a canonical address is canonical already', () => {
  const address = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string().map((tail) => `https://www.baonui.vn/${tail}`),
  )
  fc.assert(
    fc.property(address, (typed) => {
      const once = canonicalUrl(typed)
      if (once.kind === 'canonical') expect(canonicalUrl(once.url)).toEqual(once)
    }),
    { numRuns: 150 },
  )
})

test('whatever is given, asking for the canonical address never fails', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => canonicalUrl(text).kind.length > 0))
})
