/** Reliability over demo traffic: figures are the rows', what is not of a team is not for a viewer. */
import { beforeAll, describe, expect, test } from 'vitest';
import { totalOf } from '../../src/core/row.ts';
import { errorWords } from '../../src/dashboard/parts/error-words.ts';
import { count, dollars } from '../../src/dashboard/parts/format.ts';
import { createBreakerBoard } from '../../src/ledger/breaker-notes.ts';
import { namedTargets } from '../../src/upstream/breaker-news.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';

const seeded = await openSeededStore({ days: 7, scale: 0.3 });
const teams = [...seeded.by(({ team }) => team).keys()];
const [own = '', other = ''] = teams;
const viewer = makePerson('viewer', [own]);
const finance = makePerson('finance');
const all = '?from=2026-11-13&to=2026-11-20';
const path = '/dashboard/reliability';
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser({
    store: seeded.store,
    nowMs: seeded.endMs,
    people: [owner, finance, viewer],
    changes: { outboxState: async () => ({ depth: 3, oldestAtMs: seeded.endMs - 120_000 }) },
  });
});

const answering = ['first', 'retry', 'fallback', 'hedge'];
const failed = ['truncated', 'outrun', 'rejected', 'failed', 'lost'];

describe('figures', () => {
  test('of requests are those of the rows', async () => {
    const { status, html } = await browser.get(path + all);
    const text = textOf(html);
    const { requests, succeeded, fallbacks } = seeded.total;
    expect(status).toBe(200);
    expect(text).toContain(
      `Answered ${(Math.floor((succeeded / requests) * 10_000) / 100).toFixed(2)} % ${count(succeeded)} of ${count(requests)} requests`,
    );
    expect(text).toContain(`of requests: ${count(fallbacks)} calls of the next target`);
    const left = seeded.rows.filter(({ outcome }) => outcome === 'client-left').length;
    expect(text).toContain(`Not answered ${count(requests - succeeded - left)} `);
  });

  test('of money spent in vain are those of the rows', async () => {
    const text = textOf((await browser.get(path + all)).html);
    const costs = (isMeant: (row: (typeof seeded.rows)[number]) => boolean) =>
      seeded.rows.filter(isMeant).reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);
    const inVain = costs(({ role, outcome }) => answering.includes(role) && failed.includes(outcome));
    const later = costs(({ role }) => answering.includes(role) && role !== 'first');
    expect(later).toBeGreaterThan(0);
    expect(text).toContain(`Spent on failed attempts ${dollars(inVain)}`);
    expect(text).toContain(`Cost of fallbacks ${dollars(later)}`);
  });

  test('errors have their words and counts', async () => {
    const text = textOf((await browser.get(path + all)).html);
    const errors = Object.entries(seeded.total.errors);
    expect(errors.length).toBeGreaterThan(2);
    for (const [code, times] of errors)
      expect(text).toContain(`${errorWords[code as keyof typeof errorWords]} ${code} ${count(times)} `);
  });

  test('of a few days stand by the hour, of more by the day; hours without a request are a gap', async () => {
    const days = textOf((await browser.get(path + all)).html);
    expect(days).toContain('days of UTC');
    expect(days).not.toContain('hours of UTC');
    const { html } = await browser.get(`${path}?from=2026-11-19&to=2026-11-20`);
    expect(textOf(html)).toContain('hours of UTC');
    // 24 hours of the 19th and 16 of the 20th, in each of three tables.
    expect(html.match(/<th scope="row" class="text">2026-11-(19|20) \d\d:00</g)).toHaveLength(3 * 40);
  });

  test('of one model are its attempts: an answer counts where it came from, not where its request began', async () => {
    const models = [...seeded.by(({ model }) => model)];
    for (const [model, { attempts }] of models
      .toSorted(([, a], [, b]) => b.attempts - a.attempts)
      .slice(0, 4)) {
      const text = textOf((await browser.get(`${path}${all}&model=${model}`)).html);
      const own = seeded.rows.filter((row) => row.model === model);
      const lost = own.filter(({ outcome }) => failed.includes(outcome) && outcome !== 'outrun').length;
      expect(text).toContain(`Attempts ${count(attempts)} `);
      expect(text).toContain(`Failed attempts ${count(lost)} `);
      expect(text).not.toMatch(/Not answered|as clients saw it|Unanswered|Every request was answered/);
      expect(text).toContain('How clients saw their requests is not known by model');
    }
  });

  test('a filter that nothing fits is told', async () => {
    const text = textOf((await browser.get(`${path}${all}&route=none`)).html);
    expect(text).toContain('No request in this period that the filters let through.');
  });
});

describe('now', () => {
  test('open breakers, what waits and how fast the store answers are for who may see all teams', async () => {
    const [target = ''] = [...namedTargets(browser.deps.config)].sort();
    const atMs = seeded.endMs - 60_000;
    const note = { kind: 'open', atMs, untilMs: seeded.endMs + 240_000, times: 2 } as const;
    await createBreakerBoard(browser.store).post(target, note);
    const text = textOf((await browser.get(path + all, finance)).html);
    expect(text).toContain(`${target} open for another 4 min, 2 times in a row`);
    expect(text).toContain('Outbox 3 Look at this: notes wait for the store, the oldest waits for 2 min');
    expect(text).toMatch(/Store \d+ ms for one read, now/);
    const seen = textOf((await browser.get(path + all, viewer)).html);
    expect(seen).not.toContain('Circuit breakers');
    expect(seen).not.toContain(`${target} open`);
  });

  test('breakers that cannot be read leave the page as it is', async () => {
    browser.store.isAway = true;
    const { status, html } = await browser.get(path + all);
    browser.store.isAway = false;
    expect([status, textOf(html).includes('Circuit breakers cannot be read now.')]).toEqual([200, true]);
  });
});

test('a viewer sees the figures of their teams alone', async () => {
  for (const query of [all, `${all}&team=${other}`]) {
    const { html } = await browser.get(path + query, viewer);
    for (const team of teams.filter((each) => each !== own))
      expect(textOf(html).replace(`Only team ${other}.`, '')).not.toContain(team);
  }
  const { requests = 0, succeeded = 0 } = seeded.by(({ team }) => team).get(own) ?? {};
  const text = textOf((await browser.get(path + all, viewer)).html);
  expect(text).toContain(`${count(succeeded)} of ${count(requests)} requests`);
});

test('bad parameters are named, hostile names are text', async () => {
  const { status, html } = await browser.get(`${path}?from=soon`);
  expect([status, html.includes('<code>from</code>')]).toEqual([400, true]);
  const hostile = encodeURIComponent('<script>alert(1)</script>');
  expect((await browser.get(`${path}?route=${hostile}`)).html).not.toContain('<script>alert');
});
