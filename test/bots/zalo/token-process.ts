import { setTimeout as rest } from 'node:timers/promises'
import { createZaloClient } from '../../../bots/zalo/client.ts'
import { createTokenServer } from '../../../bots/zalo/token-server.ts'
import { createZaloTokens, healthOf } from '../../../bots/zalo/tokens.ts'
import { channelPorts } from '../../../src/app/channel-ports.ts'
import { followCare } from '../../../src/domain/accounts/follow-care.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { createDatabase } from '../../../src/platform/postgres.ts'

/** A process of its own that takes care of an account's tokens and uses them, over and over, until it is killed. */
const [databaseUrl = '', serverUrl = '', accountId = '', appKey = ''] = process.argv.slice(2)
const db = createDatabase({ url: databaseUrl, maxConnections: 3 })
const deps = { db, clock: systemClock, keyring: createKeyring(appKey), log: silentLogger }
const client = createZaloClient()
const ports = channelPorts(deps, accountId)
const tokens = createZaloTokens(ports, createTokenServer(client, serverUrl))

for (;;) {
  const access = await tokens.care()
  await followCare(deps, accountId, healthOf(access))
  if (access.kind === 'ready') {
    const used = await use(access.token)
    // The other one rotated meanwhile.
    const renewed = used ? undefined : await tokens.renew(access.token)
    if (renewed?.kind === 'ready') await use(renewed.token)
  }
  await rest(Math.random() * 8)
}

async function use(token: string): Promise<boolean> {
  const answer = await client({ method: 'GET', url: `${serverUrl}/use`, headers: { access_token: token } })
  return answer.kind === 'answer' && answer.status === 200
}
