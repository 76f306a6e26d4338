import { expect, test } from 'vitest'
import { extensionOf, sanitiseName } from '../../../src/domain/files/file.ts'

test.each([
  ['a plain Vietnamese name stays', 'Công văn số 12.pdf', 'Công văn số 12.pdf'],
  ['accents are composed', 'Bản tin.pdf'.normalize('NFD'), 'Bản tin.pdf'],
  ['a path is cut off', '../../etc/passwd.pdf', 'passwd.pdf'],
  ['a Windows path too', 'C:\\Users\\mai\\thư.docx', 'thư.docx'],
  ['control characters go', 'thư\u0000\r\n.pdf', 'thư.pdf'],
  ['text direction cannot be turned to fake an extension', 'thư\u202Efdp.exe', 'thưfdp.exe'],
  ['signs that file systems refuse become dashes', 'a:b*c?.pdf', 'a-b-c-.pdf'],
  ['hidden files are not hidden', '.htaccess.txt', 'htaccess.txt'],
  ['nothing left gets a name', '///', 'file'],
  ['only an extension gets a stem', '<>.pdf', '--.pdf'],
])('%s', (_rule, name, safe) => {
  expect(sanitiseName(name)).toBe(safe)
})

test('a very long name is cut and keeps its extension', () => {
  const name = sanitiseName(`${'Kế hoạch '.repeat(60)}.docx`)
  expect([...name].length).toBeLessThanOrEqual(120)
  expect(extensionOf(name)).toBe('docx')
})
