import type { Say } from '../../../src/texts.ts'
import type { SandboxFrame } from '../frame.ts'
import { type Assets, createAssets } from './assets.ts'
import { type Bills, createBills } from './bills.ts'
import { type Chats, createChats } from './chats.ts'
import { createOfficialAccounts, type OfficialAccounts } from './official-accounts.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'

/** All that the stand-in for Zalo knows. */
export type ZaloWorld = {
  readonly frame: SandboxFrame
  readonly say: Say
  readonly accounts: OfficialAccounts
  readonly chats: Chats
  readonly assets: Assets
  readonly bills: Bills
  readonly webhooks: Webhooks
}

export function createZaloWorld(frame: SandboxFrame, say: Say): ZaloWorld {
  const accounts = createOfficialAccounts(frame.store)
  return {
    frame,
    say,
    accounts,
    chats: createChats(frame),
    assets: createAssets(frame),
    bills: createBills(frame, accounts.bill),
    webhooks: createWebhooks(frame, accounts),
  }
}
