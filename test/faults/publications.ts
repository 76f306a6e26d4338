import { type Browser, openBrowser } from '../flows/browser.ts'
import { emailOf, password } from '../flows/desk.ts'

/** What a trial sends: words that no other trial's messages carry. */
export type Released = { readonly id: string; readonly words: string; readonly conferenceId?: string }
/** An invitation goes with it. */
export type Wish = { readonly withConference?: boolean }

/** The people of the desk at their screens: written by one, approved by another, released by a third. */
export type Staff = {
  readonly editor: Browser
  readonly approver: Browser
  /** One that is approved and released; the next is being prepared meanwhile. */
  released(wish?: Wish): Promise<Released>
}

export async function openStaff(
  publicUrl: string,
  conferenceOf: (publicationId: string) => Promise<string>,
): Promise<Staff> {
  const signIn = async (role: 'editor' | 'approver' | 'clerk') => {
    const browser = openBrowser(publicUrl)
    const answer = await browser.send('/sign-in', '/sign-in', { email: emailOf(role), password })
    if (answer.status !== 303) throw new Error(`${role} could not sign in: ${answer.status} ${answer.words}`)
    return browser
  }
  const [editor, approver, clerk] = [await signIn('editor'), await signIn('approver'), await signIn('clerk')]
  let count = 0
  const prepare = async ({ withConference = false }: Wish = {}): Promise<Released> => {
    count += 1
    const words = `Tin thử lỗi số ${String(count).padStart(4, '0')}`
    const drafted = await editor.send('/announcements/new', '/announcements', {
      title: words,
      text: 'Đề nghị đưa tin.',
    })
    const publication = drafted.location.replace(/\/edit$/, '')
    if (withConference) await editor.send(`${publication}/edit`, `${publication}/conferences`, conference(words))
    const pressed = [
      await editor.send(publication, `${publication}/submissions`),
      await approver.send(publication, `${publication}/approvals`),
      await clerk.send(publication, `${publication}/releases`),
    ]
    const refused = pressed.find(({ status }) => status !== 303)
    if (refused) throw new Error(`A publication could not be released: ${refused.status} ${refused.words}`)
    const id = /[\w-]+$/.exec(publication)?.[0] ?? ''
    return { id, words, ...(withConference && { conferenceId: await conferenceOf(id) }) }
  }
  return { editor, approver, released: prepare }
}

/** In a week, so that no reminder of it falls into the trials. */
function conference(words: string) {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const times = { startsAt: `${day(7)}T08:30`, answerBy: `${day(6)}T11:00` }
  return { ...times, kind: 'Họp báo', title: `Họp báo ${words}`, place: 'Hội trường', agenda: '', contact: 'Chị Mơ' }
}
