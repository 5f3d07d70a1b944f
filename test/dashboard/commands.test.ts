/** What a page costs of the store: commands that Upstash bills, of an isolate that knows nothing and of one that does. */
import { expect, test } from 'vitest';
import { openSeededStore } from '../support/seeded-store.ts';
import { openBrowser } from '../support/world/dashboard.ts';

/** Late in a long month after a long month: the most days that a month to date and its comparison have. */
const endMs = Date.UTC(2026, 7, 31, 22, 40);
const seeded = await openSeededStore({ days: 70, scale: 0.02, endMs });

async function commandsOf(path: string): Promise<{ cold: number; warm: number }> {
  const browser = await openBrowser({ store: seeded.store, nowMs: endMs });
  const measure = async (ask: () => Promise<{ status: number }>) => {
    const before = seeded.store.billedCommands();
    const { status } = await ask();
    expect(status).toBeLessThan(400);
    return seeded.store.billedCommands() - before;
  };
  // Signing in counts its attempts in the store.
  await measure(() => browser.post('/dashboard/theme', { theme: 'dark' }));
  return { cold: await measure(() => browser.get(path)), warm: await measure(() => browser.get(path)) };
}

test.each([
  ['the overview of a month of 31 days', '/dashboard', 60, 3],
  ['the overview of any 31 days', '/dashboard?from=2026-07-15&to=2026-08-14', 70, 3],
  ['routes', '/dashboard/routes', 60, 3],
  ['teams', '/dashboard/teams', 60, 6],
])('%s', async (_, path, mostCold, mostWarm) => {
  const { cold, warm } = await commandsOf(path);
  expect(cold).toBeGreaterThan(5);
  expect(cold).toBeLessThanOrEqual(mostCold);
  expect(warm).toBeLessThanOrEqual(mostWarm);
});
