import { z } from 'zod'

const here = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Public addresses are https; a page on this very machine may be plain, since the demo's own is. */
export const webAddress = z.url({ protocol: /^https?$/ }).refine((address) => {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || here.has(hostname)
}, 'only https')
