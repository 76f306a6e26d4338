import { defineConfig } from 'prisma/config'

// `prisma generate` would download an engine binary that it does not use; any existing executable stops that.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma', migrations: { path: 'prisma/migrations' } })
