/** Models and prices over demo traffic: cost by meter, what has no price, and what prices were used. */
import { expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { count, dollars, money } from '../../src/dashboard/parts/format.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';
import { makeConfig } from '../support/world/models.ts';

const seeded = await openSeededStore({ days: 15, scale: 0.3 });
const [own = '', other = ''] = [...seeded.by(({ team }) => team).keys()];
const viewer = makePerson('viewer', [own]);
const browser = await openBrowser({
  store: seeded.store,
  nowMs: seeded.endMs,
  people: [owner, viewer],
  changes: { catalogue },
});
const all = '?from=2026-11-05&to=2026-11-20';

test('cost by meter is the sum of the rows, and the models add up to the headline', async () => {
  const text = textOf((await browser.get(`/dashboard/models${all}`)).html);
  expect(text).toContain(`Models add up to ${dollars(seeded.total.nanoUsd)}, the headline`);
  const sums = ['input', 'cacheRead', 'cacheWrite', 'output', 'tools'] as const;
  const meters = sums.map((meter) => seeded.rows.reduce((sum, { cost }) => sum + (cost?.[meter] ?? 0), 0));
  expect(text).toContain(
    `Sum ${count(seeded.total.attempts)} ${meters.map(money).join(' ')} ${money(seeded.total.nanoUsd)}`,
  );
});

test('models without a price are named with the attempts that no cost contains', async () => {
  const text = textOf((await browser.get(`/dashboard/models${all}`)).html);
  const unpriced = seeded.rows.filter(({ cost }) => cost === null);
  expect(unpriced.length).toBeGreaterThan(0);
  expect(text).toContain(`Unpriced attempts ${count(unpriced.length)} Not right:`);
  expect(text).toMatch(new RegExp(`Without a price .*${unpriced[0]?.model} ${unpriced.length} `));
});

test('prices stand with their first day and their source', async () => {
  const text = textOf((await browser.get(`/dashboard/models${all}`)).html);
  expect(text).toMatch(
    /gpt-5\.6-terra 2026-07-30 2\.00 0\.20 2\.50 12\.00 from 272,000 input tokens 4\.00 and 18\.00/,
  );
});

test('a model of another configuration stands among the prices as unknown, one of this with its own', async () => {
  const none = textOf((await browser.get(`/dashboard/models${all}`)).html);
  expect(none).toMatch(/house-qwen – – – – – unknown: neither in the catalogue nor in routes\.config\.ts/);
  const prices = [{ from: '2026-10-01', usd: { input: 0.3, output: 0.9 } }];
  const config = makeConfig({ models: [{ id: 'house-qwen', provider: 'groq', prices }] });
  const people = [owner];
  const changes = { catalogue, config };
  const own = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, people, changes });
  expect(textOf((await own.get(`/dashboard/models${all}`)).html)).toMatch(
    /house-qwen 2026-10-01 0\.30 .* 0\.90 routes\.config\.ts/,
  );
});

test('a viewer sees what their teams used', async () => {
  const text = textOf((await browser.get(`/dashboard/models${all}&team=${other}`, viewer)).html);
  expect(text).toContain('Models add up to $0.00');
  const mine = seeded.by(({ team }) => team).get(own)?.nanoUsd ?? 0;
  expect(textOf((await browser.get(`/dashboard/models${all}`, viewer)).html)).toContain(
    `Models add up to ${dollars(mine)}`,
  );
});
