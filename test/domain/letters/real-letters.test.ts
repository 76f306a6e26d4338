import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { read } from './sample-letters.ts'

const folder = new URL('../../../../shared/letters/', import.meta.url)
const text = (name: string) => readFileSync(new URL(`${name}.txt`, folder), 'utf8')

describe.runIf(existsSync(folder))('the real letters, where they are at hand', () => {
  test("the ministry's letter has five themes, three points of guidance, items 1 and 2 as duties", () => {
    const letter = read(text('ministry-1531-2024-04'))
    expect(letter).toMatchObject({
      documentNumber: '1531/BTTTT-TTĐN',
      issuer: 'Bộ Thông tin và Truyền thông',
      place: 'Hà Nội',
      issuedOn: '2024-04-22',
      addressees: ['Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương'],
    })
    expect(letter.subject).toMatch(/^cung cấp thông tin phục vụ Hội nghị .* tỉnh, thành phố$/)
    expect(letter.themes.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(letter.themes[0]?.title).toMatch(/^bảo vệ báo cáo quốc gia .* Việt nam$/)
    expect(letter.themes[3]?.title).toMatch(/^Chỉ thị số 31-CT\/TW .* tình hình mới$/)
    expect(letter.themes[4]?.title).toMatch(/^Tình hình triển khai .* không theo quy định$/)
    expect(letter.guidance.map((point) => point.split(' ').slice(0, 2).join(' '))).toEqual([
      'Tuyên truyền',
      'Tăng cường',
      'Chủ động',
    ])
    expect(letter.duties.map((duty) => duty.text.slice(0, 18))).toEqual(['Xây dựng Kế hoạch ', 'Tổ chức hội nghị đ'])
    expect(letter.attachments).toEqual([{ title: 'Phụ lục', supplier: null }])
  })

  test("the authority's letter has four themes with their points and two suppliers", () => {
    const letter = read(text('authority-guidance-2024-09'))
    expect(letter).toMatchObject({
      documentNumber: null,
      issuer: 'Cục Thông tin đối ngoại',
      place: 'Hà Nội',
      issuedOn: null,
      subject: null,
      addressees: ['Sở Thông tin và truyền thông các tỉnh, thành phố'],
      guidance: [],
      duties: [],
      signer: { capacity: 'KT. CỤC TRƯỞNG', title: 'PHÓ CỤC TRƯỞNG', name: 'Đinh Tiến Dũng' },
    })
    expect(letter.themes.map(({ number, points }) => [number, points.length])).toEqual([
      [1, 1],
      [2, 2],
      [3, 5],
      [4, 1],
    ])
    expect(letter.themes.flatMap(({ attachments }) => attachments.map(({ supplier }) => supplier))).toEqual([
      'Cục Trẻ em, Bộ Lao động, Thương binh và Xã hội',
      'Vụ Các tổ chức quốc tế, Bộ Ngoại giao',
    ])
    expect(letter.themes[3]?.points[0]).toMatch(/^Tuyên truyền khẳng định .* công bố\.$/)
    expect(letter.copies.map(({ purpose }) => purpose)).toEqual([null, 'để b/c', 'để b/c', 'Lưu'])
  })
})
