import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'

/** The one address under which the desk counts an item, or why it is not taken. Never throws; nothing is fetched. */
export type CanonicalUrl =
  | { readonly kind: 'canonical'; readonly url: string }
  | { readonly kind: 'refused'; readonly reason: 'not-a-link' | 'private-address' | 'too-long' }

const longest = 2_000

export function canonicalUrl(address: string): CanonicalUrl {
  if (address.length > longest) return { kind: 'refused', reason: 'too-long' }
  const url = URL.parse(address.trim())
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') return notALink
  const host = publicHost(url.hostname)
  if (host.kind === 'refused') return host
  url.username = ''
  url.password = ''
  url.hash = ''
  // A port that belongs to http would stay behind when the scheme changes; any other is part of the address.
  if (url.port === '80') url.port = ''
  url.protocol = 'https:'
  if (url.port === '443') url.port = ''
  url.hostname = host.name
  const path = plainPath(url.pathname)
  const query = plainQuery(url.searchParams)
  const port = url.port === '' ? '' : `:${url.port}`
  const result = `https://${url.hostname}${port}${path}${query}`
  return result.length > longest ? { kind: 'refused', reason: 'too-long' } : { kind: 'canonical', url: result }
}

const notALink = { kind: 'refused', reason: 'not-a-link' } as const
const privateAddress = { kind: 'refused', reason: 'private-address' } as const

/** Names that never leave a house or a machine, and the ones clouds answer their metadata under. */
const innerName = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)$/u

function publicHost(
  hostname: string,
): { readonly kind: 'public'; readonly name: string } | typeof notALink | typeof privateAddress {
  const bare = hostname
    .toLowerCase()
    .replace(/\.+$/u, '')
    .replace(/^\[|\]$/gu, '')
  if (bare === '') return notALink
  if (ipaddr.isValid(bare))
    return isPublicAddress(bare) ? { kind: 'public', name: bare.includes(':') ? `[${bare}]` : bare } : privateAddress
  if (innerName.test(bare) || !bare.includes('.')) return privateAddress
  const facts = parse(bare)
  if (!facts.domain || facts.isIp || !/^[a-z0-9._-]+$/u.test(bare)) return notALink
  return { kind: 'public', name: withoutVariant(bare, facts.domain) }
}

/** `process` unwraps IPv4 inside IPv6; 'unicast' is what is left when every private, local and reserved range is out. */
function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast'
}

/** www., m., mobile. and amp. show the same article; they are dropped only above the registered domain. */
function withoutVariant(host: string, domain: string): string {
  let name = host
  while (name !== domain && /^(?:www\d?|m|mobile|amp)\./u.test(name)) name = name.slice(name.indexOf('.') + 1)
  return name
}

/** Percent signs in one spelling, no doubled or trailing slashes, no "/amp" at the end. */
function plainPath(path: string): string {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(oneSpelling)
  while (parts.at(-1)?.toLowerCase() === 'amp') parts.pop()
  return `/${parts.join('/')}`
}

function oneSpelling(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part).normalize('NFC')).replace(
      /%(?:40|3A|2C|3B|3D|26|2B|24)/gu,
      decodeURIComponent,
    )
  } catch {
    // A stray percent sign: the address works as it is, so it stays as it is.
    return part
  }
}

/** Only says where the reader came from; what selects the article stays. */
const tracking =
  /^(?:utm_.*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid?|mc_[ce]id|mibextid|_ga|_gl|zarsrc|zalo.*|zl_.*|zclid|ref|ref_src|ref_url|share|shared|spm|cmpid|amp|outputtype|fb_.*|_trms|vn_(?:source|medium|campaign|term|thumb|zone|aid).*)$/u

function plainQuery(parameters: URLSearchParams): string {
  const kept = [...parameters].filter(([name]) => name !== '' && !tracking.test(name.toLowerCase()))
  if (kept.length === 0) return ''
  const sorted = kept.toSorted(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
  return `?${new URLSearchParams(sorted).toString()}`
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
