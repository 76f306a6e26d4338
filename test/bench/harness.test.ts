import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { judged, shown } from '../../bench/bench.ts'
import { readCommandLine } from '../../bench/command-line.ts'
import { createEndings } from '../../bench/endings.ts'
import { percentile } from '../../bench/gestures.ts'
import { reportOf, tableOf } from '../../bench/report.ts'

const known = { throughput: 1, growth: 1 }

test.each([
  [['throughput'], { names: ['throughput'], backend: 'redis', recipients: undefined, json: false }],
  [
    ['growth', 'throughput', '--recipients', '2000', '--backend', 'postgres', '--minutes', '10', '--json'],
    { names: ['growth', 'throughput'], recipients: 2_000, backend: 'postgres', minutes: 10, json: true },
  ],
])('the command line %j is understood', (argv, wish) => {
  expect(readCommandLine(argv, known)).toMatchObject(wish)
})

test.each([
  ['a bench that there is not', ['speed']],
  ['no bench at all', []],
  ['a number that is none', ['throughput', '--recipients', '10k']],
  ['a queue that there is not', ['throughput', '--backend', 'memory']],
])('%s is refused with exit code 1 before anything is started', async (_what, argv) => {
  const main = fileURLToPath(new URL('../../bench/main.ts', import.meta.url))
  const refused = promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...argv])
  await expect(refused).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^error: /) })
})

test('only what is judged decides, and the same figures are a table for people and JSON for programs', () => {
  const facts = { recipients: 10, backend: 'redis', perSecond: 900, ratios: { bareLoop: 0.3 } } as const
  const rows = [shown('messages a second', '900', '≥ 1500'), judged('ratio', '0.3', '≥ 0.25', true)]
  const good = reportOf('throughput', { ...facts, rows })
  expect(JSON.parse(JSON.stringify(good))).toMatchObject({ bench: 'throughput', ...facts, pass: true })
  expect(good.machine).toMatch(/cores .* GiB.* Node /)
  const bad = reportOf('throughput', { ...facts, rows: [...rows, judged('doubled', '1', '0', false)] })
  expect(bad.pass).toBe(false)
  expect(tableOf(bad)).toMatch(/throughput \(10 recipients, redis\): FALLS SHORT[\s\S]*doubled +1 +0 +FALLS SHORT/)
})

test('whatever was started is ended, last first, also when one of them does not end well', async () => {
  const said: string[] = []
  const endings = createEndings((line) => said.push(line))
  endings.add('the server', () => said.push('server'))
  endings.add('the worker', () => {
    throw new Error('gone already')
  })
  await Promise.all([endings.close(), endings.close()])
  expect(said).toEqual(['the worker did not end well: Error: gone already', 'server'])
})

test('a percentile is the value that this share of them does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([percentile(hundred, 0.95), percentile(hundred, 0.99), percentile(hundred, 1), percentile([], 0.5)]).toEqual([
    95, 99, 100, 0,
  ])
})
