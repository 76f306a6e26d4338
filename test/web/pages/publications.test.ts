import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addOutlet } from '../../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../../src/domain/reporters/add-reporter.ts'
import { issuePageLink } from '../../../src/domain/reporters/issue-page-link.ts'
import { type Browser, type TestConsole, testConsole } from '../console.ts'
import { letter } from './letter.ts'

let desk: TestConsole
let editor: Browser
let approver: Browser
let clerk: Browser

beforeAll(async () => {
  desk = await testConsole()
  ;[editor, approver, clerk] = [await desk.signIn('editor'), await desk.signIn('approver'), await desk.signIn('clerk')]
})
afterAll(() => desk[Symbol.asyncDispose]())

const idIn = (location: unknown) => /publications\/([\w-]{36})/.exec(String(location))?.[1] ?? 'none'
const draft = async () => idIn((await editor.upload('/letters', { text: letter })).headers.location)

/** What a browser would send for the edit form as it stands, changed by `change`. */
async function formOf(id: string, change: (fields: Record<string, string | string[]>) => void) {
  const page = (await editor.get(`/publications/${id}/edit`)).body
  const updated = /name="expectedUpdatedAt" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const { themes, title, issuer } = await desk.db.publication.findUniqueOrThrow({
    where: { id },
    include: { themes: { orderBy: { number: 'asc' } } },
  })
  const fields: Record<string, string | string[]> = {
    expectedUpdatedAt: updated,
    title,
    issuer,
    period: '',
    text: '',
    themeId: themes.map((theme) => theme.id),
    themeNumber: themes.map(({ number }) => String(number)),
    themeTitle: themes.map((theme) => theme.title),
    themePoints: themes.map(({ points }) => points.join('\n')),
    themeOrigin: themes.map(({ origin }) => origin),
  }
  change(fields)
  return fields
}

describe('From the letter to the release', () => {
  test('an official letter becomes a draft that is corrected beside the original', async () => {
    const id = await draft()
    const page = (await editor.get(`/publications/${id}/edit`)).body
    expect(page).toContain('Mùa lúa đông xuân')
    expect(page).toContain('Lịch xuống giống của các huyện.')
    const fields = await formOf(id, (each) => {
      each.period = 'Tháng 12/2026'
      each.themePoints = ['Ý thứ hai.\nÝ thứ nhất.', 'Một ý.']
      each.themeNumber = ['2', '1']
    })
    expect((await editor.post(`/publications/${id}/content`, fields)).statusCode).toBe(303)
    const themes = await desk.db.theme.findMany({ where: { publicationId: id }, orderBy: { number: 'asc' } })
    expect(themes.map(({ title, points }) => [title, points])).toEqual([
      ['Lễ hội đua thuyền trên sông', ['Một ý.']],
      ['Mùa lúa đông xuân', ['Ý thứ hai.', 'Ý thứ nhất.']],
    ])
  })

  test('two themes with one number are refused, and all that was typed is still there', async () => {
    const id = await draft()
    const fields = await formOf(id, (each) => {
      each.themeNumber = ['1', '1']
      each.period = 'Kỳ chưa lưu'
    })
    const answer = await editor.post(`/publications/${id}/content`, fields)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Hai nội dung đang mang cùng một số thứ tự')
    expect(answer.body).toContain('value="Kỳ chưa lưu"')
  })

  test('what somebody else saved in between is not overwritten', async () => {
    const id = await draft()
    const stale = await formOf(id, (each) => Object.assign(each, { title: 'Bản của người đến sau' }))
    await editor.post(
      `/publications/${id}/content`,
      await formOf(id, (each) => Object.assign(each, { title: 'Bản đã lưu' })),
    )
    const answer = await editor.post(`/publications/${id}/content`, stale)
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Bản của người đến sau')
  })

  test('a second person approves what they read, the clerk numbers and releases it, and then it can be sent', async () => {
    const outletId = await addOutlet(desk.deps, {
      organisationId: desk.organisationId,
      name: 'Báo Thử',
      kind: 'provincial-press',
      by: desk.staffIds.editor,
    })
    const who = { organisationId: desk.organisationId, by: desk.staffIds.editor }
    const reporterId = await addReporter(desk.deps, { ...who, outletId, fullName: 'Đỗ Văn Trang' })
    await issuePageLink(desk.deps, { ...who, reporterId })
    await addReporter(desk.deps, { ...who, outletId, fullName: 'Bùi Không Kênh' })

    const id = await draft()
    expect((await editor.post(`/publications/${id}/submissions`)).statusCode).toBe(303)
    const contentHash =
      /name="contentHash" value="(\w+)"/.exec((await approver.get(`/publications/${id}`)).body)?.[1] ?? ''
    expect((await approver.post(`/publications/${id}/approvals`, { contentHash })).statusCode).toBe(303)

    const early = await clerk.post(`/publications/${id}/releases`)
    expect([early.statusCode, early.body.includes('Đề nghị nhập đủ số, ký hiệu và ngày')]).toEqual([422, true])
    const pdf = {
      name: 'signed.pdf',
      bytes: Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1'),
    }
    const numbered = await clerk.upload(
      `/publications/${id}/numbers`,
      { documentNumber: '47/TB-SVHTT', issuedOn: '2026-11-23' },
      pdf,
    )
    expect(numbered.statusCode).toBe(303)
    expect((await clerk.post(`/publications/${id}/releases`)).statusCode).toBe(303)

    const plan = (await editor.get(`/publications/${id}/plan`)).body
    expect(plan).toContain('Bùi Không Kênh')
    const started = await editor.post(`/publications/${id}/broadcasts`)
    const broadcast = (await editor.get(String(started.headers.location))).body
    const counts = [...broadcast.matchAll(/class="term (\w+)[^"]*"[^>]*><b class="number">(\d+)</g)].map(
      ([, name, count]) => [name, Number(count)] as const,
    )
    const sum = counts.filter(([name]) => name !== 'audience').reduce((total, [, count]) => total + count, 0)
    expect(sum).toBe(counts.find(([name]) => name === 'audience')?.[1])
    expect(sum).toBe(2)
  })

  test('a return needs its reason, and the reason stands before the editor', async () => {
    const id = await draft()
    await editor.post(`/publications/${id}/submissions`)
    const silent = await approver.post(`/publications/${id}/returns`, { note: ' ' })
    expect(silent.statusCode).toBe(422)
    await approver.post(`/publications/${id}/returns`, { note: 'Sửa số liệu ở nội dung 1' })
    expect((await editor.get(`/publications/${id}`)).body).toContain('Sửa số liệu ở nội dung 1')
  })
})

describe('Bad letters', () => {
  test('a letter stamped secret is refused without a trace, on the screen and in the database', async () => {
    const before = await desk.db.letter.count()
    const answer = await editor.upload('/letters', { text: `MẬT\n${letter}\nchuyện không được lộ` })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).not.toContain('chuyện không được lộ')
    expect(await desk.db.letter.count()).toBe(before)
  })

  test('a damaged Word file is refused with a sentence, and the pasted text is kept', async () => {
    const answer = await editor.upload(
      '/letters',
      { text: 'đã dán sẵn' },
      { name: 'cong-van.docx', bytes: Buffer.from('not a zip') },
    )
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('đã dán sẵn')
  })

  test('a file over the limit or of a disguised type is refused by name and leaves nothing', async () => {
    const id = await draft()
    const files = await desk.db.file.count()
    const large = await editor.upload(
      `/publications/${id}/attachments`,
      { title: 'To' },
      { name: 'to.txt', bytes: Buffer.alloc(4 * 1_048_576, 'a') },
    )
    const disguised = await editor.upload(
      `/publications/${id}/attachments`,
      { title: 'Giả' },
      { name: 'anh.png', bytes: Buffer.from('%PDF-1.4 chữ') },
    )
    expect([large.statusCode, disguised.statusCode]).toEqual([422, 422])
    expect(disguised.body).toContain('anh.png')
    expect(await desk.db.file.count()).toBe(files)
  })

  test('an office may set a lower limit of its own, and the refusal names it', async () => {
    const id = await draft()
    await desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings: { fileLimitMb: 1 } } })
    const answer = await editor.upload(
      `/publications/${id}/attachments`,
      { title: 'To' },
      { name: 'to.txt', bytes: Buffer.alloc(2 * 1_048_576, 'a') },
    )
    await desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings: {} } })
    expect([answer.statusCode, answer.body.includes('(1 MB)')]).toEqual([422, true])
  })
})
