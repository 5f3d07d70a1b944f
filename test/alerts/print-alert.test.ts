/** What receivers get of each kind, to the letter; links that lead somewhere; amounts that are the figures. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printAlert, showAlert } from '../../src/alerts/print-alert.ts';
import type { AlertKind } from '../../src/core/alert.ts';
import { pages } from '../../src/dashboard/pages.ts';
import { readPeriod } from '../../src/dashboard/period.ts';
import { usdInWords } from '../../src/finance/words.ts';
import { someMs } from '../support/ledger/make-row.ts';
import { makeWebhook } from '../support/world/alerts.ts';
import { someAlert, someKinds } from '../support/world/some-alerts.ts';

const router = 'https://router.example.com';
const context = { nowMs: someMs, routerUrl: router };
const show = (kind: AlertKind) => showAlert(someAlert(kind), context).data;

describe('each kind', () => {
  test.each<[AlertKind, string, string, string | null, string, string]>([
    [
      'budget',
      'warning',
      'The budget for the day of team search has passed 80 %: $4.10 of $5.00 spent.',
      'route code-review on gpt-5.5-pro ($2.70)',
      '/dashboard/teams/search?from=2026-11-21&to=2026-11-21',
      'usage --team search --by day,model',
    ],
    [
      'end-user-budget',
      'warning',
      'The budget for the day of end user ab12 has passed 80 %: $4.10 of $5.00 spent.',
      null,
      '/dashboard/teams',
      'limits list',
    ],
    [
      'forecast',
      'warning',
      'The budget for the month of route code-review will probably not last: about $1,050.00 by its end (between $980.00 and $1,120.50) against a limit of $1,000.00; $700.00 so far.',
      'team search on gpt-5.5-pro ($2.70)',
      '/dashboard/routes/code-review?from=2026-11-01&to=2026-11-21',
      'usage --route code-review --by day,model',
    ],
    [
      'anomaly',
      'warning',
      'Team search cost $41.23 in the hour from 2026-11-21 08:00 (UTC), where $3.00 is usual.',
      'route code-review on gpt-5.5-pro ($38.00 above its usual)',
      '/dashboard/explore?from=2026-11-21&to=2026-11-21&team=search',
      'usage --team search --from 2026-11-21 --to 2026-11-21 --by hour,route,model',
    ],
    [
      'top-spender',
      'info',
      'Team search spends most now: $410.00 from 2026-11-14 to 2026-11-20, $90.00 in the week before, when care was first.',
      'route code-review on gpt-5.5-pro ($2.70)',
      '/dashboard/teams/search?from=2026-11-14&to=2026-11-20',
      'usage --team search --from 2026-11-14 --to 2026-11-20 --by day,model',
    ],
    [
      'estimated',
      'warning',
      '3 % of the cost from 2026-11-01 to 2026-11-21 is estimated: $3.00 of $100.00, which providers have not counted.',
      'team search, route code-review on gpt-5.5-pro ($2.70)',
      '/dashboard?from=2026-11-01&to=2026-11-21',
      'usage --from 2026-11-01 --to 2026-11-21 --by route,model',
    ],
    [
      'drift',
      'warning',
      'openai bills $30.00 (3 %) more than the ledger has: $1,000.00 against $970.00 over 20 days from 2026-11-01 to 2026-11-20.',
      '2026-11-07 ($28.00)',
      '/dashboard/reconcile?from=2026-11-01&to=2026-11-20',
      'reconcile --provider openai --from 2026-11-01 --to 2026-11-20',
    ],
    [
      'unpriced',
      'warning',
      '12 attempts at mystery have no known cost; usage and budgets in money lack them.',
      'team search, route auto (9 of them)',
      '/dashboard/models?model=mystery',
      'usage --model mystery --by day,route',
    ],
    [
      'fallback',
      'critical',
      'Route auto fell back 60 times in 400 requests (15 %) that were booked in the last 10 minutes.',
      'glm-5.1, of which 58 attempts failed',
      '/dashboard/routes/auto?from=2026-11-21&to=2026-11-21',
      'usage --route auto --from 2026-11-21 --to 2026-11-21 --by hour,model',
    ],
    [
      'outbox',
      'critical',
      'The store has not taken 1,200 notes of the ledger, the oldest for 8 minutes; until it does, budgets and usage lack them.',
      'the store, which is away or does not take them',
      '/dashboard/reliability',
      'status',
    ],
    [
      'escalation',
      'warning',
      'safeguard r1 of desk: refused; high, risk high (cyber).',
      'high',
      '/dashboard/safeguards',
      'audit export audit.jsonl',
    ],
    [
      'approval',
      'warning',
      'A call of delete_file (desk, team care) waits for a person until 2026-11-21T09:45:00Z; then it counts as denied.',
      null,
      '/dashboard/safeguards',
      'approvals show apr_5d0c',
    ],
    ['test', 'info', 'This is a test: alerts of Signalbox arrive here.', null, '/dashboard', 'status'],
  ])('%s', (kind, severity, message, driver, page, command) => {
    const { subject, figures, ...said } = show(kind);
    expect(said).toEqual({
      severity,
      message,
      driver,
      link: `${router}${page}`,
      command: `npm run -s signalbox -- ${command}`,
    });
    expect([typeof subject, typeof figures]).toEqual(['object', 'object']);
  });

  test('is in the table above', () => expect(someKinds).toHaveLength(13));

  test.each(someKinds)('%s leads to a page that there is, with a period that it takes', (kind) => {
    const url = new URL(show(kind).link);
    const isPage = ({ path }: { path: string }) =>
      new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(url.pathname);
    expect(pages.some(isPage)).toBe(true);
    expect(readPeriod(url, { timeZone: 'UTC', nowMs: someMs }).fromMs).toBeLessThanOrEqual(someMs);
  });
});

test.each([
  ['info', { percent: 50 }],
  ['warning', { percent: 80 }],
  ['critical', { percent: 100 }],
  ['warning', { percent: 100, onLimit: 'alert' as const }],
  ['critical', { percent: 70, hasRefused: true }],
])('a budget is %s with %j', (severity, change) => {
  expect(showAlert(someAlert('budget', change), context).data.severity).toBe(severity);
});

describe('forms', () => {
  const hostile = someAlert('anomaly', { name: `a<b>&"c"'; rm -rf /` });

  test('signalbox: the id, the time, the kind and all of it', () => {
    expect(JSON.parse(printAlert(someAlert('drift'), makeWebhook(), 'alert_1', context))).toEqual({
      id: 'alert_1',
      timestamp: '2026-11-21T09:30:00.000Z',
      type: 'drift',
      data: {
        ...show('drift'),
        subject: { provider: 'openai', from: '2026-11-01', to: '2026-11-20' },
        figures: {
          ledger_nano_usd: 970_000_000_000,
          billed_nano_usd: 1_000_000_000_000,
          drift_nano_usd: 30_000_000_000,
          days: 20,
          limit_share: 0.01,
          driver_day: '2026-11-07',
          driver_nano_usd: 28_000_000_000,
        },
      },
    });
  });

  test('slack: a text in which a name is no mark of Slack', () => {
    const { text } = JSON.parse(printAlert(hostile, makeWebhook({ form: 'slack' }), 'alert_1', context));
    expect(text).toBe(
      `Team a&lt;b&gt;&amp;"c"'; rm -rf / cost $41.23 in the hour from 2026-11-21 08:00 (UTC), where $3.00 is usual.
Driver: route code-review on gpt-5.5-pro ($38.00 above its usual).
<${router}/dashboard/explore?from=2026-11-21&amp;to=2026-11-21&amp;team=a%3Cb%3E%26%22c%22%27%3B+rm+-rf+%2F|Dashboard>
\`npm run -s signalbox -- usage --team 'a&lt;b&gt;&amp;"c"'\\''; rm -rf /' --from 2026-11-21 --to 2026-11-21 --by hour,route,model\``,
    );
  });

  test('email: a mail in which a name is no mark of HTML', () => {
    const email = { from: 'Signalbox <a@example.com>', to: ['b@example.com', 'c@example.com'] };
    const body = printAlert(hostile, makeWebhook({ form: 'email', email }), 'alert_1', context);
    const link = `${router}/dashboard/explore?from=2026-11-21&to=2026-11-21&team=a%3Cb%3E%26%22c%22%27%3B+rm+-rf+%2F`;
    const command = `npm run -s signalbox -- usage --team 'a<b>&"c"'\\''; rm -rf /' --from 2026-11-21 --to 2026-11-21 --by hour,route,model`;
    expect(JSON.parse(body)).toEqual({
      ...email,
      subject: `[signalbox] warning: Team a<b>&"c"'; rm -rf / cost $41.23 in the hour from 2026-11-21 08:00 (UTC), where $3.00 is usual.`,
      text: `Team a<b>&"c"'; rm -rf / cost $41.23 in the hour from 2026-11-21 08:00 (UTC), where $3.00 is usual.
Driver: route code-review on gpt-5.5-pro ($38.00 above its usual).

Dashboard: ${link}
Command: ${command}
`,
      html: `<p>Team a&lt;b&gt;&amp;&quot;c&quot;&#39;; rm -rf / cost $41.23 in the hour from 2026-11-21 08:00 (UTC), where $3.00 is usual.</p>
<p>Driver: route code-review on gpt-5.5-pro ($38.00 above its usual).</p>
<p>Dashboard: <a href="${link.replaceAll('&', '&amp;')}">${link.replaceAll('&', '&amp;')}</a></p>
<p>Command: <code>npm run -s signalbox -- usage --team &#39;a&lt;b&gt;&amp;&quot;c&quot;&#39;\\&#39;&#39;; rm -rf /&#39; --from 2026-11-21 --to 2026-11-21 --by hour,route,model</code></p>`,
    });
  });

  test('a subject is one short line', () => {
    const email = { from: 'a@example.com', to: ['b@example.com'] };
    const alert = someAlert('anomaly', { name: `x\r\nBcc: other@example.com${'y'.repeat(300)}` });
    const { subject } = JSON.parse(printAlert(alert, { form: 'email', email }, 'alert_1', context));
    expect(subject).toMatch(/^\[signalbox\] warning: Team x Bcc: other@example\.comy+…$/);
    expect(subject).toHaveLength(150);
  });

  test('without an address of the router a link is a path, and no link in a mail or in Slack', () => {
    const path = '/dashboard/teams/search?from=2026-11-21&to=2026-11-21';
    const print = (form: 'signalbox' | 'slack' | 'email') =>
      JSON.parse(
        printAlert(someAlert('budget'), makeWebhook({ form }), 'a', { nowMs: someMs, routerUrl: null }),
      );
    expect(print('signalbox').data.link).toBe(path);
    expect(print('slack').text).toContain(`\n${path.replace('&', '&amp;')}\n`);
    expect(print('email').html).not.toContain('<a ');
  });
});

const amount = fc.integer({ min: 0, max: 2_000_000_000_000_000 });

/** Figures of money of each kind that its sentences have to name. */
const amountsOf: Partial<Record<AlertKind, readonly string[]>> = {
  forecast: ['toDateNanoUsd', 'expectedNanoUsd', 'lowNanoUsd', 'highNanoUsd', 'limitNanoUsd'],
  anomaly: ['nanoUsd', 'usualNanoUsd'],
  'top-spender': ['nanoUsd', 'beforeNanoUsd'],
  estimated: ['nanoUsd', 'estimatedNanoUsd'],
  drift: ['ledgerNanoUsd', 'billedNanoUsd'],
};

test.each(Object.entries(amountsOf) as [AlertKind, readonly string[]][])(
  'amounts of %s in words are its figures, and no others',
  (kind, names) => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: names.length, maxLength: names.length }), (values) => {
        const change = Object.fromEntries(names.map((name, at) => [name, values[at]]));
        const { message, driver, figures } = showAlert(someAlert(kind, change), context).data;
        const said = `${message} ${driver}`.match(/-?\$[\d,]+\.\d\d|less than \$0\.01/g) ?? [];
        const money = Object.entries(figures).filter(([name]) => name.endsWith('nano_usd'));
        const known = money.flatMap(([, value]) => [
          usdInWords(Number(value)),
          usdInWords(Math.abs(Number(value))),
        ]);
        expect(said.filter((each) => !known.includes(each))).toEqual([]);
        for (const [at, value] of values.entries()) {
          expect(Object.values(figures)).toContain(value);
          // Nothing has no amount where nothing is usual.
          if (!(names[at] === 'usualNanoUsd' && value === 0)) expect(said).toContain(usdInWords(value));
        }
      }),
    );
  },
);

test('amounts of budgets in words are their figures, to the millionth', () => {
  fc.assert(
    fc.property(amount, amount, (spent, limit) => {
      const { message, figures } = showAlert(
        someAlert('budget', { spent, limit, driver: null }),
        context,
      ).data;
      const said = (message.match(/\$[\d,]+\.\d+/g) ?? []).map((each) =>
        Number(each.replaceAll(/[$,]/g, '')),
      );
      expect(figures).toMatchObject({ spent_nano_usd: spent, limit_nano_usd: limit });
      expect(said).toEqual([spent, limit].map((value) => Number((value / 1e9).toFixed(6))));
    }),
  );
});
