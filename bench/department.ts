import { keepAccount } from '../src/domain/accounts/keep-account.ts'
import { contentHash } from '../src/domain/publications/content-hash.ts'
import { findPublication } from '../src/domain/publications/publications.repository.ts'
import { systemClock } from '../src/platform/clock.ts'
import { createKeyring } from '../src/platform/crypto.ts'
import { newId } from '../src/platform/ids.ts'
import type { Place } from './place.ts'
import { addReporters } from './reporters.ts'
import type { StandIn } from './stand-in.ts'
import { appKey } from './worker.ts'

/** An invented department that can send at any hour: its accounts, its reporters, and somebody who may press send. */
export type Department = {
  readonly organisationId: string
  readonly editor: { readonly id: string; readonly role: 'editor'; readonly organisationId: string }
  readonly accounts: Readonly<Record<AccountName, string>>
  /** Reporters with one chat each, who consented and wrote a day ago; the stand-in knows them. Takes about 3 s for 100,000. */
  enrol(on: AccountName, count: number): Promise<void>
  /** An announcement that was approved and released, to everybody or to those with a chat on one account. */
  release(words?: ReleaseWords): Promise<string>
}

/** The bot, and the two Official Accounts by their calls a minute. */
export type AccountName = 'telegram' | 'zalo100' | 'zalo2000'
export type ReleaseWords = {
  readonly title?: string
  readonly audience?: object
  /** A bulletin, whose themes are opened by buttons, instead of an announcement. */
  readonly themes?: readonly string[]
}

export type DepartmentOptions = {
  /** Which accounts are on; the bot alone unless said otherwise. */
  readonly accounts?: readonly AccountName[]
  /** Of the bot; 30 a second in short windows unless said otherwise. */
  readonly telegramPace?: { readonly messages: number; readonly perMs: number }
  /** Where a platform is to send updates to the bot; without it they are fetched. */
  readonly telegramWebhookUrl?: string
}

/** What limits off means: nothing that a machine could reach. */
export const unpaced = { messages: 1_000, perMs: 20 } as const

export async function openDepartment(
  { db }: Pick<Place, 'db'>,
  standIn: StandIn,
  options: DepartmentOptions = {},
): Promise<Department> {
  const { accounts: on = ['telegram'], telegramPace, telegramWebhookUrl } = options
  const clock = systemClock
  const keyring = createKeyring(appKey)
  const createdAt = clock.now()
  const organisationId = newId(createdAt)
  const settings = { quietHours: { from: '00:00', to: '00:00' }, abortWindowSeconds: 0 }
  const names = { name: 'Sở Thông tin và Truyền thông Sông Bằng', shortName: 'Sở TTTT Sông Bằng' }
  await db.organisation.create({ data: { ...names, id: organisationId, settings, createdAt } })
  const deps = { db, clock, keyring }
  const zalo = (name: 'zalo100' | 'zalo2000') => {
    const { appId, appSecret, oaSecret, refreshToken, package: tier } = zaloOf(standIn, name)
    return keepAccount(deps, organisationId, {
      channel: 'zalo',
      name,
      externalId: `app:${appId}`,
      secrets: { appId, appSecret, oaSecret, seedRefreshToken: refreshToken },
      settings: { requestsPerMinute: tier === 'growth' ? 100 : 2_000 },
      on: on.includes(name),
    })
  }
  const accounts = {
    telegram: await keepAccount(deps, organisationId, {
      channel: 'telegram',
      name: 'Telegram',
      externalId: String(standIn.telegram.botId),
      secrets: {
        token: standIn.telegram.token,
        webhookSecret: keyring.derive('telegram-webhook').toString('base64url'),
      },
      settings: {
        ...(telegramPace && { pace: telegramPace }),
        ...(telegramWebhookUrl && { webhookUrl: telegramWebhookUrl }),
      },
      on: on.includes('telegram'),
    }),
    zalo100: await zalo('zalo100'),
    zalo2000: await zalo('zalo2000'),
  }
  return {
    organisationId,
    editor: { id: 'bench-editor', role: 'editor', organisationId },
    accounts,
    enrol: (name, count) => addReporters(db, standIn, { organisationId, accountId: accounts[name], name, count }),
    release: (words) => release({ db }, organisationId, words),
  }
}

export const zaloOf = ({ zalo }: Pick<StandIn, 'zalo'>, name: 'zalo100' | 'zalo2000') => {
  const found = zalo.find((account) => account.package === (name === 'zalo100' ? 'growth' : 'full'))
  if (!found) throw new Error(`the stand-in has no ${name}`)
  return found
}

/** About as long as an announcement of a department is. */
const text = [
  'Kính gửi các anh, chị phóng viên,',
  'Sở Thông tin và Truyền thông Sông Bằng thông báo: từ 19 giờ ngày mai, vùng núi phía bắc có mưa to đến rất to, nguy cơ lũ quét và sạt lở đất ở sườn dốc. Đề nghị các cơ quan báo chí đưa tin kịp thời để người dân chủ động phòng tránh.',
  'Số liệu mới nhất được cập nhật trên trang của Sở. Cần thêm thông tin, anh, chị liên hệ bộ phận trực của Sở.',
].join('\n\n')

async function release(
  { db }: Pick<Place, 'db'>,
  organisationId: string,
  { title = 'Cảnh báo mưa lớn vùng núi', audience = { kind: 'everyone' }, themes }: ReleaseWords = {},
): Promise<string> {
  const releasedAt = systemClock.now()
  const id = newId(releasedAt)
  const times = { createdBy: 'bench-editor', createdAt: releasedAt, updatedAt: releasedAt }
  const released = { releasedAt, releasedBy: 'bench-clerk' }
  const kind = themes ? 'bulletin' : 'announcement'
  const content = { title, issuer: 'Sở TTTT Sông Bằng', text: themes ? '' : text, audience }
  await db.publication.create({
    data: { id, organisationId, kind, state: 'released', ...content, ...times, ...released },
  })
  const points = text.split('\n\n')
  const rows = (themes ?? []).map((title, at) => ({
    id: newId(releasedAt),
    publicationId: id,
    number: at + 1,
    title,
    points,
  }))
  await db.theme.createMany({ data: rows })
  const publication = await findPublication(db, organisationId, id)
  if (!publication) throw new Error('no publication')
  const submitted = { state: 'approved', submittedBy: 'bench-editor', submittedAt: releasedAt } as const
  const decided = { decidedBy: 'bench-approver', decidedAt: releasedAt, contentHash: contentHash(publication) }
  await db.approval.create({ data: { id: newId(releasedAt), publicationId: id, ...submitted, ...decided } })
  return id
}
