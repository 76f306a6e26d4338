import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zaloSettings } from '../../../bots/zalo/config.ts'
import { renderZalo } from '../../../bots/zalo/render.ts'
import { shorten, splitText } from '../../../bots/zalo/split-text.ts'
import type { CsMessage, ZaloButton, ZaloPart } from '../../../bots/zalo/zalo-part.ts'
import type { Block, Button, CarriedFile } from '../../../src/channels/outgoing-message.ts'
import { createTexts } from '../../../src/texts.ts'

const { say } = createTexts()
/** A few seconds of work, on a machine that may have other things to do. */
const timeout = 60_000

const bare = (text: string) => text.toWellFormed().replace(/\s+/g, '').normalize('NFD')

/** Letters of all kinds in one long string, of which texts are cut out anywhere: cheaper than to make up each anew. */
const pool = [
  'a',
  'ế',
  'ợ',
  'Đ',
  ' ',
  ' ',
  '\n',
  '🇻🇳',
  '👩‍👩‍👧',
  '1',
  '\n\n',
  'e\u0302\u0301',
  'tuyên truyền ',
  '\u0000',
  '“”',
]
const letters = Array.from({ length: 20_000 }, (_, at) => pool[(at * at * 7 + at * 13 + (at >> 3)) % pool.length]).join(
  '',
)
const words = (maxLength: number) =>
  fc
    .tuple(fc.nat(15_000), fc.nat(maxLength), fc.boolean())
    .map(([from, length, composed]) => letters.slice(from, from + length).normalize(composed ? 'NFC' : 'NFD'))
const short = words(30)
const url = fc.nat(9_999).map((number) => `https://bao.example.vn/tin-${number}?x=1&y=a%20b`)

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('heading', 'paragraph', 'quote', 'hint'), text: words(80) }) as fc.Arbitrary<Block>,
  fc.record({
    kind: fc.constant('quote' as const),
    text: fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: words(4500) }),
  }),
  fc.record({ kind: fc.constant('points' as const), items: fc.array(short, { maxLength: 4 }) }),
  fc.record({
    kind: fc.constant('numbered' as const),
    items: fc.array(fc.record({ number: fc.nat(20), text: short }), { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('link' as const), label: short, url }),
)
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ label: words(120), reference: fc.nat(999).map((number) => `ot${number}.`.padEnd(48, 'x')) }),
  fc.record({ label: words(120), url }),
  fc.record({ label: short, reference: fc.constant('closed'), closed: fc.constant(true as const) }),
  fc.record({ label: words(120), ask: fc.constant('phone' as const) }),
)
const file: fc.Arbitrary<CarriedFile> = fc.record({
  sha256: fc.constant('0'.repeat(64)),
  name: short,
  mediaType: fc.constantFrom('application/pdf', 'image/png', 'image/gif', 'text/csv', 'application/zip'),
  sizeBytes: fc.constantFrom(10, 1_000_001, 5_000_001),
  url,
})
const settings = fc
  .record({
    queryButtons: fc.boolean(),
    listMessages: fc.boolean(),
    csvUpload: fc.boolean(),
    contactImageUrl: fc.constantFrom(undefined, 'https://desk.example.vn/card.png'),
  })
  .map((given) => zaloSettings.parse(JSON.parse(JSON.stringify(given))))

const messagesOf = (parts: readonly ZaloPart[]) =>
  parts.flatMap((part): CsMessage[] =>
    part.kind === 'cs' ? [part.message, ...(part.plain === undefined ? [] : [{ text: part.plain }])] : [],
  )
function checkMessage({ text, attachment }: CsMessage) {
  const units: (readonly [string, number])[] = [[text ?? '', 2000]]
  const payload = attachment?.type === 'template' ? attachment.payload : undefined
  const buttons: readonly ZaloButton[] = payload && 'buttons' in payload ? (payload.buttons ?? []) : []
  if (buttons.length > 5) throw new Error('too many buttons')
  for (const one of buttons) units.push([one.title, 100], [typeof one.payload === 'string' ? one.payload : '', 1000])
  if (payload && 'elements' in payload) {
    if (payload.elements.length > 5) throw new Error('too many elements')
    for (const one of payload.elements) if ('title' in one) units.push([one.title, 100], [one.subtitle ?? '', 500])
  }
  for (const [said, limit] of units)
    if (said.length > limit || !said.isWellFormed() || said !== said.normalize('NFC'))
      throw new Error(`${said.length} of ${limit}: ${JSON.stringify(said)}`)
}
/** The words of a message, wherever it says them; what goes instead of buttons says them again. */
function told(part: ZaloPart): string {
  if (part.kind !== 'cs') return ''
  const payload = part.message.attachment?.type === 'template' ? part.message.attachment.payload : undefined
  if (payload && 'template_type' in payload)
    return payload.template_type === 'list' ? `${payload.elements[0]?.title}${payload.elements[0]?.subtitle}` : ''
  return part.message.text ?? ''
}
function textOf(blocks: readonly Block[]): string {
  return blocks
    .map((each) => {
      if (each.kind === 'numbered') return each.items.map(({ number, text }) => `${number}.${text}`).join('')
      if (each.kind === 'points') return each.items.map((item) => `–${item}`).join('')
      if (each.kind === 'link') return `${each.label}:${each.url}`
      return 'text' in each ? each.text : ''
    })
    .join('\n')
}

test('ten thousand odd messages: nothing is over a limit, no letter is torn, and every word goes out', {
  timeout,
}, () => {
  const count = { lists: 0, cards: 0, buttons: 0, several: 0 }
  fc.assert(
    fc.property(
      fc.array(block, { maxLength: 4 }),
      fc.array(button, { maxLength: 8 }),
      fc.array(file, { maxLength: 2 }),
      settings,
      (blocks, buttons, files, given) => {
        const outgoing = { kind: 'message', blocks, buttons, files } as const
        const parts = renderZalo(outgoing, { settings: given, say }).map(({ body }) => body as ZaloPart)
        for (const message of messagesOf(parts)) checkMessage(message)
        // Plain comparisons: ten thousand times, the matchers of the test library would take most of the time.
        const said = bare(parts.map(told).join('\n'))
        const hints = blocks.filter(({ kind }) => kind === 'hint')
        const all = JSON.stringify(parts)
        const lost = [
          said.startsWith(bare(textOf(blocks.filter(({ kind }) => kind !== 'hint')))) ? [] : ['words'],
          hints.filter((hint) => !said.includes(bare(textOf([hint])))),
          buttons.filter((one) => 'url' in one && !all.includes(one.url)),
          all.includes('"closed"') ? ['a button that is closed for us only'] : [],
        ].flat()
        if (lost.length > 0) throw new Error(JSON.stringify(lost))
        if (all.includes('"list"')) count.lists++
        if (all.includes('request_user_info')) count.cards++
        if (all.includes('oa.query.hide')) count.buttons++
        if (parts.length > 2) count.several++
      },
    ),
    { numRuns: 10_000 },
  )
  for (const [what, times] of Object.entries(count)) expect([what, times > 50]).toEqual([what, true])
})

test('ten thousand odd texts are split and shortened within any limit', { timeout }, () => {
  fc.assert(
    fc.property(words(90), fc.integer({ min: 4, max: 60 }), (given, limit) => {
      const text = given.toWellFormed().normalize('NFC')
      const pieces = splitText(text, limit)
      const bad = [...pieces, shorten(text, limit)].filter((piece) => piece.length > limit || !piece.isWellFormed())
      const empty = pieces.some((piece) => piece.trim() === '')
      if (bad.length > 0 || empty || bare(pieces.join('')) !== bare(text)) throw new Error(JSON.stringify(pieces))
    }),
    { numRuns: 10_000 },
  )
})
