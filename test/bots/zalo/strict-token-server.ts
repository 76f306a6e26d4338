import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as rest } from 'node:timers/promises'

/** `before` and `after`: the connection breaks before or after the rotation was done; `empty`: nothing done, empty fields. */
export type Fate = 'answer' | 'before' | 'after' | 'empty'

/** Gives tokens as Zalo does, late and sometimes without an answer, and keeps a record of every rule that was broken. */
export async function strictTokenServer(first: string, fateOf: (place: number) => Fate) {
  let current = { refresh: first, access: '' }
  let busy = 0
  let place = 0
  let refusals = 0
  const grants = new Map<string, number>()
  const asked = new Map<string, number>()
  /** Tokens of which somebody was told, by an answer that arrived, that they work no more. */
  const told = new Set<string>()
  const wrongs: string[] = []
  const codes = new Set<string>()
  const onRequest: { run?: () => void } = {}

  const rotate = () => {
    const [refresh, access] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
    current = { refresh, access }
    // Less than half a day: every care rotates.
    return { access_token: access, refresh_token: refresh, expires_in: '40000' }
  }
  const send = (response: ServerResponse, body: object) => response.end(JSON.stringify(body))
  const refusal = { access_token: '', refresh_token: '', error: -14014 }

  async function grant(request: IncomingMessage, response: ServerResponse) {
    const form = new URLSearchParams(await text(request))
    busy += 1
    if (busy > 1) wrongs.push('two ask at once')
    const given = form.get('refresh_token') ?? ''
    const [used, who] = [current.refresh, String(request.url).split('/')[1] ?? '']
    if (form.get('grant_type') === 'authorization_code') {
      busy -= 1
      return codes.delete(form.get('code') ?? '') ? send(response, rotate()) : send(response, refusal)
    }
    place += 1
    const fate = fateOf(place)
    asked.set(given, (asked.get(given) ?? 0) + 1)
    if (told.has(given)) wrongs.push(`asked again with a token known to be spent (${who})`)
    onRequest.run?.()
    await rest((place * 7) % 12)
    const fits = given === used
    const granted = fits && (fate === 'answer' || fate === 'after') ? rotate() : undefined
    busy -= 1
    if (granted) grants.set(who, (grants.get(who) ?? 0) + 1)
    if (fate === 'before' || fate === 'after') return response.destroy()
    if (fate === 'empty') return send(response, { access_token: '', refresh_token: '', expires_in: '90000' })
    told.add(given)
    if (!granted) refusals += 1
    return send(response, granted ?? refusal)
  }
  const dead = new Set<string>()
  function use(request: IncomingMessage, response: ServerResponse) {
    const token = String(request.headers.access_token)
    if (token === current.access) return send(response, {})
    if (dead.has(`${request.url} ${token}`)) wrongs.push('used an access token again that was refused')
    dead.add(`${request.url} ${token}`)
    response.statusCode = 401
    return send(response, { error: -216 })
  }
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/use')) use(request, response)
    else if (request.url?.endsWith('/getoa')) send(response, { error: 0, data: { oa_id: '42' } })
    else void grant(request, response)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wrongs,
    asked,
    grantsOf: (who: string) => grants.get(who) ?? 0,
    granted: () => [...grants.values()].reduce((sum, each) => sum + each, 0),
    refusals: () => refusals,
    onRequest,
    newCode() {
      const code = randomBytes(8).toString('hex')
      codes.add(code)
      return code
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
