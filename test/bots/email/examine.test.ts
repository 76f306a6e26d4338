import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmailChannel } from '../../../bots/email/channel.ts'
import { createSmtpClient, serverOf } from '../../../bots/email/client.ts'
import { emailSettings } from '../../../bots/email/config.ts'
import { type AskDns, examineEmail } from '../../../bots/email/examine.ts'
import type { Finding } from '../../../src/channels/channel.ts'
import { createTexts, locales } from '../../../src/texts.ts'
import { emailChannel, type MailHouse, mailHouse, mailPorts, urlOf } from './mail-house.ts'

let house: MailHouse
beforeAll(async () => {
  house = await mailHouse()
})
afterAll(() => house[Symbol.dispose]())

const missing: AskDns = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENODATA' }))
const offline: AskDns = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
const inOrder: AskDns = async (name) => [
  ['other'],
  name.startsWith('_dmarc') ? ['v=DMARC1; p=none'] : ['v=spf1', ' -all'],
]

const codes = (findings: readonly Finding[]) => findings.map(({ code, state }) => `${code} ${state}`)
const examined = async (url: string, askDns: AskDns = inOrder) =>
  codes(await (await emailChannel(url, house.clock, { askDns })).examine())

describe('The doctor of a mail account', () => {
  test('finds all in order, tells where mail goes in clear and that nobody reads the bounces', async () => {
    const all = ['server ok', 'in-clear note', 'sender ok', 'spf ok', 'dmarc ok', 'bounces note']
    expect(await examined(house.url)).toEqual(all)
  })

  test.each([
    ['a wrong password', () => urlOf(house.server, { user: 'desk', password: 'x' }), 'sign-in failing'],
    ['a port where nobody listens', () => 'smtp://127.0.0.1:1', 'unreachable failing'],
    ['a server without encryption where it must be', () => house.url.replace('smtp:', 'smtps:'), 'encryption failing'],
  ])('finds %s', async (_label, url, finding) => {
    expect((await examined(url()))[0]).toBe(finding)
  })

  test('finds a server that turns this machine away', async () => {
    const greeting = { kind: 'refused', stage: 'session', code: 554, text: '554 no', durationMs: 1 } as const
    const { from: sender } = emailSettings.parse({ from: 'a@b.example' })
    const client = createSmtpClient('smtps://mail.example.vn')
    const findings = await examineEmail({ greeting, client, sender, askDns: inOrder })
    expect(codes(findings).slice(0, 2)).toEqual(['refused failing', 'sender ok'])
  })

  test('notes what the domain lacks, and without DNS only that nobody could be asked', async () => {
    expect((await examined(house.url, missing)).slice(3, 5)).toEqual(['no-spf note', 'no-dmarc note'])
    expect((await examined(house.url, offline)).slice(3, 4)).toEqual(['domain-unasked note'])
  })

  test('has a sentence for each finding, and what to do unless it is ok', () => {
    const { keys } = createTexts()
    const found = ['server', 'sign-in', 'refused', 'encryption', 'unreachable', 'in-clear', 'sender', 'bounces']
    const all = [...found, 'spf', 'no-spf', 'dmarc', 'no-dmarc', 'domain-unasked']
    const fine = ['server', 'sender', 'spf', 'dmarc']
    const wanted = all.flatMap((code) => [code, ...(fine.includes(code) ? [] : [`${code}-do`])])
    for (const locale of locales) for (const code of wanted) expect(keys(locale)).toContain(`doctor-email-${code}`)
  })
})

describe('The settings of a mail account', () => {
  test.each([
    ['smtp://desk:p%40ss@mail.example.vn', { port: 587, secure: false, local: false, user: 'desk', password: 'p@ss' }],
    ['smtps://mail.example.vn', { port: 465, secure: true, local: false, user: '' }],
    ['smtp://127.0.0.1:2525', { port: 2525, local: true }],
    ['smtp://[::1]:25', { host: '::1', local: true }],
    ['smtps://localhost', { local: false }],
    ['smtp://localhost.example.vn', { local: false }],
  ])('%s', (url, expected) => {
    expect(serverOf(url)).toMatchObject(expected)
  })

  test.each([
    ['Sở Mẫu <BaoChi@So-Mau.example>', { name: 'Sở Mẫu', address: 'baochi@so-mau.example', domain: 'so-mau.example' }],
    ['"Sở, Mẫu"\r\n <a@b.example>', { name: 'Sở, Mẫu', address: 'a@b.example' }],
    ['a@b.example', { name: '', address: 'a@b.example' }],
  ])('sender %j', (from, expected) => {
    expect(emailSettings.parse({ from }).from).toMatchObject(expected)
  })

  test.each([
    ['no sender', { url: 'smtp://h' }, {}],
    ['a sender without address', { url: 'smtp://h' }, { from: 'Sở Mẫu' }],
    ['a server spoken to in another language', { url: 'https://h' }, { from: 'a@b.example' }],
  ])('are refused at the start with %s', async (_label, secrets, settings) => {
    await expect(createEmailChannel(mailPorts(secrets, house.clock), { settings })).rejects.toThrow()
  })
})
