import { afterAll, beforeAll, describe } from 'vitest'
import { answersChapter } from './chapter-answers.ts'
import { approvalChapter } from './chapter-approval.ts'
import { accountChapter, leavingChapter } from './chapter-leaving.ts'
import { readingChapter } from './chapter-reading.ts'
import { laterRemindersChapter, remindersChapter } from './chapter-reminders.ts'
import { sendingChapter } from './chapter-sending.ts'
import { openStory, type Story } from './story.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())
const open = () => story

describe('from the letter to the released bulletin', () => approvalChapter(open))
describe('sending to forty reporters', () => sendingChapter(open))
describe('on the phones', () => readingChapter(open))
describe('answers and links back', () => answersChapter(open))
describe('reminders, and a conference that moves', () => remindersChapter(open))
describe('leaving, and an announcement', () => leavingChapter(open))
describe('the days of the conference', () => laterRemindersChapter(open))
describe('the account of it all', () => accountChapter(open))
