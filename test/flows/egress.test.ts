import { lookup } from 'node:dns/promises'
import { createConnection } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { request } from 'undici'
import { beforeAll, expect, test } from 'vitest'
import { blockEgress, refusedEgress } from './block-egress.ts'
import { freePort, openDesk } from './desk.ts'
import { enrol } from './reporters.ts'

beforeAll(blockEgress)

const trips = async (attempt: () => Promise<unknown>) => {
  const before = refusedEgress.length
  await expect(attempt()).rejects.toThrow()
  return refusedEgress.splice(before)
}

test('a planted call to another machine trips, however it is made', async () => {
  expect(await trips(() => request('http://203.0.113.7/'))).toContain('203.0.113.7')
  expect(await trips(() => fetch('https://press.example/'))).toContain('press.example')
  expect(await trips(() => lookup('press.example'))).toEqual(['dns press.example'])
  const opened = (open: () => { once(event: string, then: (value: unknown) => void): unknown }) =>
    new Promise((resolve, reject) => {
      const socket = open()
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
  expect(await trips(() => opened(() => createConnection(443, '203.0.113.8')))).toEqual(['203.0.113.8'])
  const secure = { host: 'openapi.zalo.example', port: 443 }
  expect(await trips(() => opened(() => connectTls(secure)))).toContain('openapi.zalo.example')
})

test('a call within the machine passes', async () => {
  const port = await freePort()
  const before = refusedEgress.length
  await expect(request(`http://127.0.0.1:${port}/`)).rejects.toThrow(/ECONNREFUSED/)
  expect(refusedEgress.length).toBe(before)
})

test('the whole service starts, answers both chats and stops without a call to anywhere but the platforms', async () => {
  {
    await using desk = await openDesk()
    const people = await enrol(desk, [
      { name: 'Nguyễn Hoài An', reach: { on: 'zalo', hoursAgo: 5 } },
      { name: 'Đỗ Thanh Bình', reach: { on: 'telegram' } },
    ])
    await desk.settled()
    for (const { phone } of people.values()) {
      await phone.text(`https://baosongbang.example/mua-lu-${phone.channel}.html`)
      expect((await phone.received()).at(-1)?.text).toContain('Đã lưu')
    }
    const health = await fetch(`${desk.address}/healthz`)
    expect(health.status).toBe(200)
  }
  expect(refusedEgress).toEqual([])
})
