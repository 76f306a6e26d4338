import { describe, expect, it } from 'vitest'
import { fileRules } from './file-rules.ts'
import { importComplaint, importCycle } from './import-rules.ts'
import { importsOf, sourceFiles } from './source-files.ts'

const files = sourceFiles()
const product = files.filter(({ path }) => !/^(test|bench)\//.test(path))
const imports = files.flatMap(importsOf)

describe('the rules of the house', () => {
  it('see the whole house', () => {
    expect(files.length).toBeGreaterThan(40)
    expect(imports.length).toBeGreaterThan(100)
  })

  it('let imports point down only', () => {
    expect(imports.map(importComplaint).filter(Boolean)).toEqual([])
  })

  it('know no cycles', () => {
    expect(importCycle(product.flatMap(importsOf))).toBeUndefined()
  })

  it.each(Object.entries(fileRules))('%s', (_rule, complaint) => {
    expect(files.map(complaint).filter(Boolean)).toEqual([])
  })

  it('keep files small: 95 of 100 have at most 200 lines', () => {
    const sizes = product.map(({ text }) => text.split('\n').length - 1).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length * 0.95)]).toBeLessThanOrEqual(200)
  })
})

describe('the rules are seen to fail', () => {
  const line = (from: string, target: string, relative = true) => importComplaint({ from, target, relative })

  it.each([
    ['a bot that knows the domain', line('bots/zalo/channel.ts', 'src/domain/reporters/stop.ts')],
    ['a bot that knows another bot', line('bots/zalo/channel.ts', 'bots/telegram/client.ts')],
    ['a bot that knows the queue', line('bots/zalo/channel.ts', 'src/queue/queue.ts')],
    ['a domain that knows the web', line('src/domain/letters/letter.ts', 'src/web/server.ts')],
    ['a contract that knows the domain', line('src/channels/channel.ts', 'src/domain/deps.ts')],
    ['a page that asks Prisma', line('src/web/pages/home.ts', 'prisma/generated/client.ts')],
    ['a use-case that asks Prisma', line('src/domain/letters/draft.ts', 'prisma/generated/client.ts')],
    ['a page that imports the composition root', line('src/web/pages/home.ts', 'src/app.ts')],
    ['grammY outside its bot', line('src/web/webhooks.ts', 'grammy', false)],
    ['BullMQ outside its file', line('src/domain/deliveries/send.ts', 'bullmq', false)],
  ])('%s', (_label, complaint) => {
    expect(complaint).toBeTypeOf('string')
  })

  it('a cycle', () => {
    const cycle = ['a.ts', 'b.ts', 'c.ts'].map((from, at, all) => ({
      from,
      target: all[(at + 1) % 3] ?? '',
      relative: true,
    }))
    expect(importCycle(cycle)).toEqual(['a.ts', 'b.ts', 'c.ts', 'a.ts'])
  })

  it.each([
    ['a file has at most 300 lines', 'src/web/long.ts', 'x\n'.repeat(301)],
    ['a file is named in kebab-case after what it holds', 'src/web/PageHelper.ts', ''],
    ['a file is named in kebab-case after what it holds', 'src/web/page-utils.ts', ''],
    ['the environment is read in src/config.ts alone', 'src/web/server.ts', 'process.env.PORT'],
    ['domain, bots and sandbox read the injected clock', 'src/domain/letters/a.ts', 'Date.now()'],
    ['there are no classes but errors', 'src/domain/letters/a.ts', 'export class Letter {}'],
    ['what a person reads stands in the Fluent files', 'src/web/pages/a.ts', "const a = 'Gửi ngay'"],
    ['nothing is left lying about', 'src/web/a.ts', 'x as any'],
  ])('%s: %s', (rule, path, text) => {
    expect(fileRules[rule]?.({ path, text })).toBeTypeOf('string')
  })
})
