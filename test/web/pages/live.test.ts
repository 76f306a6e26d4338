import { expect, test } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import { testConsole } from '../console.ts'

test('a link that a reporter sends in appears at the desk without reloading, and each connection begins with the whole', async () => {
  await using desk = await testConsole()
  const { db, clock, organisationId } = desk
  const addArticle = (url: string) =>
    db.article.create({
      data: { id: newId(clock.now()), organisationId, canonicalUrl: url, url, createdAt: clock.now() },
    })
  await addArticle('https://bao.example/bai-mot')
  const editor = await desk.signIn('editor')
  const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const address = await desk.server.listen({ host: '127.0.0.1', port: 0 })
  const ending = new AbortController()
  const answer = await fetch(`${address}/articles/live`, { headers: { cookie }, signal: ending.signal })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const read = async (wanted: string) => {
    for (let seen = ''; ; ) {
      const piece = await reader?.read()
      if (!piece || piece.done) throw new Error(`the stream ended before ${wanted}`)
      seen += piece.value
      if (seen.includes(wanted)) return seen
    }
  }
  await read('bai-mot')
  await addArticle('https://bao.example/bai-hai')
  const event = await read('bai-hai')
  expect(event).toContain('bai-mot')
  ending.abort()
})
