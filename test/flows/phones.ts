import type { PhoneChat } from '../../bots/sandbox/telegram/phone-chat.ts'
import type { ChatMessage } from '../../bots/sandbox/zalo/chats.ts'
import type { SandboxServer } from './sandbox-server.ts'

/** One message as the person sees it, the same for both chats. */
export type Bubble = {
  readonly id: string
  readonly mine: boolean
  /** text, notice, file, image or sticker. */
  readonly kind: string
  readonly text: string
  readonly buttons: readonly { readonly label: string; readonly url?: string; readonly press: unknown }[]
  readonly file: { readonly name: string; readonly sizeBytes: number; readonly path: string } | null
}

/** A reporter's phone: what hands and eyes do, over the sandbox's own door. */
export type Phone = {
  readonly name: string
  readonly channel: 'telegram' | 'zalo'
  readonly personId: string
  text(words: string): Promise<void>
  /** Presses the newest button whose label begins with or contains these words. */
  tap(label: string): Promise<void>
  /** Presses a button that was seen before, on a phone that has not heard yet that it was closed. */
  pressLate(button: Bubble['buttons'][number]): Promise<void>
  /** Zalo: the button of the newest notice. */
  openNotice(): Promise<void>
  /** Telegram: Start, with what a deep link carries. Zalo: follows the account. */
  start(parameter?: string): Promise<void>
  sticker(): Promise<void>
  sendFile(name: string, bytes: Uint8Array): Promise<void>
  block(): Promise<void>
  chat(): Promise<readonly Bubble[]>
  /** What came from the desk, after the message with this id when one is given. */
  received(afterId?: string): Promise<readonly Bubble[]>
  bytes(bubble: Bubble): Promise<Buffer>
}

type Owner = { readonly name: string; readonly channel: 'telegram' | 'zalo'; readonly personId: string }

/** `after` runs after each gesture: the clock goes on, and the desk comes to rest. */
export function openPhone(sandbox: SandboxServer, owner: Owner, after: () => Promise<void>): Phone {
  const { channel, personId } = owner
  const base = `/${channel}/people/${personId}`
  const gesture = async (name: string, body: object = {}) => {
    await sandbox.post(`${base}/${name}`, body)
    await after()
  }
  const chat = async () =>
    channel === 'zalo'
      ? (await sandbox.get<{ messages: ChatMessage[] }>(`${base}/chat`)).messages.map((each) => zaloBubble(base, each))
      : (await sandbox.get<PhoneChat>(`${base}/chat`)).messages.map(telegramBubble)
  return {
    ...owner,
    text: (words) => gesture('text', { text: words }),
    async tap(label) {
      const buttons = (await chat()).filter(({ mine }) => !mine).flatMap((bubble) => bubble.buttons)
      const pressed =
        buttons.findLast((button) => button.label.startsWith(label)) ??
        buttons.findLast((button) => button.label.includes(label))
      if (!pressed) throw new Error(`${owner.name} sees no button "${label}"`)
      await gesture('tap', pressed.press as object)
    },
    pressLate: ({ press }) =>
      gesture('tap', { ...(press as object), ...(channel === 'telegram' ? { late: true } : {}) }),
    openNotice: () => gesture('open-notice'),
    start: (parameter) =>
      channel === 'zalo' ? gesture('follow') : gesture('start', parameter === undefined ? {} : { parameter }),
    sticker: () => gesture('sticker'),
    sendFile: (name, bytes) => {
      const content = Buffer.from(bytes).toString('base64')
      return gesture('file', channel === 'zalo' ? { name, contentBase64: content } : { name, data: content })
    },
    block: () => gesture('block'),
    chat,
    async received(afterId) {
      const all = await chat()
      const from = afterId === undefined ? 0 : all.findIndex(({ id }) => id === afterId) + 1
      return all.slice(from).filter(({ mine }) => !mine)
    },
    async bytes({ file }) {
      if (!file) throw new Error('There is no file in this message')
      return sandbox.bytes(file.path)
    },
  }
}

function zaloBubble(base: string, { id, from, kind, text, buttons, file }: ChatMessage): Bubble {
  return {
    id,
    mine: from === 'person',
    kind,
    text,
    buttons: buttons.map((button, place) => ({
      label: button.label,
      press: { messageId: id, button: place },
      ...(button.kind === 'url' ? { url: button.url } : {}),
    })),
    file: file ? { name: file.name, sizeBytes: file.sizeBytes, path: `${base}/chat/${id}/file` } : null,
  }
}

function telegramBubble(message: PhoneChat['messages'][number]): Bubble {
  const { messageId, fromBot, text, buttons, file, sticker } = message
  return {
    id: String(messageId),
    mine: !fromBot,
    kind: file ? 'file' : sticker ? 'sticker' : 'text',
    text,
    buttons: buttons.flat().map((button) => ({
      label: button.text,
      press: 'callback_data' in button ? { messageId, data: button.callback_data } : {},
      ...('url' in button ? { url: button.url } : {}),
    })),
    file: file ? { name: file.name, sizeBytes: file.sizeBytes, path: `/telegram/files/${file.fileId}` } : null,
  }
}
