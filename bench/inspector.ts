import { once } from 'node:events'
import { type MessageEvent, WebSocket } from 'undici'
import type { Program } from './program.ts'

/** Any port of this machine alone; the address stands in what the process says. */
export const inspectArgs = ['--inspect=127.0.0.1:0']

/** What a process holds on its heap after everything that can go is gone, in MB: asked from outside, by Node's own debugger. */
export async function heapAfterCollection(program: Program): Promise<number> {
  const [, address = ''] = await program.says(/Debugger listening on (ws:\S+)/)
  const socket = new WebSocket(address)
  await once(socket as unknown as EventTarget, 'open')
  let last = 0
  const call = async (method: string): Promise<unknown> => {
    last += 1
    const id = last
    const answered = new Promise<unknown>((resolve, reject) => {
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: unknown; error?: { message: string } }
        if (answer.id !== id) return
        socket.removeEventListener('message', listen)
        if (answer.error) reject(new Error(answer.error.message))
        else resolve(answer.result)
      }
      socket.addEventListener('message', listen)
    })
    socket.send(JSON.stringify({ id, method }))
    return answered
  }
  try {
    // Twice: what the first round finalises, the second takes away.
    await call('HeapProfiler.collectGarbage')
    await call('HeapProfiler.collectGarbage')
    const { usedSize } = (await call('Runtime.getHeapUsage')) as { readonly usedSize: number }
    return usedSize / 2 ** 20
  } finally {
    socket.close()
  }
}
