import { z } from 'zod'
import type { SandboxFrame } from '../frame.ts'
import type { Row } from '../store.ts'

/** How a mailbox answers: by the codes of RFC 5321 and 3463. `greylisted` refuses once and is open afterwards. */
export const mailboxStates = ['open', 'unknown', 'disabled', 'full', 'policy', 'greylisted'] as const
export type MailboxState = (typeof mailboxStates)[number]

export type Mailbox = {
  /** Lower case. */
  readonly address: string
  /** Whose it is, for whoever looks. */
  readonly name: string
  readonly state: MailboxState
}

export type StoredMail = {
  readonly id: number
  /** By the sandbox's clock. */
  readonly at: string
  readonly address: string
  readonly messageId: string
  /** Exactly as it came over the wire, dots unstuffed. */
  readonly raw: Uint8Array
}

/** Who may send through the server, and as whom. */
export const mailAccount = z.strictObject({
  user: z.string().min(1),
  password: z.string().min(1),
  sender: z.email().toLowerCase(),
})
export type MailAccount = z.infer<typeof mailAccount>

/** All that the mail server keeps. Every address has a mailbox: the first mail, or whoever names it, opens it. */
export type Mailboxes = {
  all(): readonly Mailbox[]
  of(address: string): Mailbox
  set(mailbox: Pick<Mailbox, 'address'> & Partial<Mailbox>): Mailbox
  put(mail: Omit<StoredMail, 'id' | 'at'>): StoredMail
  /** The newest first. */
  mailsOf(address: string): readonly StoredMail[]
  mail(id: number): StoredMail | undefined
  register(account: MailAccount): void
  account(user: string): MailAccount | undefined
}

const schema = `CREATE TABLE IF NOT EXISTS mailboxes (address TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS mails (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, address TEXT NOT NULL, message_id TEXT NOT NULL, raw BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS mail_accounts (user TEXT PRIMARY KEY, password TEXT NOT NULL, sender TEXT NOT NULL)`

export function createMailboxes({ store, clock }: Pick<SandboxFrame, 'store' | 'clock'>): Mailboxes {
  store.define(schema)
  const of = (given: string): Mailbox => {
    const address = given.toLowerCase()
    const row = store.one('SELECT * FROM mailboxes WHERE address = ?', address)
    return row ? toMailbox(row) : { address, name: '', state: 'open' }
  }
  return {
    of,
    all: () => store.all('SELECT * FROM mailboxes ORDER BY rowid').map(toMailbox),
    set({ address, ...changes }) {
      const mailbox = { ...of(address), ...changes, address: address.toLowerCase() }
      store.run(
        `INSERT INTO mailboxes (address, name, state) VALUES (?, ?, ?)
         ON CONFLICT (address) DO UPDATE SET name = excluded.name, state = excluded.state`,
        ...[mailbox.address, mailbox.name, mailbox.state],
      )
      return mailbox
    },
    put(mail) {
      const at = clock.now().toISOString()
      const { address, messageId, raw } = mail
      store.run(
        'INSERT INTO mailboxes (address, name, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        address,
        '',
        'open',
      )
      const sql = 'INSERT INTO mails (at, address, message_id, raw) VALUES (?, ?, ?, ?)'
      return { ...mail, at, id: store.run(sql, at, address, messageId, raw).lastId }
    },
    mailsOf: (address) =>
      store.all('SELECT * FROM mails WHERE address = ? ORDER BY id DESC', address.toLowerCase()).map(toMail),
    mail(id) {
      const row = store.one('SELECT * FROM mails WHERE id = ?', id)
      return row && toMail(row)
    },
    register({ user, password, sender }) {
      store.run(
        `INSERT INTO mail_accounts (user, password, sender) VALUES (?, ?, ?)
         ON CONFLICT (user) DO UPDATE SET password = excluded.password, sender = excluded.sender`,
        ...[user, password, sender],
      )
    },
    account(user) {
      const row = store.one('SELECT * FROM mail_accounts WHERE user = ?', user)
      return row && { user, password: String(row.password), sender: String(row.sender) }
    },
  }
}

function toMailbox({ address, name, state }: Row): Mailbox {
  return {
    address: String(address),
    name: String(name),
    state: mailboxStates.find((each) => each === state) ?? 'open',
  }
}

const toMail = ({ id, at, address, message_id, raw }: Row): StoredMail => ({
  id: Number(id),
  at: String(at),
  address: String(address),
  messageId: String(message_id),
  raw: raw instanceof Uint8Array ? raw : new Uint8Array(),
})
