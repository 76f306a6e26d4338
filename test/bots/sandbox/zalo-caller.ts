import type { ZaloStand } from '../zalo/stand.ts'

/** One raw call, as a client that reads no documentation would make it. */
export async function callZalo(
  { roots }: ZaloStand,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  root: 'api' | 'business' = 'api',
) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(`${roots[root]}${path}`, { method, headers: { ...type, ...headers }, ...sent })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { error: number; message: string; data?: Record<string, unknown> },
  }
}

/** One request of the token server, right unless changed. */
export async function askForTokens(
  { roots }: ZaloStand,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${roots.oauth}/v4/oa/access_token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      secret_key: 'Aq7InventedAppKey01x',
      ...headers,
    },
    body: new URLSearchParams({ app_id: '3000000000000000011', ...fields }).toString(),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string | number> }
}

export const refreshTokens = (stand: ZaloStand, refresh_token: string) =>
  askForTokens(stand, { grant_type: 'refresh_token', refresh_token })

/** The header of a fresh token. */
export async function signIn(stand: ZaloStand): Promise<Record<string, string>> {
  const { body } = await refreshTokens(stand, 'seed-1')
  return { access_token: String(body.access_token) }
}

export const csTo = (user_id: string, message: unknown) => ({ recipient: { user_id }, message })
