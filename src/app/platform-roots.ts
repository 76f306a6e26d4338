import type { PlatformRoots } from '../../bots/registry.ts'
import type { Config } from '../config.ts'

/** Where the environment says that the platforms answer. */
export const configuredRoots = ({ telegram, zalo }: Pick<Config, 'telegram' | 'zalo'>): PlatformRoots => ({
  telegram: telegram.apiRoot,
  zalo: { api: zalo.apiRoot, business: zalo.businessRoot, oauth: zalo.oauthRoot },
})

/** Where the stand-ins answer, below the server that carries them. */
export function sandboxRoots(address: string): PlatformRoots {
  const zalo = `${address}/sandbox/zalo`
  return {
    telegram: `${address}/sandbox/telegram`,
    zalo: { api: `${zalo}/openapi`, business: `${zalo}/business`, oauth: `${zalo}/oauth` },
  }
}
