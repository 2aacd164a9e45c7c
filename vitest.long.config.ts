import { defineConfig } from 'vitest/config';

/**
 * `npm run test:long`: the tests that go on for as long as one likes, on a PostgreSQL and a Temporal
 * Server of their own. STORIES says how many stories are told, SEED which.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    include: ['test/long/**/*.test.ts'],
    reporters: ['default', './test/setup/closing-line-reporter.ts'],
    globalSetup: './test/setup/global.ts',
    testTimeout: 24 * 3_600_000,
    hookTimeout: 60_000,
    teardownTimeout: 60_000,
  },
});
