import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type AssetKind, assetKinds, checkAsset } from './assets.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { refusal } from './refusal.ts'
import type { Serve } from './serve-zalo.ts'
import { readSwitches } from './switches.ts'
import { vietnamMonth } from './vietnam-time.ts'
import type { ZaloWorld } from './world.ts'

/** POST /v2.0/oa/upload/…: one multipart field `file`; pictures get an id, files a token. */
export function uploadRoutes(server: FastifyInstance, world: ZaloWorld, serve: Serve): void {
  for (const kind of assetKinds)
    server.post(`/v2.0/oa/upload/${kind}`, async (request, reply) => {
      const file = await formFile(request)
      const shown = file && { name: file.name, sizeBytes: file.bytes.length }
      const options = { method: `upload/${kind}`, request: shown ?? null, recipient: null }
      return serve({ request, reply }, { ...options, permission: 'send-messages' }, (account) => {
        if (!file) throw refusal(-201, 'file is missing')
        checkAsset({ kind, ...file }, readSwitches(world.frame.store))
        countUpload(world, account, kind)
        const handle = world.assets.keep(account.oaId, { kind, ...file })
        return { data: kind === 'file' ? { token: handle } : { attachment_id: handle }, effect: true }
      })
    })
}

/** 5,000 a month of each kind. https://docs.zaloplatforms.com/docs/OA, October 2026; which code is beyond nobody wrote down. */
function countUpload({ frame }: ZaloWorld, { oaId }: OfficialAccount, kind: AssetKind): void {
  const name = `zalo-uploads ${oaId} ${kind} ${vietnamMonth(frame.clock.now())}`
  const used = Number(frame.store.readSetting(name) ?? 0)
  if (used >= readSwitches(frame.store).uploadsPerMonth) throw refusal(-211, 'uploads of this month are used up')
  frame.store.writeSetting(name, used + 1)
}

/** The one field `file`, and nothing beside it. */
async function formFile(request: FastifyRequest) {
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  if (!Buffer.isBuffer(request.body)) return undefined
  const form = await new Response(new Uint8Array(request.body), { headers }).formData().catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File) || [...(form?.keys() ?? [])].length !== 1) return undefined
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}
