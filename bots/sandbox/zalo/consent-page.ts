import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { drawn, html, type Markup } from '../phones/markup.ts'
import { giveCode } from './consent-codes.ts'
import { readOaState } from './oa-state.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { readSwitches } from './switches.ts'
import type { ZaloWorld } from './world.ts'

/** /v4/oa/permission: the page on which the owner of an Official Account lets an app write in its name. */
export function consentRoutes(server: FastifyInstance, world: ZaloWorld): void {
  server.get('/v4/oa/permission', (request, reply) => {
    const asked = readRequest(world, new URLSearchParams(request.query as Record<string, string>))
    return show(reply, asked, 'code' in asked ? problemPage(world, request, asked) : page(world, request, asked))
  })
  server.post('/v4/oa/permission', (request, reply) => {
    if (!isOwnForm(request)) return reply.code(403).send()
    const form = new URLSearchParams(String(request.body))
    const [answer, oaId] = [form.get('answer'), form.get('oa_id')]
    form.delete('answer')
    form.delete('oa_id')
    const asked = readRequest(world, form)
    if ('code' in asked) return show(reply, asked, problemPage(world, request, asked))
    const account = asked.accounts.find((one) => one.oaId === oaId)
    const back = new URL(asked.redirectUri)
    if (answer === 'allow' && account) {
      back.searchParams.set('code', giveCode(world.frame, account.oaId, asked.challenge))
      back.searchParams.set('oa_id', account.oaId)
    } else back.searchParams.set('error', 'access_denied')
    if (asked.state !== undefined) back.searchParams.set('state', asked.state)
    return reply.redirect(back.href, 303)
  })
}

type Asked = {
  readonly accounts: readonly OfficialAccount[]
  readonly redirectUri: string
  readonly challenge: string
  readonly state: string | undefined
}
type Problem = { readonly code: number; readonly name: string }

const known = ['app_id', 'redirect_uri', 'code_challenge', 'state']

/** Nobody wrote down which code a wrong challenge or an unknown parameter gets: -14012 was seen and never explained. */
function readRequest({ accounts, frame }: ZaloWorld, query: URLSearchParams): Asked | Problem {
  const states = accounts
    .all()
    .filter(({ appId }) => appId === query.get('app_id'))
    .map((account) => ({ account, ...readOaState(frame.store, account.oaId) }))
  const active = states.filter(({ appActive, appRemoved }) => appActive && !appRemoved)
  if (active.length === 0) return { code: -14002, name: 'invalid_app_id' }
  const redirectUri = query.get('redirect_uri') ?? ''
  const fitting = active.filter(({ callbacks }) => callbacks.includes(redirectUri))
  if (fitting.length === 0) return { code: -14003, name: 'invalid_redirect_uri' }
  const challenge = query.get('code_challenge') ?? ''
  const fits = fitting.every(({ fixedChallenge }) => fixedChallenge === null || fixedChallenge === challenge)
  if (!/^[\w-]{43}$/.test(challenge) || !fits) return { code: -14012, name: 'invalid_code_challenge' }
  const strict = readSwitches(frame.store).unknownFields === 'refused'
  if (strict && [...query.keys()].some((name) => !known.includes(name)))
    return { code: -14012, name: 'unknown_parameter' }
  const state = query.get('state') ?? undefined
  return { accounts: fitting.map(({ account }) => account), redirectUri, challenge, state }
}

/** Browsers name the origin of every POST. */
function isOwnForm({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

const localeOf = (request: FastifyRequest) =>
  request.headers['accept-language']?.trim().toLowerCase().startsWith('en') ? 'en' : 'vi'

function page({ say, frame }: ZaloWorld, request: FastifyRequest, asked: Asked): Markup {
  const locale = localeOf(request)
  const [first] = asked.accounts
  const { appName, permissions } = readOaState(frame.store, first?.oaId ?? '')
  const kept = {
    ...{ app_id: first?.appId ?? '', redirect_uri: asked.redirectUri, code_challenge: asked.challenge },
    ...(asked.state === undefined ? {} : { state: asked.state }),
  }
  const choices = asked.accounts.map(
    ({ oaId, name }, place) =>
      html`<label><input type="radio" name="oa_id" value="${oaId}"${place === 0 ? html` checked` : ''}> <span><b>${name}</b> <small>${oaId}</small></span></label>`,
  )
  return sheet(
    locale,
    say(locale, 'sandbox-consent-title'),
    html`<p class="note">${say(locale, 'sandbox-consent-note')}</p><h1>${say(locale, 'sandbox-consent-asks', { app: appName })}</h1>
<ul>${permissions.map((group) => html`<li>${say(locale, `sandbox-consent-${group}`)}</li>`)}</ul>
<form method="post" action="permission">${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset><legend>${say(locale, 'sandbox-consent-account')}</legend>${choices}</fieldset>
<p class="ways"><button name="answer" value="allow" class="primary">${say(locale, 'sandbox-consent-allow')}</button>
<button name="answer" value="refuse">${say(locale, 'sandbox-consent-refuse')}</button></p></form>
<p><small>${say(locale, 'sandbox-consent-back', { address: asked.redirectUri })}</small></p>`,
  )
}

function problemPage({ say }: ZaloWorld, request: FastifyRequest, { code, name }: Problem): Markup {
  const locale = localeOf(request)
  const title = say(locale, 'sandbox-consent-problem')
  return sheet(locale, title, html`<h1>${title}</h1><p>error: ${code}</p><p>error_name: ${name}</p>`)
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;background:#eef2f7;color:#16202c}
main{max-width:30rem;margin:6vh auto;padding:1.75rem;background:#fff;border-radius:.75rem;box-shadow:0 1px 3px #0003}
h1{font-size:1.25rem;line-height:1.35}.note{margin:0;color:#5a6675;font-size:.875rem}ul{padding-left:1.25rem}
fieldset{border:1px solid #cbd5e1;border-radius:.5rem;padding:.5rem 1rem}label{display:flex;gap:.6rem;padding:.4rem 0;align-items:baseline}
small{color:#5a6675;overflow-wrap:anywhere}.ways{display:flex;gap:.75rem;flex-wrap:wrap}
button{font:inherit;padding:.6rem 1.5rem;border-radius:.5rem;border:1px solid #94a3b8;background:#fff;color:inherit;cursor:pointer}
button.primary{background:#0057c2;border-color:#0057c2;color:#fff}:focus-visible{outline:3px solid #0057c2;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#10161e;color:#e7edf5}main,button{background:#1a232e}.note,small{color:#a5b2c2}fieldset{border-color:#3a4858}}`

const sheet = (locale: string, title: string, content: Markup): Markup =>
  html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${drawnStyle}</style></head><body><main>${content}</main></body></html>`

const drawnStyle = drawn(style)
const styleHash = createHash('sha256').update(style).digest('base64')

/** The form may lead back to whoever asked, and nowhere else. */
function show(reply: FastifyReply, asked: Asked | Problem, content: Markup): FastifyReply {
  const back = 'code' in asked ? '' : new URL(asked.redirectUri).origin
  const policy = [
    `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
    `form-action 'self' ${back}`,
  ].join('; ')
  return reply
    .headers({ 'content-security-policy': policy, 'referrer-policy': 'same-origin', 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(content.toString())
}
