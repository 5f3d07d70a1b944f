/** Teams, their budgets and statements over demo traffic: whose cost it is, and who may know. */
import { beforeAll, describe, expect, test } from 'vitest';
import { dollars, money } from '../../src/dashboard/parts/format.ts';
import { keys } from '../../src/ledger/keys.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';

const seeded = await openSeededStore({ days: 7, scale: 0.3 });
const costs = seeded.by(({ team }) => team);
const [own = '', other = ''] = [...costs.keys()];
const viewer = makePerson('viewer', [own]);
const all = '?from=2026-11-13&to=2026-11-20';
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, people: [owner, viewer] });
});

test('each team has the cost of its rows, and they add up', async () => {
  const text = textOf((await browser.get(`/dashboard/teams${all}`)).html);
  expect(text).toContain(`Teams add up to ${dollars(seeded.total.nanoUsd)}, the headline`);
  for (const [team, { nanoUsd }] of costs)
    expect(text).toMatch(new RegExp(`${team} [\\d,]+ \\d+ % ${money(nanoUsd)}`));
});

test('budgets are told with what is spent, the limit and when they begin anew', async () => {
  const text = textOf((await browser.get('/dashboard/teams')).html);
  expect(text).toMatch(/demo-support team, a month [\d.]+ 0\.00 [\d.]+ \d+ %/);
  expect(text).toContain('in 10 d 8 h (2026-12-01 00:00 UTC)');
});

describe('a statement', () => {
  test('has the lines of one team, and their sum', async () => {
    const text = textOf((await browser.get(`/dashboard/teams/${own}${all}`)).html);
    expect(text).toContain(`Amount ${dollars(costs.get(own)?.nanoUsd ?? null)} USD`);
    expect(text).toContain('Provisional: the period is not closed yet.');
    expect(text).toContain('to the nano-dollar.');
  });

  test('of days that are over is closed', async () => {
    const text = textOf((await browser.get(`/dashboard/teams/${own}?from=2026-11-14&to=2026-11-18`)).html);
    expect(text).toContain('Closed: every hour of the period is counted.');
  });

  test('of a team without use in the period says so, where it has a key, a limit or other calls', async () => {
    const record = { id: 'new-app', digest: 'x', team: 'keyed', createdAtMs: 0 };
    await seeded.store.writeField(keys.apiKeys, record.id, JSON.stringify(record));
    await seeded.store.writeField(keys.limits, 'team:limited', '{}');
    const before = '?from=2026-10-01&to=2026-10-02';
    for (const path of [
      `keyed${all}`,
      `limited${all}`,
      `${own}${before}`,
      `default${all}`,
      `${own}${all}&route=none`,
    ]) {
      const { status, html } = await browser.get(`/dashboard/teams/${path}`);
      expect([path, status, textOf(html).includes('Nothing in this period.')]).toEqual([path, 200, true]);
    }
  });

  test('of a team that has nothing at all is none, whoever asks', async () => {
    for (const person of [owner, viewer]) {
      const { status, html } = await browser.get(`/dashboard/teams/nobody${all}`, person);
      expect([status, textOf(html).includes('There is no team nobody that you may see.')]).toEqual([
        404,
        true,
      ]);
    }
  });

  test('of a team that a viewer may see is there before anything was used', async () => {
    const early = makePerson('viewer', ['soon']);
    const seen = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, people: [early] });
    expect((await seen.get(`/dashboard/teams/soon${all}`, early)).status).toBe(200);
  });
});

describe('a viewer', () => {
  test('sees the figures and budgets of their teams alone', async () => {
    const { html } = await browser.get(`/dashboard/teams${all}`, viewer);
    expect(textOf(html)).toContain(own);
    for (const team of [...costs.keys()].filter((each) => each !== own)) expect(html).not.toContain(team);
  });

  test('gets no statement of another team, not even whether there is one', async () => {
    const { status, html } = await browser.get(`/dashboard/teams/${other}${all}`, viewer);
    expect(status).toBe(404);
    expect(textOf(html)).toContain(`There is no team ${other} that you may see.`);
    expect((await browser.get(`/dashboard/teams/${own}${all}&team=${other}`, viewer)).html).toContain(own);
  });
});
