import { z } from 'zod'
import { type Locale, locales, type Say, type TextArguments } from '../../../src/texts.ts'
import type { MailStandIn } from '../email/mail-stand-in.ts'
import type { SandboxFrame } from '../frame.ts'
import type { Person, SandboxChannel } from '../people.ts'
import type { TelegramStandIn } from '../telegram/telegram.ts'
import type { ZaloStandIn } from '../zalo/zalo-stand-in.ts'
import { type Moments, momentsIn } from './moments.ts'

/** What the phones are drawn from. */
export type PhonesDeps = {
  readonly frame: SandboxFrame
  readonly telegram: TelegramStandIn
  readonly zalo: ZaloStandIn
  readonly email: MailStandIn
}

/** Who looks, in which language, at whose phones. */
export type PhoneView = {
  readonly locale: Locale
  readonly moments: Moments
  readonly now: Date
  /** Whose phone lies on each side; undefined while nobody is on that channel. */
  readonly shown: Readonly<Record<SandboxChannel, Person | undefined>>
  /** The phone that a narrow screen shows. */
  readonly front: SandboxChannel
  say(key: string, args?: TextArguments): string
}

export const channels = ['telegram', 'zalo'] as const satisfies readonly SandboxChannel[]

const query = z.object({
  telegram: z.string().optional().catch(undefined),
  zalo: z.string().optional().catch(undefined),
  front: z.enum(channels).catch('telegram'),
  lang: z.enum(locales).optional().catch(undefined),
})

export function readView(
  { frame, zalo }: PhonesDeps,
  request: { readonly query: unknown; readonly headers: { readonly 'accept-language'?: string | undefined } },
): PhoneView {
  const wished = query.parse(request.query ?? {})
  const locale = wished.lang ?? preferred(request.headers['accept-language'])
  const say: Say = zalo.world.say
  const personOn = (channel: SandboxChannel): Person | undefined => {
    const person = frame.people.byId(wished[channel] ?? '')
    return person?.channel === channel ? person : frame.people.all(channel)[0]
  }
  return {
    locale,
    moments: momentsIn(locale),
    now: frame.clock.now(),
    shown: { telegram: personOn('telegram'), zalo: personOn('zalo') },
    front: wished.front,
    say: (key, args) => say(locale, key, args),
  }
}

/** The address of the same view, with something changed. */
export function queryOf(
  view: PhoneView,
  changes: { readonly lang?: Locale; readonly front?: SandboxChannel } = {},
): string {
  const parts = new URLSearchParams()
  for (const channel of channels) {
    const person = view.shown[channel]
    if (person) parts.set(channel, person.id)
  }
  parts.set('front', changes.front ?? view.front)
  parts.set('lang', changes.lang ?? view.locale)
  return parts.toString()
}

/** The first language of the browser that we speak; Vietnamese otherwise. */
function preferred(header: string | undefined): Locale {
  const tags = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return locales.find((locale) => locale === tags.find((tag) => tag === 'vi' || tag === 'en')) ?? 'vi'
}
