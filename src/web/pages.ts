import type { FastifyInstance } from 'fastify'
import { registerPreferences } from './pages/preferences/change-preferences.ts'
import { registerSignIn } from './pages/sign-in/sign-in.ts'
import type { WebDeps } from './web-deps.ts'

/** A screen adds its own routes; one line here puts it into the house. */
export type RegisterPage = (server: FastifyInstance, deps: WebDeps) => Promise<void> | void

export const pages: readonly RegisterPage[] = [registerSignIn, registerPreferences]
