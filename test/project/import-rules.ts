import type { ImportLine } from './source-files.ts'

/** Files that see everything, on purpose: the composition root, the two lists of adapters, and what stands outside the house. */
const isRoot = (path: string): boolean =>
  ['src/app.ts', 'src/main.ts', 'jobs/registry.ts', 'bots/registry.ts'].includes(path) || /^src\/(app|cli)\//.test(path)
const seesAll = (path: string): boolean => isRoot(path) || /^(prisma|test|bench)\//.test(path)

const room = (path: string): string => {
  const bot = /^bots\/([^/]+)\//.exec(path)
  if (bot) return `bot ${bot[1]}`
  if (/^src\/(web|domain|channels|queue|platform)\//.test(path)) return path.split('/')[1] ?? ''
  if (path.startsWith('src/texts')) return 'platform'
  if (path.startsWith('prisma/generated')) return 'generated'
  return path.startsWith('jobs/') ? 'jobs' : 'root'
}

/** What each room may import besides itself; a bot is its own room. */
const below: Readonly<Record<string, readonly string[]>> = {
  web: ['domain', 'channels', 'queue', 'platform'],
  jobs: ['domain', 'channels', 'queue', 'platform'],
  bot: ['channels', 'platform'],
  domain: ['channels', 'queue', 'platform', 'generated'],
  channels: ['platform'],
  queue: ['platform'],
  platform: ['generated'],
  root: ['platform'],
}

const packageHomes: readonly {
  readonly packages: readonly string[]
  readonly home: RegExp
  readonly advice: string
}[] = [
  {
    packages: ['nodemailer'],
    home: /^bots\/email\//,
    advice: 'mail is sent in bots/email',
  },
  {
    packages: ['smtp-server', 'postal-mime'],
    home: /^bots\/sandbox\//,
    advice: 'only the stand-in takes mail',
  },
  {
    packages: ['grammy', '@grammyjs/types'],
    home: /^bots\/(telegram|sandbox)\//,
    advice: 'grammY lives in bots/telegram',
  },
  {
    packages: ['fastify', 'hono'],
    home: /^(src\/web|bots\/sandbox)\//,
    advice: 'HTTP servers and views live in src/web and bots/sandbox',
  },
  {
    packages: ['bullmq', 'ioredis'],
    home: /^jobs\/bullmq[\w-]*\.ts$/,
    advice: 'the queue library lives in jobs/bullmq*.ts',
  },
  {
    packages: ['@prisma/client', '@prisma/adapter-pg'],
    home: /^(src\/platform\/postgres\.ts|prisma\/)/,
    advice: 'Prisma lives in src/platform/postgres.ts',
  },
  {
    packages: ['better-auth'],
    home: /^(src\/web\/session|src\/domain\/staff\/)/,
    advice: 'sign-in lives in src/web/session*.ts and src/domain/staff',
  },
]

/** The complaint about one import, in words that say where the code belongs; undefined when it is allowed. */
export function importComplaint(line: ImportLine): string | undefined {
  if (/^(test|bench)\//.test(line.from)) return undefined
  if (!line.relative) {
    const home = packageHomes.find(({ packages }) => packages.includes(line.target))
    return home && !home.home.test(line.from) ? `${line.from} imports ${line.target}: ${home.advice}` : undefined
  }
  if (
    line.target.startsWith('prisma/generated') &&
    !/(\.repository\.ts$|^src\/platform\/postgres\.ts$|^prisma\/)/.test(line.from)
  )
    return `${line.from} imports the Prisma client: queries belong in a *.repository.ts`
  if (line.target.startsWith('test/')) return `${line.from} imports ${line.target}: the product does not know its tests`
  if (seesAll(line.from)) return undefined
  if (isRoot(line.target)) return `${line.from} imports ${line.target}: only the composition root sees everything`
  const from = room(line.from)
  const to = room(line.target)
  if (from === to) return undefined
  const allowed = below[from.startsWith('bot ') ? 'bot' : from] ?? []
  return allowed.includes(to)
    ? undefined
    : `${line.from} (${from}) imports ${line.target} (${to}): arrows point down only`
}

/** A cycle through the given imports as a list of files, or undefined. */
export function importCycle(lines: readonly ImportLine[]): readonly string[] | undefined {
  const next = new Map<string, string[]>()
  for (const { from, target, relative } of lines) if (relative) next.set(from, [...(next.get(from) ?? []), target])
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []
  const visit = (file: string): readonly string[] | undefined => {
    if (state.get(file) === 'done') return undefined
    if (state.get(file) === 'open') return [...trail.slice(trail.indexOf(file)), file]
    state.set(file, 'open')
    trail.push(file)
    for (const target of next.get(file) ?? []) {
      const cycle = visit(target)
      if (cycle) return cycle
    }
    trail.pop()
    state.set(file, 'done')
    return undefined
  }
  for (const file of next.keys()) {
    const cycle = visit(file)
    if (cycle) return cycle
  }
  return undefined
}
