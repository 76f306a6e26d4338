import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig, variableNames } from '../src/config.ts'

const problemsOf = (environment: Record<string, string>) => {
  const read = readConfig(environment)
  return 'problems' in read ? read.problems : []
}

describe('the configuration', () => {
  it('is the demo when nothing is set', () => {
    const read = readConfig({})
    expect(read).toMatchObject({
      config: { host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000', dataDir: './data', demo: true },
    })
  })

  it('is no demo with a database or an account, and none either when DEMO says so', () => {
    const real = { PUBLIC_URL: 'https://a.vn' }
    for (const environment of [
      { ...real, DEMO: 'false' },
      { ...real, DATABASE_URL: 'postgresql://h/d', APP_KEY: 'k'.repeat(32) },
      { ...real, ZALO_APP_ID: '1', ZALO_APP_SECRET: 's', ZALO_OA_SECRET: 'o' },
    ])
      expect(readConfig(environment)).toMatchObject({ config: { demo: false } })
  })

  it('treats an empty value as not set', () => {
    expect(readConfig({ PORT: '', APP_KEY: '' })).toEqual(readConfig({}))
  })

  it('tells every problem at once, each with its variable', () => {
    const problems = problemsOf({
      PORT: 'abc',
      DATABASE_URL: 'mysql://x',
      ZALO_APP_ID: '1',
      PROCESS_MODE: 'worker',
      TELEGRAM_BOT_TOKEN: 'x',
    })
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'APP_KEY',
      'ZALO_APP_SECRET',
      'ZALO_OA_SECRET',
      'TELEGRAM_BOT_TOKEN',
      'PUBLIC_URL',
    ])
      expect(problems.map((problem) => problem.split(':')[0])).toContain(name)
  })

  it.each([
    ['a database without a key', { DATABASE_URL: 'postgresql://h/d' }, 'APP_KEY'],
    ['Redis beside the embedded database', { REDIS_URL: 'redis://h' }, 'DATABASE_URL'],
    ['a direct address without the one it goes past', { DIRECT_DATABASE_URL: 'postgresql://h/d' }, 'DATABASE_URL'],
    ['a token for the metrics that is soon guessed', { METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    ['a worker on the embedded database', { PROCESS_MODE: 'worker' }, 'PROCESS_MODE'],
    ['half of the Zalo secrets', { ZALO_APP_ID: '12', PUBLIC_URL: 'https://a.vn' }, 'ZALO_APP_SECRET'],
    ['a real token without a public address', { TELEGRAM_BOT_TOKEN: `1:${'a'.repeat(30)}` }, 'PUBLIC_URL'],
    ['a mail server without a sender', { SMTP_URL: 'smtp://h', PUBLIC_URL: 'https://a.vn' }, 'MAIL_FROM'],
    ['a sender without a mail server', { MAIL_FROM: 'a@b.vn' }, 'SMTP_URL'],
    ['a mail server without a public address', { SMTP_URL: 'smtps://h', MAIL_FROM: 'a@b.vn' }, 'PUBLIC_URL'],
    ['a mail server spoken to in another language', { SMTP_URL: 'https://h' }, 'SMTP_URL'],
    ['a sender that is no address', { MAIL_FROM: 'Sở Mẫu' }, 'MAIL_FROM'],
    ['an unknown time zone', { OFFICE_TIME_ZONE: 'Asia/Saigonn' }, 'OFFICE_TIME_ZONE'],
    ['a demo beside a real token', { DEMO: 'true', TELEGRAM_BOT_TOKEN: `1:${'a'.repeat(30)}` }, 'DEMO'],
    ['a real desk without a public address', { DEMO: 'false' }, 'PUBLIC_URL'],
    ['a short key', { APP_KEY: 'short' }, 'APP_KEY'],
  ])('refuses %s', (_label, environment, name) => {
    expect(problemsOf(environment).some((problem) => problem.startsWith(`${name}:`))).toBe(true)
  })

  it('reaches every process of compose.yaml, save what the image or the containers decide', () => {
    const compose = readFileSync(new URL('../compose.yaml', import.meta.url), 'utf8')
    const given = [...compose.matchAll(/\b([A-Z][A-Z_]+): /g)].map((match) => match[1])
    const decided = ['HOST', 'PORT', 'DATA_DIR', 'DEMO']
    const forTests = variableNames.filter((name) => name.endsWith('_ROOT'))
    const missing = variableNames.filter((name) => !given.includes(name) && ![...decided, ...forTests].includes(name))
    expect(missing).toEqual([])
    // Longer than a drain lasts, and every signal arrives.
    expect(compose).toMatch(/stop_grace_period: 20s/)
    expect(compose).toMatch(/init: true/)
  })

  it('is told whole in .env.example', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    const told = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1])
    expect(told.toSorted()).toEqual(variableNames.toSorted())
  })
})
