import { parseError } from './html-tags.ts'

const alone = ['code', 'pre']
const links = ['a', 'tg-emoji', 'tg-time']

/**
 * Quotes do not stand in quotes, links not in links, and nothing in code: the platform would drop one of the two without a word, so
 * the stand-in refuses. https://core.telegram.org/bots/api#formatting-options
 */
export function checkNesting(name: string, around: readonly string[], place: () => string): void {
  const language = name === 'code' && around.at(-1) === 'pre'
  if (language) {
    if (around.includes('code')) throw parseError(`Nothing can be nested in code ${place()}`)
    return
  }
  if (name === 'blockquote' && around.includes('blockquote')) throw parseError(`Blockquotes can't be nested ${place()}`)
  if (around.some((tag) => alone.includes(tag))) throw parseError(`Nothing can be nested in code ${place()}`)
  if (alone.includes(name) && around.some((tag) => tag !== 'blockquote'))
    throw parseError(`Code can't be nested in "${around.at(-1)}" ${place()}`)
  if (links.includes(name) && around.some((tag) => links.includes(tag)))
    throw parseError(`Links can't be nested ${place()}`)
}
