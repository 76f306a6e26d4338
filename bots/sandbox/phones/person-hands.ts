import { z } from 'zod'
import type { Person } from '../people.ts'
import { type GestureName, gestures } from '../zalo/person-side.ts'
import type { PhonesDeps } from './phone-view.ts'

/** What somebody did on a phone, as its form sends it: a word, then what belongs to it ("tap 12 yes"). */
export type Wish = {
  readonly person: string
  readonly do: string
  readonly text: string
  readonly parameter: string
  readonly file?: SentFile | undefined
}
export type SentFile = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }

export const wishFields = z.object({
  person: z.string().min(1),
  do: z.string().min(1),
  // A form sends line breaks as CR LF.
  text: z
    .string()
    .default('')
    .transform((text) => text.replace(/\r\n?/g, '\n').trim()),
  parameter: z.string().trim().default(''),
})

/** Does it in the stand-in, as the person's own hands would; throws with a `statusCode` what is not possible now. */
export function carryOut(deps: PhonesDeps, wish: Wish): void {
  const person = deps.frame.people.byId(wish.person)
  const [verb = '', ...details] = wish.do.split(' ')
  const acts = person?.channel === 'zalo' ? onZalo : onTelegram
  const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined
  if (!person || !act) throw notPossible()
  act(deps, person, wish, details)
}

type Act = (deps: PhonesDeps, person: Person, wish: Wish, details: readonly string[]) => void

const onTelegram: Readonly<Record<string, Act>> = {
  start: ({ telegram }, { id }, { parameter }) => void telegram.hands.start(id, parameter === '' ? {} : { parameter }),
  text: ({ telegram }, { id }, { text }) => void telegram.hands.text(id, { text }),
  say: ({ telegram }, { id }, _wish, words) => void telegram.hands.text(id, { text: words.join(' ') }),
  tap: ({ telegram }, { id }, _wish, [messageId, ...data]) =>
    void telegram.hands.tap(id, { messageId: Number(messageId), data: data.join(' ') }),
  file: ({ telegram }, { id }, { file }) => void telegram.hands.file(id, given(file)),
  sticker: ({ telegram }, { id }, _wish, [emoji]) => void telegram.hands.sticker(id, emoji ? { emoji } : {}),
  share: ({ telegram }, { id }) => void telegram.hands.contact(id),
  // Whose card it is does not matter: it is not the sender's.
  card: ({ telegram, frame }, { id, name }) => {
    const other = frame.people.all('telegram').find((one) => one.id !== id)
    const of = { phone: '+84912345678', firstName: other?.name ?? `${name} (2)` }
    telegram.hands.contact(id, { of: other ? { ...of, userId: Number(other.userId) } : of })
  },
  'delete-chat': ({ telegram }, { id }) => telegram.hands.deleteChat(id),
  block: ({ telegram }, { id }) => telegram.hands.block(id),
  unblock: ({ telegram }, { id }) => telegram.hands.unblock(id),
}

const plain =
  (name: GestureName): Act =>
  (deps, person) =>
    gesture(deps, person, name, {})

const onZalo: Readonly<Record<string, Act>> = {
  follow: plain('follow'),
  unfollow: plain('unfollow'),
  chatnow: plain('chatnow'),
  sticker: plain('sticker'),
  block: plain('block'),
  unblock: plain('unblock'),
  // The app sends a lone address as a link.
  text: (deps, person, { text }) =>
    /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
      ? gesture(deps, person, 'link', { url: text })
      : gesture(deps, person, 'text', { text }),
  tap: (deps, person, _wish, [messageId, button]) =>
    gesture(deps, person, 'tap', { messageId, button: Number(button) }),
  share: (deps, person, { parameter }, [messageId]) =>
    gesture(deps, person, 'submit-info', { messageId, ...(parameter === '' ? {} : { phone: parameter }) }),
  file(deps, person, { file }) {
    const { name, bytes } = given(file)
    gesture(deps, person, 'file', { name, contentBase64: Buffer.from(bytes).toString('base64') })
  },
  interaction: (deps, person, _wish, [hours]) =>
    gesture(deps, person, 'last-interaction', hours === 'never' ? { never: true } : { hoursAgo: Number(hours) }),
}

function gesture({ zalo: { world } }: PhonesDeps, person: Person, name: GestureName, input: unknown): void {
  const account = world.accounts.all()[0]
  if (!account) throw notPossible()
  gestures[name]({ person, account, world }, input)
}

function given(file: SentFile | undefined): SentFile {
  if (!file) throw notPossible()
  return file
}

const notPossible = () => Object.assign(new Error('That cannot be done on this phone'), { statusCode: 409 })
