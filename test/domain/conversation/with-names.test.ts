import { expect, test } from 'vitest'
import { handleUpdate } from '../../../src/domain/conversation/handle-update.ts'
import { scriptedChannels } from '../../channel-script.ts'
import { testDatabase } from '../../database.ts'
import { chatRoom } from './chat-room.ts'

test('where updates bring no name it is asked for once, and nobody waits for a name that does not come', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const asked: string[] = []
  const nameOf = async (address: string) => {
    asked.push(address)
    return address === 'lan' ? 'Lê Lan' : await new Promise<undefined>(() => undefined)
  }
  const channels = scriptedChannels(room.telegram, { ...room.zalo, nameOf })
  const { accountId } = room.zalo
  const say = async (address: string) => {
    const id = room.newUuid()
    const at = room.clock.now()
    const event = { kind: 'text', text: 'xin chào', links: [], address, interaction: true, at: at.toISOString() }
    await room.db.inboxItem.create({
      data: { id, accountId, externalId: id, receivedAt: at, payload: { events: [event] } },
    })
    await handleUpdate({ ...room.deps, channels }, { inboxId: id })
    return (await room.db.contact.findFirst({ where: { address } }))?.displayName
  }
  expect([await say('lan'), await say('lan'), await say('khach')]).toEqual(['Lê Lan', 'Lê Lan', null])
  expect(asked).toEqual(['lan', 'khach'])
  expect(await room.db.reply.count()).toBe(3)
})
