import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendCs } from '../../../bots/sandbox/zalo/sending.ts'
import { putCard } from '../../../bots/sandbox/zalo/template-sending.ts'
import { newTemplate } from '../../../bots/sandbox/zalo/templates.ts'
import { layPhones, oaId, type PhonesTable } from './phones-table.ts'

let table: PhonesTable
beforeAll(async () => {
  table = await layPhones()
})
afterAll(() => table.stop())

const key = () => ({ oaId, userId: table.people.byId('an')?.userId ?? '' })
function send(payload: object): string {
  const { world } = table.zalo
  const account = world.accounts.byId(oaId)
  world.chats.change(key(), { lastInteractionAt: table.clock.now() })
  const message = { attachment: { type: 'template', payload } }
  const sent = account && sendCs(world, account, { recipient: { user_id: key().userId }, message })
  return String(sent?.messageIds?.[0])
}
const share = (id: string, parameter = '') => table.press('hands', { person: 'an', do: `share ${id}`, parameter })

test('a list shows its first row large, its rows as links, its buttons, and none of its words as markup', async () => {
  const hostile = '<i id=x>Chuyên đề</i>'
  const rows = [
    { title: hostile, subtitle: 'Ba chuyên đề' },
    { title: 'Trang riêng', default_action: { type: 'oa.open.url', url: 'https://desk.example.vn/p' } },
  ]
  const button = { title: 'Gọi', type: 'oa.open.phone', payload: { phone_code: '84000000999' } }
  send({ template_type: 'list', elements: rows, buttons: [button] })
  const page = await table.page()
  expect(page).toContain('<b>&lt;i id=x&gt;Chuyên đề&lt;/i&gt;</b>')
  expect(page).toMatch(/href="https:\/\/desk\.example\.vn\/p"[^>]*>Trang riêng</)
  expect(page).toContain('href="tel:+84000000999"')
})

test('who is asked for contact details shares the own number or another, once', async () => {
  const element = { title: 'Số điện thoại', subtitle: 'Để đối chiếu', image_url: 'https://desk.example.vn/a.png' }
  const id = send({ template_type: 'request_user_info', elements: [element] })
  expect((await share(id)).status).toBe(409)
  table.people.setFlags('an', { phone: '84000000101' })
  expect(await table.page()).toContain('value="84000000101"')
  expect((await share(id)).status).toBe(204)
  await expect
    .poll(() => table.told.at(-1))
    .toMatchObject({ event_name: 'user_submit_info', info: { phone: '84000000101' } })
  expect(await table.page()).toContain('Đã chia sẻ')
  const other = send({ template_type: 'request_user_info', elements: [element] })
  expect((await share(other, '84000000555')).status).toBe(204)
  await expect.poll(() => table.told.at(-1)).toMatchObject({ info: { phone: '84000000555' } })
  expect((await share('nobody-asked')).status).toBe(404)
})

test('a template that came by phone number says so', async () => {
  const template = newTemplate.parse({
    id: '1',
    about: 'bulletin',
    name: 'Có bản tin mới',
    costVnd: 300,
    params: ['a'],
  })
  const byUid = putCard(table.zalo.world, key(), template, { a: 'x' })
  const byPhone = putCard(table.zalo.world, key(), template, { a: 'x' }, { byPhone: true })
  const page = await table.page()
  const card = (id: string) => page.slice(page.indexOf(`zalo-${id}`)).split('</li>')[0]
  expect(card(byPhone.id)).toContain('theo số điện thoại')
  expect(card(byUid.id)).not.toContain('theo số điện thoại')
})
