import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/**
 * Five kinds of tests. `pure` in Node and in milliseconds; `worker` inside workerd; `e2e` with real servers and real
 * clients against the running Worker; `browser` with a real browser; `slow` for what takes a minute. `npm test` runs
 * the first three. Where real processes share a busy machine (`e2e`, `browser`), a test that fails is tried once more, and
 * the reporter says so.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          setupFiles: [
            'test/support/workerd-streams.ts',
            'test/support/law-seed.ts',
            'test/support/tell-nothing.ts',
          ],
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**', 'test/e2e/**', 'test/browser/**', 'test/slow/**'],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { SIGNALBOX_API_KEYS: '' }, r2Buckets: ['EXPORTS'] },
          }),
        ],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.ts'],
          globalSetup: ['test/worker/start-upstream.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          retry: 1,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          retry: 1,
        },
      },
      { test: { name: 'slow', include: ['test/slow/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
