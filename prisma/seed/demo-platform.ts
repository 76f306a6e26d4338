import { randomBytes } from 'node:crypto'
import { demoReporters } from './demo-people.ts'

/** What the stand-ins are told about the demo's accounts; the names and keys open nothing outside this machine. */
export type DemoPlatform = {
  readonly telegram: { readonly token: string; readonly username: string; readonly name: string }
  readonly zalo: typeof zaloAccount & { readonly refreshToken: string }
}

const zaloAccount = {
  appId: '4100000000000000011',
  appSecret: 'demo-app-secret',
  oaSecret: 'demo-webhook-secret',
  oaId: '2900000000000000011',
  name: 'Sở VHTT Sông Lam',
  package: 'full',
  templates: [
    { id: '410001', about: 'bulletin', name: 'Có bản tin mới', costVnd: 300, phoneCostVnd: 400 },
    { id: '410002', about: 'announcement', name: 'Có thông báo mới', costVnd: 300, phoneCostVnd: 400 },
    { id: '410003', about: 'invitation', name: 'Giấy mời', costVnd: 300, phoneCostVnd: 400 },
    { id: '410004', about: 'reminder', name: 'Nhắc lịch', costVnd: 300, phoneCostVnd: 400 },
    { id: '410005', about: 'introduction', name: 'Lời chào', costVnd: 300, phoneCostVnd: 400 },
  ],
} as const

const telegramAccount = {
  token: '7000000011:demo-token-of-the-sandbox',
  username: 'giaoban_songlam_bot',
  name: 'Giao Ban Sông Lam',
} as const

/** Each new department consents anew at the stand-in: a refresh token works once. */
export const demoPlatform = (): DemoPlatform => ({
  telegram: telegramAccount,
  zalo: { ...zaloAccount, refreshToken: randomBytes(24).toString('base64url') },
})

export const demoZaloSettings = {
  queryButtons: true,
  requestsPerMinute: 2_000,
  templateCostVnd: 300,
  templatePrices: Object.fromEntries(
    zaloAccount.templates.map(({ id, costVnd, phoneCostVnd }) => [
      id,
      { priceVnd: costVnd, priceByPhoneVnd: phoneCostVnd },
    ]),
  ),
  /** For the card that asks for the number; nobody fetches it here. */
  contactImageUrl: 'https://giaoban.example/contact.png',
  templates: Object.fromEntries(zaloAccount.templates.map(({ about, id }) => [about, id])),
} as const

const usersFrom = { telegram: 7_100_000_001n, zalo: 8_412_000_000_000_000_101n } as const

/** The platform's id of each demo reporter who has a chat. */
export const demoAddresses: ReadonlyMap<string, string> = new Map(
  (['telegram', 'zalo'] as const).flatMap((channel) =>
    demoReporters
      .filter(({ reach }) => reach.channel === channel)
      .map(({ id }, place) => [id, String(usersFrom[channel] + BigInt(place) * 7919n)] as const),
  ),
)

/** The numbers of those with Zalo; none can be dialled. */
const demoPhones: ReadonlyMap<string, string> = new Map(
  demoReporters
    .filter(({ reach }) => reach.channel === 'zalo')
    .map(({ id }, place) => [id, `84000000${String(101 + place)}`] as const),
)

/** The control calls that put the people and their past with the accounts into the stand-ins, in order. */
export function demoPlatformPeople(
  outletName: (key: string) => string,
): readonly (readonly [path: string, body: unknown])[] {
  return demoReporters.flatMap(({ id, name, outlet, reach }) => {
    const userId = demoAddresses.get(id)
    if (!userId || (reach.channel !== 'telegram' && reach.channel !== 'zalo')) return []
    const person = ['/people', { id, name, outlet: outletName(outlet), channel: reach.channel, userId }] as const
    const hand = (gesture: string, body: unknown = {}) => [`/${reach.channel}/people/${id}/${gesture}`, body] as const
    const past =
      reach.channel === 'telegram'
        ? hand('start')
        : hand('last-interaction', reach.hoursAgo === null ? { never: true } : { hoursAgo: reach.hoursAgo })
    const number = reach.channel === 'zalo' ? [hand('phone', { number: demoPhones.get(id) })] : []
    return [person, past, ...number, ...(reach.blocked ? [hand('block')] : [])]
  })
}
