import { connect, createServer, type Socket } from 'node:net'

/** A wire that can be shut: what is written into it while it is shut has left its process and reached nobody. */
export type Valve = {
  readonly port: number
  /** Nothing more is read from the near side; what is on the way stays there. */
  shut(): void
  open(): void
  /** Cuts every connection, and what was not read of it is gone. */
  cut(): void
  close(): Promise<void>
}

export async function openValve(farPort: number): Promise<Valve> {
  const near = new Set<Socket>()
  let isShut = false
  const server = createServer((socket) => {
    near.add(socket)
    const far = connect(farPort, '127.0.0.1')
    for (const each of [socket, far]) {
      each.setNoDelay(true)
      // A wire that breaks breaks on both sides; the error itself is the trial's.
      each.on('error', () => {})
    }
    socket.on('data', (chunk) => far.write(chunk))
    far.on('data', (chunk) => socket.write(chunk))
    socket.on('close', () => {
      near.delete(socket)
      far.destroy()
    })
    far.on('close', () => socket.destroy())
    if (isShut) socket.pause()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  return {
    port: typeof place === 'object' && place ? place.port : 0,
    shut() {
      isShut = true
      for (const socket of near) socket.pause()
    },
    open() {
      isShut = false
      for (const socket of near) socket.resume()
    },
    cut() {
      for (const socket of near) socket.destroy()
    },
    close() {
      for (const socket of near) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
