import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Pure rules, the setting of papers, and the rules of the house: no server. */
const DOMAIN = ['test/domain/**/*.test.ts', 'test/papers/**/*.test.ts', 'test/house/**/*.test.ts'];
/** What `npm run test:long` runs for as long as one likes. */
const LONG = ['test/long/**'];
/** The launcher's own parts, which start servers of their own. */
const LAUNCHER = ['test/bin/**/*.test.ts'];

/**
 * Three projects, so that `npm test -- --project domain` needs no server and takes seconds.
 * Everything else is `system`: it runs on one PostgreSQL and one Temporal Server, started once for
 * all.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // Most tests wait for a server, so a file for each core keeps all of them busy.
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ['default', './test/setup/closing-line-reporter.ts'],
    teardownTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'domain', include: DOMAIN, testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: 'launcher',
          include: LAUNCHER,
          globalSetup: './test/setup/programs.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: [...DOMAIN, ...LAUNCHER, ...LONG],
          globalSetup: './test/setup/global.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
