import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { acceptOnlyJson } from '../control.ts'
import type { SandboxFrame } from '../frame.ts'
import { startMailServer } from './mail-server.ts'
import { createMailboxes, type Mailboxes, mailAccount, mailboxStates, type StoredMail } from './mailboxes.ts'

/** The stand-in for the mail servers of the world: `controlRoutes` go below /control/email. */
export type MailStandIn = {
  readonly mailboxes: Mailboxes
  readonly controlRoutes: FastifyPluginAsync
  /** Starts the mail server when it does not run yet; gives its address without user and password. */
  listen(port?: number): Promise<string>
}

export function createMailStandIn(frame: SandboxFrame): MailStandIn {
  const mailboxes = createMailboxes(frame)
  let address: Promise<string> | undefined
  const listen = (port?: number) => {
    address ??= startMailServer(frame, mailboxes, port)
    return address
  }
  return { mailboxes, listen, controlRoutes: controlRoutes(mailboxes, listen) }
}

const mailbox = z.strictObject({
  address: z.email().toLowerCase(),
  name: z.string().optional(),
  state: z.enum(mailboxStates).optional(),
})
const whose = z.object({ address: z.email() })

const controlRoutes =
  (mailboxes: Mailboxes, listen: () => Promise<string>): FastifyPluginAsync =>
  async (server) => {
    acceptOnlyJson(server)
    server.get('/server', async () => ({ address: await listen() }))
    server.post('/accounts', (request) => {
      const account = mailAccount.parse(request.body)
      mailboxes.register(account)
      return { user: account.user, sender: account.sender }
    })
    server.get('/mailboxes', () => ({ mailboxes: mailboxes.all() }))
    server.post('/mailboxes', (request) => {
      const { address, name, state } = mailbox.parse(request.body)
      const changes = { ...(name === undefined ? {} : { name }), ...(state === undefined ? {} : { state }) }
      return { mailbox: mailboxes.set({ address, ...changes }) }
    })
    server.get('/mails', (request) => {
      const { address } = whose.parse(request.query)
      return { mails: mailboxes.mailsOf(address).map(shown) }
    })
  }

const shown = ({ raw, ...mail }: StoredMail) => ({ ...mail, raw: Buffer.from(raw).toString('latin1') })
