/** The pages of routes over a store with demo traffic: their figures are the rows', and nobody sees more than they may. */
import { beforeAll, describe, expect, test } from 'vitest';
import { totalOf } from '../../src/core/row.ts';
import { dollars, money } from '../../src/dashboard/parts/format.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { openUsageBench } from '../support/usage/usage-bench.ts';
import { makeAudit } from '../support/world/audit.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';
import { makeConfig } from '../support/world/models.ts';

const seeded = await openSeededStore({ days: 7, scale: 0.2 });
const teams = [...seeded.by(({ team }) => team).keys()];
const [own = '', other = ''] = teams;
const viewer = makePerson('viewer', [own]);

/** `chat` is in the demo traffic, `quiet` is not. */
const compiled = makeConfig({
  routes: [
    {
      name: 'chat',
      when: { task: ['chat', 'qa'], caller: { team: [other], key: ['KEY-OF-OTHERS'] } },
      use: ['alpha@low', 'beta@high'],
      fallback: ['gamma'],
      limits: { costUsd: 2.5, outputTokens: 900 },
      hedge: { afterMs: 2500 },
    },
    { name: 'quiet', use: ['beta@high'] },
  ],
  teams: { [other]: { routes: { chat: { use: ['beta@high'] } } } },
});
const hostile = '<script>alert(1)</script>';
const config = {
  ...compiled,
  routes: new Map([
    ...compiled.routes,
    ...[...compiled.routes.values()].slice(1).map((route) => [hostile, { ...route, name: hostile }] as const),
  ]),
};
const from = '2026-11-14';
const week = `?from=${from}&to=2026-11-20`;
const inWeek = seeded.rows.filter((row) => seeded.dayOf(row) >= from);
let browser: Browser;

beforeAll(async () => {
  const people = [owner, viewer];
  browser = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, people, changes: { config } });
});

const costOf = (rows: typeof inWeek) =>
  rows.reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);

const escapePattern = (text: string) => text.replace(/[.<*+?^${}()|[\]\\]/g, '\\$&');

describe('all routes', () => {
  test('every route of the rows stands there with its cost, and they add up', async () => {
    const { status, html } = await browser.get(`/dashboard/routes${week}`);
    const text = textOf(html);
    expect(status).toBe(200);
    for (const route of new Set(inWeek.map((row) => row.route))) {
      const rows = inWeek.filter((row) => row.route === route);
      const requests = rows.filter(({ role }) => role === 'first').length.toLocaleString('en');
      const cost = escapePattern(money(costOf(rows)));
      expect(text).toMatch(new RegExp(` ${route} ${requests} [\\d.–]+ %? ?${cost} `));
    }
    expect(text).toContain(`Routes add up to ${dollars(costOf(inWeek))}, the headline, to the nano-dollar.`);
  });

  test('attempts without a price are told, and no cost of 0 stands for them', async () => {
    const bench = await openUsageBench();
    await bench.book([{ route: 'quiet', cost: null }, { route: 'chat' }]);
    const few = await openBrowser({ store: bench.store, nowMs: bench.clock.ms, changes: { config } });
    const text = textOf((await few.get('/dashboard/routes')).html);
    expect(text).toContain('1 attempt has no known price');
    expect(text).toMatch(/ quiet 1 100 % – – – – – /);
    const page = textOf((await few.get('/dashboard/routes/quiet')).html);
    expect(page).toContain('Cost – Look at this: 1 attempt has no known price');
    await bench.close();
  });

  test('configured routes without a request are named, and a name is no markup', async () => {
    const { html } = await browser.get(`/dashboard/routes${week}`);
    expect(textOf(html)).toContain('Without a request in this period: quiet , <script>alert(1)</script> .');
    expect(html).not.toContain('<script>alert');
  });

  test('filters go along to the page of a route, and narrow the sums', async () => {
    const { html } = await browser.get(`/dashboard/routes${week}&team=${own}`);
    const rows = inWeek.filter(({ team }) => team === own);
    expect(textOf(html)).toContain(`Routes add up to ${dollars(costOf(rows))}`);
    const [route = ''] = rows.map((row) => row.route);
    expect(html).toContain(
      `href="/dashboard/routes/${route}?from=${from}&amp;to=2026-11-20&amp;team=${own}"`,
    );
  });

  test('a period without requests says so and still leads on', async () => {
    const { status, html } = await browser.get('/dashboard/routes?from=2026-10-01&to=2026-10-02');
    expect(status).toBe(200);
    expect(textOf(html)).toContain('No request in this period.');
    const filtered = await browser.get(`/dashboard/routes${week}&team=nobody`);
    expect(textOf(filtered.html)).toContain('No request in this period that the filters let through.');
  });

  test('what cannot be read names its parameter', async () => {
    const { status, html } = await browser.get('/dashboard/routes?from=tomorrow');
    expect(status).toBe(400);
    expect(html).toContain('<code>from</code>');
  });
});

describe('one route', () => {
  const rows = inWeek.filter(({ route }) => route === 'chat');

  test('its models, kinds of token and tasks each add up to its cost', async () => {
    const { status, html } = await browser.get(`/dashboard/routes/chat${week}`);
    const text = textOf(html);
    expect(status).toBe(200);
    expect(text).toContain(`Cost ${dollars(costOf(rows))}`);
    for (const what of ['Models', 'Kinds'])
      expect(text).toContain(`${what} add up to ${dollars(costOf(rows))}, the headline, to the nano-dollar.`);
    expect(html).not.toContain('Do not use this page');
    for (const model of new Set(rows.map((row) => row.model))) {
      const attempts = rows.filter((row) => row.model === model);
      expect(text).toMatch(new RegExp(` ${escapePattern(model)} ${attempts.length} `));
    }
  });

  test('steps of the funnel and reasons of errors are those of the rows', async () => {
    const { html } = await browser.get(`/dashboard/routes/chat${week}`);
    const text = textOf(html);
    const requests = rows.filter(({ role }) => role === 'first').length;
    const answered = rows.filter(
      ({ role, outcome }) =>
        outcome === 'completed' && ['first', 'retry', 'fallback', 'hedge'].includes(role),
    ).length;
    expect(text).toContain(` Requests ${requests} 100 % `);
    expect(text).toMatch(new RegExp(` Answered ${answered} `));
    const codes = rows.flatMap(({ errorCode }) => errorCode ?? []);
    for (const code of new Set(codes)) {
      const times = codes.filter((each) => each === code).length;
      expect(text).toMatch(new RegExp(` ${code} ${times} `));
    }
    expect(text).toMatch(new RegExp(`All reasons ${codes.length} `));
  });

  test('its configuration is told in words', async () => {
    const text = textOf((await browser.get(`/dashboard/routes/chat${week}`)).html);
    expect(text).toContain('Targets alpha@low beta@high');
    expect(text).toContain('$2.50 for all attempts of a request');
    expect(text).toContain('the next target beside a first one that is silent for 2,500 ms');
    expect(text).toContain(`task chat or qa key KEY-OF-OTHERS, team ${other}`);
    expect(text).toContain(`Teams ${other}: other use`);
    expect(text).toContain(`In force: ${config.version} .`);
  });

  test('a viewer sees the figures of their teams, and no name of other callers', async () => {
    const { html } = await browser.get(`/dashboard/routes/chat${week}`, viewer);
    const text = textOf(html);
    expect(text).not.toContain(other);
    expect(text).not.toContain('KEY-OF-OTHERS');
    expect(text).toContain('certain callers');
    const mine = rows.filter(({ team }) => team === own);
    if (mine.length > 0) expect(text).toContain(`Cost ${dollars(costOf(mine))}`);
    else expect(text).toContain('No request on this route');
  });

  test('what is in the figures and no longer configured says so', async () => {
    const text = textOf((await browser.get(`/dashboard/routes/everyday${week}`)).html);
    expect(text).toContain('This route is no longer in the configuration');
  });

  test('without traffic there is its configuration', async () => {
    const text = textOf((await browser.get(`/dashboard/routes/quiet${week}`)).html);
    expect(text).toContain('No request on this route in this period.');
    expect(text).toContain('Targets beta@high');
  });

  test('a name that nobody knows is a page that says so, and no markup', async () => {
    const { status, html } = await browser.get(
      `/dashboard/routes/${encodeURIComponent('<b>nope</b>')}${week}`,
    );
    expect(status).toBe(404);
    expect(html).toContain('There is no route &lt;b&gt;nope&lt;/b&gt;');
    const known = await browser.get(`/dashboard/routes/${encodeURIComponent(hostile)}${week}`);
    expect(known.status).toBe(200);
    expect(known.html).not.toContain('<script>alert');
  });

  test('a route that only other teams use is unknown to a viewer', async () => {
    const hidden = [...new Set(inWeek.map(({ route }) => route))].find(
      (route) => !config.routes.has(route) && !inWeek.some((row) => row.route === route && row.team === own),
    );
    expect(hidden).toBeDefined();
    expect((await browser.get(`/dashboard/routes/${hidden}${week}`, viewer)).status).toBe(404);
    expect((await browser.get(`/dashboard/routes/${hidden}${week}`)).status).toBe(200);
  });
});

describe('history', () => {
  test('configurations that became active, newest first, the one in force marked', async () => {
    const { audit, settled } = await makeAudit();
    for (const object of ['aaaaaaaaaaaa', config.version]) {
      const details = { release: '0.0.0', deployment: 'dep' };
      audit.append({ action: 'config.activated', actor: 'router', object, details });
    }
    await settled();
    const changes = { config, audit };
    const logged = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, changes });
    const text = textOf((await logged.get(`/dashboard/routes/quiet${week}`)).html);
    expect(text).toMatch(new RegExp(`${config.version} in force 0.0.0 dep .* aaaaaaaaaaaa 0.0.0 dep`));
  });

  test('an audit log that does not answer is told, and the page stands', async () => {
    const { audit } = await makeAudit();
    const away = { ...audit, latest: async () => Promise.reject(new Error('away')) };
    const logged = await openBrowser({
      store: seeded.store,
      nowMs: seeded.endMs,
      changes: { config, audit: away },
    });
    const { status, html } = await logged.get(`/dashboard/routes/quiet${week}`);
    expect(status).toBe(200);
    expect(textOf(html)).toContain('The audit log does not answer.');
  });
});
