import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { PhonesDeps } from './phone-view.ts'

const asked = z.object({ person: z.string(), message: z.string(), look: z.literal('1').optional() })

/** Hands out the file of one message, as a download; `look` shows what really is a picture. */
export function sendChatFile(deps: PhonesDeps, query: unknown, reply: FastifyReply): FastifyReply {
  const { person, message, look } = asked.parse(query)
  const found = findFile(deps, person, message)
  if (!found) throw Object.assign(new Error('no such file'), { statusCode: 404 })
  const picture = look && pictureType(found.bytes)
  // What a bot or a person sent must never run as a page of this origin.
  if (!picture) reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`)
  return reply.type(picture || 'application/octet-stream').send(Buffer.from(found.bytes))
}

type Found = { readonly name: string; readonly bytes: Uint8Array }

function findFile({ frame, telegram, zalo }: PhonesDeps, personId: string, messageId: string): Found | undefined {
  const person = frame.people.byId(personId)
  if (person?.channel === 'telegram') {
    const { messages } = telegram.readChat(personId)
    const message = messages.find((one) => String(one.messageId) === messageId && !one.deleted)
    const content = message?.file && telegram.fileBytes(message.file.fileId)
    return content ? { name: content.file.name, bytes: content.bytes } : undefined
  }
  const account = zalo.world.accounts.all()[0]
  if (!person || !account) return undefined
  const file = zalo.world.chats.message({ oaId: account.oaId, userId: person.userId }, messageId)?.file
  const bytes = file && zalo.world.assets.bytes(file.handle)
  return bytes && { name: file.name, bytes }
}

const pictures = [
  { type: 'image/png', start: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', start: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', start: [0x47, 0x49, 0x46, 0x38] },
] as const

const pictureType = (bytes: Uint8Array): string | undefined =>
  pictures.find(({ start }) => start.every((byte, place) => bytes[place] === byte))?.type
