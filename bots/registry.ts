import type { Dispatcher } from 'undici'
import type { Channel, ChannelPorts } from '../src/channels/channel.ts'
import type { Say } from '../src/texts.ts'
import { createEmailChannel } from './email/channel.ts'
import { createTelegramChannel } from './telegram/channel.ts'
import { createZaloChannel } from './zalo/channel.ts'
import { zaloRoots } from './zalo/config.ts'

/** Where the platforms answer, when not at their own addresses. */
export type PlatformRoots = {
  readonly telegram: string | undefined
  readonly zalo: {
    readonly api: string | undefined
    readonly business: string | undefined
    readonly oauth: string | undefined
  }
}

export type ChannelHouse = { readonly roots: PlatformRoots; readonly say: Say; readonly dispatcher: Dispatcher }

/** Every channel there is. A new one is a folder and a line here. */
const channels: Readonly<
  Record<string, (ports: ChannelPorts, settings: unknown, house: ChannelHouse) => Promise<Channel> | Channel>
> = {
  email: (ports, settings, { say }) => createEmailChannel(ports, { settings, say }),
  telegram: (ports, settings, { roots, say, dispatcher }) =>
    createTelegramChannel(ports, { apiRoot: roots.telegram ?? 'https://api.telegram.org', settings, say, dispatcher }),
  zalo: (ports, settings, { roots, say, dispatcher }) =>
    createZaloChannel(ports, {
      roots: {
        api: roots.zalo.api ?? zaloRoots.api,
        business: roots.zalo.business ?? zaloRoots.business,
        oauth: roots.zalo.oauth ?? zaloRoots.oauth,
      },
      settings,
      say,
      dispatcher,
    }),
}

export function openChannel(
  name: string,
  ports: ChannelPorts,
  settings: unknown,
  house: ChannelHouse,
): Promise<Channel> | Channel {
  const open = channels[name]
  if (!open) throw new Error(`There is no channel "${name}"`)
  return open(ports, settings, house)
}
