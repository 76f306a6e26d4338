import { afterAll, beforeAll, expect, test } from 'vitest'
import { runs, sharesOn } from './kinds.ts'
import { planTrials } from './plan.ts'
import { hitSteps, runTrials } from './run-trials.ts'
import { openStage, type Stage } from './stage.ts'

// `npm run test:faults` kills a hundred times, and breaks everything else, too.
const kills = 10
// With this one, what takes longest to come to rest comes first.
const seed = 150

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ backend: 'postgres', recipients: 24 })
}, 90_000)
afterAll(() => stage?.close(), 30_000)

test('ten times kill -9 of a worker, at each step of a send: nothing is lost, doubled, or said to be sent that was not', async () => {
  const killing = sharesOn('postgres').filter(({ kind }) => kind.startsWith('kill worker'))
  const said: string[] = []
  const running = { kinds: runs, awayMs: 0, onResult: () => {} }
  const results = await runTrials(stage, planTrials(killing, { trials: kills, seed }), running)
  for (const { trial, findings } of results) for (const { what } of findings) said.push(`${trial.kind}: ${what}`)
  expect(said).toEqual([])
  expect(results).toHaveLength(kills)
  for (const [step, count] of Object.entries(hitSteps(results))) expect(count, step).toBeGreaterThan(0)
  expect(results.some(({ unknown }) => unknown > 0)).toBe(true)
}, 120_000)
