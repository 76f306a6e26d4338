import { expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { readConfig } from '../../src/config.ts'
import { silentLogger } from '../../src/platform/logger.ts'

test('a database that nobody answers for is told with the name of the variable and without its password', async () => {
  const read = readConfig({ DATABASE_URL: 'postgresql://desk:kept-out@127.0.0.1:1/giaoban', APP_KEY: 'k'.repeat(40) })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const opened = openDatabase(read.config, silentLogger)
  await expect(opened).rejects.toThrow('DATABASE_URL: no database answers at 127.0.0.1:1 (ECONNREFUSED).')
  await expect(opened).rejects.not.toThrow('kept-out')
})
