import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Notes that this process uses the server of `home`; the result takes the note back. */
export async function registerUser(home: string): Promise<() => Promise<void>> {
  const folder = join(home, 'users')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const note = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`)
  await writeFile(note, await birthOf(process.pid))
  return () => rm(note, { force: true })
}

/** How many living processes still use the server; notes of dead ones are cleaned. */
export async function otherUsers(home: string): Promise<number> {
  const folder = join(home, 'users')
  let living = 0
  for (const name of await readdir(folder)) {
    const note = join(folder, name)
    const noted = await readFile(note, 'utf8').catch(() => '')
    const alive = noted !== '' && noted === (await birthOf(Number.parseInt(name, 10)))
    if (alive) living += 1
    else await rm(note, { force: true })
  }
  return living
}

// A process number is used again after a restart (in a container always the same few): the start time tells them apart.
async function birthOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''
  if (process.platform === 'linux') return ''
  return isAlive(pid) ? 'alive' : ''
}

/** True when a process of that number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
