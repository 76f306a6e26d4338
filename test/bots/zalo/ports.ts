import { createHash } from 'node:crypto'
import type { ChannelFiles, ChannelPorts } from '../../../src/channels/channel.ts'
import type { CarriedFile } from '../../../src/channels/outgoing-message.ts'
import type { Clock } from '../../../src/platform/clock.ts'
import { type Logger, silentLogger } from '../../../src/platform/logger.ts'

/** A place to keep an account's things, in memory, as the house keeps them in rows. */
export type Keep = {
  secrets: unknown
  memory: Record<string, unknown>
  readonly written: unknown[]
  /** The names of each write. */
  readonly memoryWrites: (readonly string[])[]
  /** The numbers behind addresses of the form `phone:<id>`. */
  readonly phones: Map<string, string>
}

export const newKeep = (secrets: unknown): Keep => ({
  secrets,
  memory: {},
  written: [],
  memoryWrites: [],
  phones: new Map(),
})

/** Ports of one process; several over one `keep` and one `locks` are several processes of one house. */
export function portsOver(
  keep: Keep,
  {
    clock,
    locks = new Map(),
    log = silentLogger,
  }: { clock: Clock; locks?: Map<string, Promise<unknown>>; log?: Logger },
): ChannelPorts & { readonly files: TestFiles } {
  return {
    accountId: '0193a000-0000-7000-8000-000000000001',
    clock,
    log,
    files: testFiles(clock),
    secrets: {
      read: async () => structuredClone(keep.secrets),
      async change(update) {
        const changed = update(structuredClone(keep.secrets))
        if (changed === undefined) return
        keep.secrets = structuredClone(changed)
        keep.written.push(changed)
      },
    },
    memory: {
      read: async () => keep.memory,
      async write(values) {
        Object.assign(keep.memory, values)
        keep.memoryWrites.push(Object.keys(values))
      },
    },
    phoneOf: async (address) => keep.phones.get(address),
    async exclusively(name, work) {
      const before = locks.get(name) ?? Promise.resolve()
      const turn = () => work(new AbortController().signal)
      const mine = before.then(turn, turn)
      locks.set(
        name,
        mine.catch(() => undefined),
      )
      return mine
    },
  }
}

export type TestFiles = ChannelFiles & {
  add(name: string, mediaType: string, bytes: Uint8Array): CarriedFile
  readonly handles: Map<string, { readonly handle: string; readonly expiresAt: Date | undefined }>
  /** From now on the handles of another process of the same house count. */
  share(other: TestFiles): void
}

function testFiles(clock: Clock): TestFiles {
  const contents = new Map<string, Uint8Array>()
  let handles: TestFiles['handles'] = new Map()
  return {
    get handles() {
      return handles
    },
    share(other) {
      handles = other.handles
    },
    add(name, mediaType, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      contents.set(sha256, bytes)
      return { sha256, name, mediaType, sizeBytes: bytes.length, url: `https://desk.example.vn/p/t/files/${sha256}` }
    },
    bytes: async (sha256) => contents.get(sha256) ?? new Uint8Array(),
    async handleOf({ sha256 }, kind) {
      const kept = handles.get(`${kind} ${sha256}`)
      return kept && (!kept.expiresAt || kept.expiresAt > clock.now()) ? kept.handle : undefined
    },
    async keepHandle({ sha256 }, kind, handle, expiresAt) {
      handles.set(`${kind} ${sha256}`, { handle, expiresAt })
    },
    async forgetHandle({ sha256 }, kind) {
      handles.delete(`${kind} ${sha256}`)
    },
  }
}
