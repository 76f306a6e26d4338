import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { openDatabase } from '../app/open-database.ts'
import { readConfig } from '../config.ts'
import { ensureFirstOrganisation } from '../domain/organisations/first-organisation.ts'
import { addStaff } from '../domain/staff/add-staff.ts'
import { newStaffSchema, roles } from '../domain/staff/staff.ts'
import { systemClock } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'
import { createLogger } from '../platform/logger.ts'
import { createTexts } from '../texts.ts'

type Options = { readonly email: string; readonly name: string; readonly role: string }

/** `staff add`: how the first administrator gets in; everybody else can be added in the console. */
export function registerStaffCommands(program: Command): void {
  const staff = program.command('staff').description('people of the office who may sign in')
  staff
    .command('add')
    .description('add somebody to the first organisation and print a password for the first sign-in')
    .requiredOption('--email <address>', 'what they sign in with')
    .requiredOption('--name <name>', 'as it stands in letters')
    .option('--role <role>', roles.join(', '), 'administrator')
    .action(async (options: Options) => {
      const password = randomBytes(12).toString('base64url')
      const problem = await add({ ...options, password })
      if (problem) {
        console.error(problem)
        process.exitCode = 1
        return
      }
      console.log(`${options.email} may sign in with the password: ${password}`)
    })
}

/** What went wrong, in a sentence; undefined when it worked. */
async function add(given: Options & { readonly password: string }): Promise<string | undefined> {
  const read = readConfig()
  if ('problems' in read) return read.problems.join('\n')
  const staff = newStaffSchema.safeParse(given)
  if (!staff.success) return staff.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')
  const { say } = createTexts()
  const { db, close } = await openDatabase(read.config, createLogger({ level: 'error' }))
  try {
    const organisationId = await ensureFirstOrganisation({ db, clock: systemClock, say })
    await addStaff({ db, clock: systemClock }, { ...staff.data, organisationId })
    return undefined
  } catch (error) {
    if (error instanceof DomainError) return say('en', `error-${error.code}`, error.args)
    throw error
  } finally {
    await close()
  }
}
