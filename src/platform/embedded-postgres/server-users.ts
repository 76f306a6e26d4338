import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Notes that this process uses the server of `home`; the result takes the note back. */
export async function registerUser(home: string): Promise<() => Promise<void>> {
  const folder = join(home, 'users')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const note = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`)
  await writeFile(note, birthOf(process.pid))
  return () => rm(note, { force: true })
}

/** How many living processes still use the server; notes of dead ones are cleaned. */
export async function otherUsers(home: string): Promise<number> {
  const folder = join(home, 'users')
  let living = 0
  for (const name of await readdir(folder)) {
    const note = join(folder, name)
    const noted = await readFile(note, 'utf8').catch(() => '')
    const alive = noted !== '' && noted === birthOf(Number.parseInt(name, 10))
    if (alive) living += 1
    else await rm(note, { force: true })
  }
  return living
}

/** True when a process of that number runs, whoever owns it; an ended one that nobody has collected yet does not count. */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return startOf(pid) !== undefined
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// A process number is used again after a restart (in a container always the same few): the start time tells them apart.
function birthOf(pid: number): string {
  if (process.platform === 'linux') return startOf(pid) ?? ''
  return isAlive(pid) ? 'alive' : ''
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? undefined : fields[18]
  } catch {
    return undefined
  }
}
