import { describe, expect, test } from 'vitest'
import { isDeadHandle, meaningOf, outcomeOf, redact } from '../../../bots/telegram/outcome.ts'
import { revisionOf } from '../../../bots/telegram/revise.ts'

describe('every refusal of the platform has one meaning for a sending, and one for an edit or a deletion', () => {
  test.each([
    [429, 'Too Many Requests: retry after 7', 'throttled', undefined, 'throttled', undefined],
    [500, 'Internal Server Error: restart', 'unknown', 'http-500', 'again', 'http-500'],
    [502, 'Bad Gateway', 'unknown', 'http-502', 'again', 'http-502'],
    [504, 'Gateway Timeout', 'unknown', 'http-504', 'again', 'http-504'],
    [403, 'Forbidden: bot was blocked by the user', 'recipient-gone blocked', 'blocked', 'recipient-gone', 'blocked'],
    [403, 'Forbidden: user is deactivated', 'recipient-gone gone', 'deactivated', 'recipient-gone', 'deactivated'],
    [
      403,
      "Forbidden: bot can't initiate conversation with a user",
      'recipient-gone blocked',
      'never-started',
      'recipient-gone',
      'never-started',
    ],
    [
      403,
      "Forbidden: the bot can't send messages to the bot",
      'recipient-gone gone',
      'is-a-bot',
      'recipient-gone',
      'is-a-bot',
    ],
    [
      403,
      'Forbidden: bot was kicked from the group chat',
      'recipient-gone gone',
      'no-private-chat',
      'recipient-gone',
      'no-private-chat',
    ],
    [
      403,
      'Forbidden: bot is not a member of the channel chat',
      'recipient-gone gone',
      'no-private-chat',
      'recipient-gone',
      'no-private-chat',
    ],
    [
      403,
      'Forbidden: the group chat was deleted',
      'recipient-gone gone',
      'no-private-chat',
      'recipient-gone',
      'no-private-chat',
    ],
    [403, 'Forbidden: something new', 'recipient-gone blocked', 'forbidden', 'recipient-gone', 'forbidden'],
    [400, 'Bad Request: chat not found', 'recipient-gone gone', 'chat-not-found', 'recipient-gone', 'chat-not-found'],
    [
      400,
      'Bad Request: private chat not found',
      'recipient-gone gone',
      'chat-not-found',
      'recipient-gone',
      'chat-not-found',
    ],
    [400, 'Bad Request: user not found', 'recipient-gone gone', 'chat-not-found', 'recipient-gone', 'chat-not-found'],
    [400, 'Bad Request: USER_IS_BLOCKED', 'recipient-gone blocked', 'blocked', 'recipient-gone', 'blocked'],
    [400, 'Bad Request: INPUT_USER_DEACTIVATED', 'recipient-gone gone', 'deactivated', 'recipient-gone', 'deactivated'],
    [400, 'Bad Request: USER_IS_BOT', 'recipient-gone gone', 'is-a-bot', 'recipient-gone', 'is-a-bot'],
    [400, 'Bad Request: PEER_ID_INVALID', 'recipient-gone gone', 'chat-not-found', 'recipient-gone', 'chat-not-found'],
    [
      400,
      'Bad Request: group chat was upgraded to a supergroup chat',
      'recipient-gone gone',
      'no-private-chat',
      'recipient-gone',
      'no-private-chat',
    ],
    [
      400,
      'Bad Request: not enough rights to send text messages to the chat',
      'recipient-gone blocked',
      'no-rights',
      'recipient-gone',
      'no-rights',
    ],
    [
      400,
      'Bad Request: have no write access to the chat',
      'recipient-gone blocked',
      'no-rights',
      'recipient-gone',
      'no-rights',
    ],
    [400, "Bad Request: can't parse entities: Unsupported start tag", 'rejected', 'markup', 'cannot', 'markup'],
    [400, 'Bad Request: message is too long', 'rejected', 'text-too-long', 'cannot', 'text-too-long'],
    [400, 'Bad Request: message caption is too long', 'rejected', 'text-too-long', 'cannot', 'text-too-long'],
    [400, 'Bad Request: message text is empty', 'rejected', 'text-empty', 'cannot', 'text-empty'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'rejected', 'buttons', 'cannot', 'buttons'],
    [400, 'Bad Request: BUTTON_URL_INVALID', 'rejected', 'buttons', 'cannot', 'buttons'],
    [
      400,
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed",
      'rejected',
      'buttons',
      'cannot',
      'buttons',
    ],
    [400, 'Bad Request: reply markup is too long', 'rejected', 'buttons', 'cannot', 'buttons'],
    [400, 'Bad Request: wrong file identifier/HTTP URL specified', 'rejected', 'file', 'cannot', 'file'],
    [
      400,
      'Bad Request: wrong remote file identifier specified: Wrong string length',
      'rejected',
      'file',
      'cannot',
      'file',
    ],
    [400, 'Bad Request: failed to get HTTP URL content', 'rejected', 'file', 'cannot', 'file'],
    [400, 'Bad Request: wrong type of the web page content', 'rejected', 'file', 'cannot', 'file'],
    [400, 'Bad Request: message is not modified: same', 'sent', undefined, 'revised', undefined],
    [400, 'Bad Request: message to edit not found', 'rejected', 'refused', 'cannot', 'not-found'],
    [400, 'Bad Request: FROZEN_METHOD_INVALID', 'misconfigured', 'frozen', 'misconfigured', 'frozen'],
    [400, 'Bad Request: something new', 'rejected', 'refused', 'cannot', 'refused'],
    [413, 'Request Entity Too Large', 'rejected', 'too-big', 'cannot', 'too-big'],
    [401, 'Unauthorized', 'misconfigured', 'unauthorized', 'misconfigured', 'unauthorized'],
    [404, 'Not Found', 'misconfigured', 'not-found', 'misconfigured', 'not-found'],
    [409, 'Conflict: terminated by other getUpdates request', 'misconfigured', 'conflict', 'misconfigured', 'conflict'],
    [418, 'never heard of', 'rejected', 'refused', 'cannot', 'refused'],
    [400, "Bad Request: message can't be edited", 'rejected', 'refused', 'cannot', 'not-editable'],
    [400, 'Bad Request: there is no text in the message to edit', 'rejected', 'refused', 'cannot', 'no-text'],
    [400, 'Bad Request: message to delete not found', 'rejected', 'refused', 'revised', undefined],
    [400, "Bad Request: message can't be deleted", 'rejected', 'refused', 'cannot', 'not-deletable'],
    [400, 'Bad Request: MESSAGE_ID_INVALID', 'rejected', 'refused', 'cannot', 'not-found'],
    [
      400,
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
      'rejected',
      'refused',
      'cannot',
      'refused',
    ],
    [400, 'Bad Request: file must be non-empty', 'rejected', 'file', 'cannot', 'file'],
    [400, "Bad Request: document can't be mixed with other media types", 'rejected', 'file', 'cannot', 'file'],
    [400, 'Bad Request: too many messages to send as an album', 'rejected', 'file', 'cannot', 'file'],
    [400, "Bad Request: can't parse InputMedia: media not found", 'rejected', 'file', 'cannot', 'file'],
    [
      409,
      "Conflict: can't use getUpdates method while webhook is active",
      'misconfigured',
      'conflict',
      'misconfigured',
      'conflict',
    ],
  ])('%i %s is %s', (status, description, kind, code, revision, revisionCode) => {
    const meaning = meaningOf(status, description)
    const state = meaning.kind === 'recipient-gone' ? ` ${meaning.state}` : ''
    expect(meaning.kind + state).toBe(kind)
    expect('code' in meaning ? meaning.code : undefined).toBe(code)
    const revised = revisionOf({ kind: 'refused', code: status, description, method: 'editMessageText', durationMs: 1 })
    expect(revised).toMatchObject({ kind: revision, trace: { method: 'editMessageText', status } })
    expect('code' in revised ? revised.code : undefined).toBe(revisionCode)
  })

  test.each([
    ['not-written', 'ECONNREFUSED', 'not-written'],
    ['unknown', 'UND_ERR_SOCKET', 'unknown'],
    ['unknown', 'http-502', 'unknown'],
  ] as const)('%s %s is %s, and worth doing an edit again', (kind, code, sending) => {
    const reply = { kind, code, method: 'x', durationMs: 1 }
    expect(outcomeOf(reply)).toMatchObject({ kind: sending, code })
    expect(revisionOf(reply)).toMatchObject({ kind: 'again', code })
  })

  test('an answer that names no message leaves it unknown whether there is one', () => {
    const answered = (result: unknown) => outcomeOf({ kind: 'ok', result, method: 'x', durationMs: 1 })
    expect(answered({ message_id: 7 })).toMatchObject({ kind: 'sent', messageIds: ['7'] })
    expect(answered([{ message_id: 7 }, { message_id: 8 }])).toMatchObject({ kind: 'sent', messageIds: ['7', '8'] })
    for (const junk of [true, {}, [], [{}], { message_id: 'x' }, 'ok'])
      expect(answered(junk)).toMatchObject({ kind: 'unknown', code: 'no-message' })
  })

  test('a wait the platform names is obeyed to the second, one it does not name is five', () => {
    expect(meaningOf(429, 'Too Many Requests', 10_000_000)).toEqual({ kind: 'throttled', retryAfterMs: 10_000_000 })
    expect(meaningOf(429, 'Too Many Requests')).toEqual({ kind: 'throttled', retryAfterMs: 5_000 })
  })
})

test('a dead or foreign file handle is told apart from every other refusal', () => {
  const refused = (description: string) =>
    ({ kind: 'refused', code: 400, description, method: 'sendDocument', durationMs: 1 }) as const
  expect(isDeadHandle(refused('Bad Request: wrong file identifier/HTTP URL specified'))).toBe(true)
  expect(isDeadHandle(refused('Bad Request: wrong remote file identifier specified: Wrong padding'))).toBe(true)
  expect(isDeadHandle(refused("Bad Request: can't use file of type Photo as Document"))).toBe(true)
  expect(isDeadHandle(refused('Bad Request: chat not found'))).toBe(false)
})

test('evidence repeats neither our text nor our links nor a token', () => {
  const description = `Bad Request: can't parse "Nội dung mật" at 'https://vd.example.vn/p/abc' https://vd.example.vn/p/abc 7000000001:AAsandbox-token-of-the-demo-bot-0001`
  const outcome = outcomeOf({ kind: 'refused', code: 400, description, method: 'sendMessage', durationMs: 3 })
  expect(JSON.stringify(outcome)).not.toMatch(/Nội dung|example|AAsandbox/)
  expect(redact("Bad Request: bot can't initiate conversation with a user")).toBe(
    "Bad Request: bot can't initiate conversation with a user",
  )
})
