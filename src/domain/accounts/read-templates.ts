import type { ChannelTemplate } from '../../channels/channel.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import type { OpenAccount } from './begin-consent.ts'
import { ownAccount } from './own-account.ts'

/** What one message by a template costs in VND, where the platform tells. */
export type TemplatePrice = {
  readonly priceVnd?: number | undefined
  readonly priceByPhoneVnd?: number | undefined
}

/** The platform's own list of templates; undefined when it cannot be asked now. */
export async function readTemplates(
  deps: Pick<Deps, 'db' | 'log'>,
  input: { readonly accountId: string; readonly open: OpenAccount; readonly by: ActingStaff },
): Promise<readonly ChannelTemplate[] | undefined> {
  const account = await ownAccount(deps, input)
  try {
    return await (await input.open(account)).templates?.()
  } catch (error) {
    deps.log.warn({ account: account.id, err: error }, 'the templates of an account could not be read')
    return undefined
  }
}

/** Both prices of each chosen template, from the list or else as kept before, so that planned and written cost come from one number. */
export function pricesOf(
  ids: readonly string[],
  listed: readonly ChannelTemplate[] | undefined,
  kept: Readonly<Record<string, TemplatePrice>>,
): Readonly<Record<string, TemplatePrice>> {
  const priced = ids.flatMap((id) => {
    const found = listed?.find((each) => each.id === id)
    const { priceVnd, priceByPhoneVnd } = found ?? kept[id] ?? {}
    const price = {
      ...(priceVnd === undefined ? {} : { priceVnd }),
      ...(priceByPhoneVnd === undefined ? {} : { priceByPhoneVnd }),
    }
    return Object.keys(price).length > 0 ? [[id, price] as const] : []
  })
  return Object.fromEntries(priced)
}
