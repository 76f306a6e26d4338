import { expect, test } from 'vitest'
import type { Finding } from '../../../src/channels/channel.ts'
import { createTexts } from '../../../src/texts.ts'
import { newKeep } from './ports.ts'
import { app, listenFor, oaId, seedSecrets, settings, templates, until, zaloChannel, zaloStand } from './stand.ts'

const { say } = createTexts()
const prices = { templateCostVnd: 275 }
/** What is not in order, each with its sentence in both languages; a missing text would show its key. */
function shown(findings: readonly Finding[]) {
  for (const { code, state, values } of findings)
    for (const locale of ['vi', 'en'] as const)
      for (const key of state === 'ok' ? [code] : [code, `${code}-do`]) {
        const sentence = say(locale, `doctor-zalo-${key}`, values)
        expect(sentence).not.toMatch(/doctor-zalo|\{|undefined/)
      }
  return findings.filter(({ state }) => state !== 'ok').map(({ code, state }) => `${state} ${code}`)
}
const hello = { kind: 'message', blocks: [{ kind: 'paragraph', text: 'Xin chào' }], buttons: [], files: [] } as const

test('an account in order has a table without a fault, and says what it charged and what is left', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand, { more: prices })
  await using webhook = await listenFor(desk.channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  const { userId } = stand.person('an', 60)
  const [part] = desk.channel.render(hello)
  if (part) await desk.channel.send(userId, part)
  await stand.do('an', 'text', { text: 'Chào' })
  await until(() => webhook.updates.length > 0)
  await desk.channel.care?.()
  const findings = await desk.channel.examine()
  expect(shown(findings).filter((each) => !/consent/.test(each))).toEqual([])
  const values = (code: string) => findings.find((finding) => finding.code === code)?.values
  expect(values('connected')).toEqual({ name: 'Sở thử nghiệm', id: oaId })
  expect(values('charged')).toEqual({ vnd: 55, messages: 1, month: '11/2026' })
  expect(values('rate')).toMatchObject({ limit: 2000 })
  expect(values('webhook')).toEqual({ moment: '02/11/2026 08:00' })
  expect(values('template')).toMatchObject({ about: 'bulletin', price: 275 })
})

test.each([
  { name: 'nobody ever called the webhook', expected: ['warning webhook-never'] },
  {
    name: 'the package has no API',
    tier: 'standard',
    expected: ['failing package-too-small', 'warning webhook-never'],
  },
  { name: 'it is not verified', oa: { verified: false }, expected: ['failing not-verified', 'warning webhook-never'] },
  {
    name: 'no cloud account pays',
    oa: { zcaLinked: false },
    expected: ['warning no-cloud-account', 'warning webhook-never'],
  },
  {
    name: 'managing users and reading back was not granted',
    oa: { permissions: ['send-messages', 'oa-information', 'message-events', 'user-events'] },
    expected: ['failing permission-users-missing', 'failing permission-messages-missing', 'warning webhook-never'],
  },
  {
    name: 'a kind of notice has no template',
    more: { templates: { ...settings.templates, reminder: undefined } },
    expected: ['warning template-missing', 'warning webhook-never'],
  },
  {
    name: 'a template is not known there',
    more: { templates: { ...settings.templates, reminder: '999' } },
    expected: ['failing template-not-there', 'warning webhook-never'],
  },
  {
    name: 'a price has changed since',
    more: { templatePrices: { '410001': { priceVnd: 250 } } },
    expected: ['warning template-price', 'warning webhook-never'],
  },
  {
    name: 'the settings use less than the package allows',
    more: { requestsPerMinute: 100 },
    expected: ['warning webhook-never', 'note rate-setting-low'],
  },
])('where $name, the table says so', async ({ tier = 'full', oa, more = {}, expected }) => {
  await using stand = await zaloStand({ tier })
  if (oa) await stand.control(`/zalo/oas/${oaId}/state`, oa)
  const desk = await zaloChannel(stand, { more: { ...prices, ...more } })
  await desk.channel.care?.()
  const told = shown(await desk.channel.examine())
  expect(told.filter((each) => !/consent|permission-.*-unknown|template-unread/.test(each))).toEqual(expected)
})

test.each([
  { name: 'waits for approval', change: { status: 'PENDING_REVIEW' }, expected: 'failing template-not-approved' },
  {
    name: 'wants more than we say',
    change: { params: ['recipient', 'room'] },
    expected: 'failing template-wants-more',
  },
  {
    name: 'wants less',
    change: { params: ['recipient', 'issuer', 'subject'] },
    expected: 'warning template-wants-less',
  },
])('a template that $name is told as $expected', async ({ expected, change }) => {
  await using stand = await zaloStand()
  const [first, ...others] = templates
  const registered = [{ ...first, ...change }, ...others]
  const body = { ...app, oaId, name: 'Sở', package: 'full', refreshToken: 'seed-1', templates: registered }
  await stand.control('/zalo/oas', body)
  const desk = await zaloChannel(stand, { more: prices })
  expect(shown(await desk.channel.examine())).toContain(expected)
})

test('an account that is connected and yet refused when it sends is shown as such until a sending goes through', async () => {
  await using stand = await zaloStand()
  const keep = newKeep(seedSecrets)
  const desk = await zaloChannel(stand, { keep, more: prices })
  const { userId } = stand.person('an', 1)
  const send = async () => {
    const [part] = desk.channel.render(hello)
    return part && desk.channel.send(userId, part)
  }
  stand.fault({ method: 'message/cs', failure: { kind: 'answer', status: 200, body: { error: -224 } } })
  await send()
  // Another process shows it as well.
  const other = await zaloChannel(stand, { keep, more: prices })
  await until(() => keep.memory.cannotSend !== undefined)
  expect(shown(await other.channel.examine())).toContain('failing connected-cannot-send')
  await send()
  await desk.channel.care?.()
  expect(shown(await desk.channel.examine())).not.toContain('failing connected-cannot-send')
})

test('without a token the table says what is wrong instead of falling over', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand, { keep: newKeep({ ...seedSecrets, seedRefreshToken: 'stolen' }) })
  expect(shown(await desk.channel.examine())).toContain('failing not-connected')
})

test('the templates are listed with their fields and both prices, refused ones are not', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const listed = await desk.channel.templates?.()
  expect(listed).toHaveLength(templates.length)
  expect(listed?.[0]).toMatchObject({ id: '410001', approved: true, priceVnd: 275, priceByPhoneVnd: 375 })
  expect(listed?.[0]?.fields).toContain('document_number')
})
