import type { MessageEntity } from '@grammyjs/types'
import { expect, test } from 'vitest'
import { formatted } from '../../../bots/sandbox/phones/entities.ts'

const draw = (text: string, entities: readonly MessageEntity[]) =>
  formatted(text, entities, { form: 'f', unfold: 'mở' }).toString()

test.each<[string, string, MessageEntity[], string]>([
  ['plain text is escaped', 'a < b & "c"', [], 'a &lt; b &amp; &quot;c&quot;'],
  [
    'nested formats nest',
    'đậm nghiêng',
    [
      { type: 'italic', offset: 4, length: 7 },
      { type: 'bold', offset: 0, length: 11 },
    ],
    '<b>đậm <i>nghiêng</i></b>',
  ],
  [
    'two formats on the same words',
    'x',
    [
      { type: 'bold', offset: 0, length: 1 },
      { type: 'underline', offset: 0, length: 1 },
    ],
    '<b><u>x</u></b>',
  ],
  ['places count UTF-16 units', '👍 đậm', [{ type: 'bold', offset: 3, length: 3 }], '👍 <b>đậm</b>'],
  [
    'overlapping formats lose nothing',
    'abcdef',
    [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'italic', offset: 2, length: 4 },
    ],
    '<b>ab<i>cd</i></b><i>ef</i>',
  ],
  ['a place beyond the text is cut', 'ab', [{ type: 'bold', offset: 1, length: 9 }], 'a<b>b</b>'],
  [
    'a quote takes its line breaks with it',
    'a\nb\nc',
    [{ type: 'blockquote', offset: 2, length: 1 }],
    'a<blockquote>b</blockquote>c',
  ],
  [
    'a dangerous address is no link',
    'bấm',
    [{ type: 'text_link', offset: 0, length: 3, url: 'javascript:alert(1)' }],
    '<span class="word">bấm</span>',
  ],
])('%s', (_rule, text, entities, drawn) => {
  expect(draw(text, entities)).toBe(drawn)
})

test('a link opens outside and tells nobody where it was', () => {
  expect(draw('đây', [{ type: 'text_link', offset: 0, length: 3, url: 'https://a.vn/?q="x' }])).toBe(
    '<a href="https://a.vn/?q=&quot;x" target="_blank" rel="noopener noreferrer">đây</a>',
  )
})

test('a command can be tapped', () => {
  const [command] = [draw('gõ /stop', [{ type: 'bot_command', offset: 3, length: 5 }])]
  expect(command).toContain('<button class="word" form="f" name="do" value="say /stop">/stop</button>')
})

test('a long quote can be unfolded', () => {
  const text = 'dài '.repeat(60)
  expect(draw(text, [{ type: 'expandable_blockquote', offset: 0, length: text.length }])).toContain('aria-label="mở"')
})
