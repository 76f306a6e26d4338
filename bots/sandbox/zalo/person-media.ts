import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bubble, gesture, keyOf, mediaUrl, nothing, sayAttached } from './person-chat.ts'

const bytesGiven = { contentBase64: z.base64().default('') }
const file = z.strictObject({ name: z.string().min(1), ...bytesGiven })
const degrees = z.number().min(-180).max(180)

/** What a person sends that is not plain text. */
export const mediaGestures = {
  link: gesture(z.strictObject({ url: z.url(), text: z.string().default('') }), (hands, { url, text }) => {
    const said = bubble(hands, text === '' ? url : text, { link: url })
    return sayAttached(hands, 'link', { id: said.id, text: said.text }, { thumbnail: '', description: '', url })
  }),
  /** A picture goes as a picture, without its name; anything else as a file. */
  file: gesture(file, (hands, { name, contentBase64 }) => {
    const bytes = Buffer.from(contentBase64, 'base64')
    const kind = /\.(jpe?g|png)$/i.test(name) ? 'image' : /\.gif$/i.test(name) ? 'gif' : 'file'
    const handle = hands.world.assets.keep(hands.account.oaId, { kind, name, bytes })
    const shown = { name, sizeBytes: bytes.length, handle }
    const { id } = bubble(hands, '', { kind: kind === 'file' ? 'file' : 'image', file: shown })
    const url = mediaUrl(handle)
    const checksum = createHash('md5').update(bytes).digest('hex')
    const described = { url, name, size: String(bytes.length), type: name.split('.').at(-1), checksum }
    return sayAttached(hands, kind, { id, text: '' }, kind === 'file' ? described : { thumbnail: url, url })
  }),
  sticker: gesture(nothing, (hands) => {
    const { id } = bubble(hands, '', { kind: 'sticker' })
    return sayAttached(hands, 'sticker', { id, text: '' }, { id: '1', url: mediaUrl(id) })
  }),
  audio: gesture(nothing, (hands) => {
    const { id } = bubble(hands, '', { kind: 'audio' })
    return sayAttached(hands, 'audio', { id, text: '' }, { url: `${mediaUrl(id)}.amr` })
  }),
  video: gesture(nothing, (hands) => {
    const { id } = bubble(hands, '', { kind: 'video' })
    return sayAttached(
      hands,
      'video',
      { id, text: '' },
      { url: mediaUrl(id), thumbnail: mediaUrl(id), description: '' },
    )
  }),
  location: gesture(z.strictObject({ latitude: degrees, longitude: degrees }), (hands, { latitude, longitude }) => {
    const { id } = bubble(hands, `${latitude}, ${longitude}`, { kind: 'location' })
    const coordinates = { latitude: String(latitude), longitude: String(longitude) }
    return sayAttached(hands, 'location', { id, text: '' }, { coordinates })
  }),
  'business-card': gesture(z.strictObject({ name: z.string().min(1), phone: z.string().min(1) }), (hands, given) => {
    const { id } = bubble(hands, `${given.name}\n${given.phone}`, { kind: 'card' })
    const description = JSON.stringify({ caption: given.name, phone: given.phone })
    return sayAttached(hands, 'business_card', { id, text: '' }, { description, thumbnail: '', url: mediaUrl(id) })
  }),
  reaction: gesture(z.strictObject({ messageId: z.string(), icon: z.string().min(1) }), (hands, given) => {
    const { account, person, world } = hands
    if (!world.chats.message(keyOf(hands), given.messageId))
      throw Object.assign(new Error('no such message'), { statusCode: 404 })
    const sides = { sender: { id: person.userId }, recipient: { id: account.oaId } }
    const message = { msg_id: given.messageId, react_icon: given.icon }
    world.webhooks.emit(account, { event_name: 'user_reacted_message', ...sides, message })
  }),
} as const
