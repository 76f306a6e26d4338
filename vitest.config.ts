import { defineConfig } from 'vitest/config'

/** Whole processes, real servers and blocked doors: each of these files has a worker of its own. */
const apart = ['app', 'browser', 'cli', 'faults', 'flows', 'jobs', 'platform', 'prisma', 'project'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/drop-spare-databases.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      // These share what they have imported, which takes half of their time otherwise: none of them changes a module's state.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: apart, isolate: false } },
    ],
  },
})
