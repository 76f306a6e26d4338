import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyBinaries } from '../../../src/platform/embedded-postgres/binaries.ts'
import { scratchFolder } from './scratch.ts'

test('library links that npm did not make are made before the first start', async () => {
  const folder = await scratchFolder()
  const native = join(folder, 'package', 'native')
  await mkdir(join(native, 'lib'), { recursive: true })
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'the library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  const copy = await copyBinaries(native, join(folder, 'place', 'binaries'))
  expect(await readFile(join(copy, 'lib', 'libpq.so.5'), 'utf8')).toBe('the library')
})
