/** Requests: rows by filters, page after page without a gap, what was searched said; one request with all its attempts. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Row, rowId, totalOf } from '../../src/core/row.ts';
import { count, fineMoney } from '../../src/dashboard/parts/format.ts';
import { keys as storeKeys } from '../../src/ledger/keys.ts';
import { packReceipts, unpackReceipt } from '../../src/ledger/receipt-codec.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';
import { makeConfig } from '../support/world/models.ts';

const seeded = await openSeededStore({ days: 3, scale: 0.4 });
const nowMs = seeded.endMs;
const viewer = makePerson('viewer', [...seeded.by(({ team }) => team).keys()].slice(0, 1));
const finance = makePerson('finance');
const operator = makePerson('operator');
const people = [owner, operator, finance, viewer];
const path = '/dashboard/requests';
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser({ store: seeded.store, nowMs, people });
});

const plain = (href: string) => href.replaceAll('&amp;', '&');

/** Ids of the attempts on a page, and where older ones are. */
function read(html: string): { ids: string[]; older: string | null } {
  const ids = [...html.matchAll(/requests\/(req_\w+)"><code>…\w+<\/code><\/a> (\d+)</g)].map(
    ([, id, at]) => `${id}.${at}`,
  );
  const [, older = null] = /href="([^"]*)">Older</.exec(html) ?? [];
  return { ids, older: older && plain(older) };
}

async function walk(from: string): Promise<string[]> {
  const all: string[] = [];
  for (let next: string | null = from; next !== null; ) {
    const { status, html } = await browser.get(next, operator);
    expect(status).toBe(200);
    const { ids, older } = read(html);
    all.push(...ids);
    next = older;
  }
  return all;
}

const sorted = (ids: readonly string[]) => [...ids].sort();

describe('the list', () => {
  test('has every attempt once, page after page', async () => {
    expect(seeded.rows.length).toBeGreaterThan(500);
    expect(sorted(await walk(path))).toEqual(sorted(seeded.rows.map(rowId)));
  });

  const some = (fit: (row: Row) => boolean) => sorted(seeded.rows.filter(fit).map(rowId));
  const [{ team = '', caller = '', model = '' } = {}] = seeded.rows;
  const endUser = seeded.rows.find((row) => row.endUser !== null)?.endUser;

  test('by when attempts began: days, instants, and rows that were filed late', async () => {
    const began = (iso: string) => Date.parse(iso);
    const last = new Date(nowMs).toISOString().slice(0, 10);
    const day = new Date(nowMs - 86_400_000).toISOString().slice(0, 10);
    const of = (from: string, to: string) =>
      some(({ startedAtMs }) => startedAtMs >= began(from) && startedAtMs < began(to));
    const wanted = of(`${day}T00:00:00Z`, `${last}T00:00:00Z`);
    expect(wanted.length).toBeGreaterThan(50);
    const { html } = await browser.get(`${path}?from=${day}&to=${day}`, operator);
    expect(sorted(await walk(`${path}?from=${day}&to=${day}`))).toEqual(wanted);
    expect(textOf(html)).toContain(`Only from ${day}, to ${day}.`);
    const morning = await walk(`${path}?from=${day}T06:00:00Z&to=${day}T09:00:00Z&before=9999999999999999-0`);
    expect(sorted(morning)).toEqual(of(`${day}T06:00:00Z`, `${day}T09:00:00Z`));
    expect(sorted(await walk(`${path}?from=${day}`))).toEqual(
      some(({ startedAtMs }) => startedAtMs >= began(`${day}T00:00:00Z`)),
    );
  });

  test.each([
    ['?outcome=failed', ({ outcome }: Row) => outcome === 'failed'],
    ['?role=fallback', ({ role }: Row) => role === 'fallback'],
    ['?risk=elevated&risk=high', ({ risk }: Row) => risk === 'elevated' || risk === 'high'],
    ['?error=rate_limited', ({ errorCode }: Row) => errorCode === 'rate_limited'],
    [`?team=${team}&route=chat`, (row: Row) => row.team === team && row.route === 'chat'],
    [`?end_user=${endUser}`, (row: Row) => row.endUser === endUser],
    [`?caller=${caller}&model=${model}`, (row: Row) => row.caller === caller && row.model === model],
  ])('%s finds those that fit and no others', async (query, fit) => {
    const wanted = some(fit);
    expect(wanted.length).toBeGreaterThan(0);
    expect(sorted(await walk(path + query))).toEqual(wanted);
  });

  test('says what it has looked at', async () => {
    const { html } = await browser.get(`${path}?team=nobody`, operator);
    expect(textOf(html)).toMatch(/Searched the newest [\d,]+ rows, back to 2026-11-\d\d [\d:]+ UTC: 0 fit\./);
    expect(textOf(html)).toContain('No row fits.');
  });

  test('finds one request by its id, by the index', async () => {
    const row = seeded.rows.find(({ role }) => role === 'fallback');
    const of = seeded.rows.filter(({ requestId }) => requestId === row?.requestId);
    const { html } = await browser.get(`${path}?id=${row?.requestId}`, operator);
    expect(sorted(read(html).ids)).toEqual(sorted(of.map(rowId)));
    expect(textOf(html)).toContain(`All ${of.length} rows of this request`);
    const none = await browser.get(`${path}?id=req_${'0'.repeat(24)}`, operator);
    expect(textOf(none.html)).toContain('No row of this request is kept (any more).');
  });

  test.each([
    ['?outcome=odd', 'outcome'],
    ['?risk=very', 'risk'],
    ['?role=none', 'role'],
    ['?from=garbage', 'from'],
    ['?to=2026-02-30', 'to'],
    ['?from=2026-11-20&to=2026-11-19', 'from'],
    ['?before=1-1-1', 'before'],
    ['?before=%2B', 'before'],
    ['?id=req_1', 'id'],
    [`?team=${'x'.repeat(129)}`, 'team'],
  ])('%s is told with its name', async (query, name) => {
    const { status, html } = await browser.get(path + query, operator);
    expect([status, html.includes(`<code>${name}</code>`)]).toEqual([400, true]);
  });

  test('names are text, whatever they are', async () => {
    const { html } = await browser.get(`${path}?team=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(html).not.toContain('<script>alert');
  });
});

describe('one request', () => {
  test('has each attempt, and their costs come to its cost', async () => {
    const id = seeded.rows.find(({ role, cost }) => role === 'fallback' && cost !== null)?.requestId ?? '';
    const rows = seeded.rows.filter(({ requestId }) => requestId === id);
    const { status, html } = await browser.get(`${path}/${id}`, operator);
    const text = textOf(html);
    const sum = rows.reduce((all, { cost }) => all + (cost === null ? 0 : totalOf(cost)), 0);
    expect(status).toBe(200);
    expect(rows.length).toBeGreaterThan(1);
    expect(text).toContain(`Cost $${fineMoney(sum)}`);
    expect(text).toMatch(/Attempts add up to .*, the headline, to the nano-dollar\./);
    for (const { model, cost, priceVersion } of rows) {
      expect(text).toContain(model);
      if (cost !== null) expect(text).toContain(`${fineMoney(totalOf(cost))} `);
      if (priceVersion !== null) expect(text).toContain(priceVersion);
    }
    expect(text).toContain('No receipt of it is kept');
  });

  test('says of an attempt without a price that it has none, and counts it as no cost', async () => {
    const unpriced = await openSeededStore({ days: 15, scale: 0.1 });
    const row = unpriced.rows.find(({ cost }) => cost === null);
    const other = await openBrowser({ store: unpriced.store, nowMs, people });
    const text = textOf((await other.get(`${path}/${row?.requestId}`, operator)).html);
    expect(text).toContain('Look at this: 1 without a known price and with no part in it');
  });

  test('without receipts says so', async () => {
    const config = makeConfig({ receipts: false });
    const without = await openBrowser({ store: seeded.store, nowMs, people, changes: { config } });
    const { html } = await without.get(`${path}/${seeded.rows[0]?.requestId}`, operator);
    expect(textOf(html)).toContain('This router keeps no receipts');
  });

  test.each(['req_1', `req_${'0'.repeat(24)}`, '%3Cscript%3E'])('%s is not there', async (id) => {
    const { status, html } = await browser.get(`${path}/${id}`, operator);
    expect([status, html.includes('Nothing is kept of a request')]).toEqual([404, true]);
    expect(html).not.toContain('<script>');
  });
});

describe('a receipt', () => {
  const marked = 'Zebra7Marked';

  async function ask(): Promise<string> {
    const messages = [{ role: 'user', content: `Say ${marked}.` }];
    const response = await browser.call('POST', '/v1/chat/completions', { model: 'auto', messages });
    await browser.settled();
    return response.headers.get('x-request-id') ?? '';
  }

  test('of any key explains the decision to an operator, and has no word of the request', async () => {
    const id = await ask();
    const { status, html } = await browser.get(`${path}/${id}`, operator);
    const text = textOf(html);
    expect(status).toBe(200);
    expect(text).toContain('Key one');
    expect(text).toMatch(/Route \S+: the first as written that can serve/);
    expect(text).toContain('Targets that were looked at, in the order of the plan');
    expect(text).toContain('as its receipt says; rows are not kept any more');
    expect(html).not.toContain(marked);
    expect(html).toContain(`&quot;id&quot;: &quot;${id}&quot;`);
  });

  test('stands beside the rows where both are kept', async () => {
    const made = browser.store.values.get(storeKeys.receipt(await ask())) ?? '';
    const row = seeded.rows.find(({ role }) => role === 'retry');
    const id = row?.requestId ?? '';
    const kept = await unpackReceipt(made);
    const [attempt] = kept?.attempts ?? [];
    if (kept === null || attempt === undefined) throw new Error('no receipt');
    const dear = { ...kept, attempts: [{ ...attempt, costUsd: 0.5 }] };
    const [packed = ''] = await packReceipts([dear]);
    browser.store.values.set(storeKeys.receipt(id), packed);
    const text = textOf((await browser.get(`${path}/${id}`, operator)).html);
    const rows = seeded.rows.filter(({ requestId }) => requestId === id);
    expect(text).toContain(`Attempts ${count(rows.length)} `);
    expect(text).toContain('Why it went there');
    expect(text).toMatch(/written when the answer had ended, says \$0\.500 .*; the rows say .*, and hold\./);
    expect(text).toContain(`Team ${row?.team}`);
  });
});

describe('who may', () => {
  test.each([path, `${path}?team=${viewer.teams[0]}`, `${path}/${seeded.rows[0]?.requestId}`])(
    '%s is for operators and up',
    async (to) => {
      for (const who of [viewer, finance]) {
        const { status, html } = await browser.get(to, who);
        expect([status, html.includes('It takes the role operator')]).toEqual([403, true]);
        expect(html).not.toContain(seeded.rows[0]?.requestId);
      }
      expect((await browser.get(to, operator)).status).toBe(200);
      expect((await browser.get(to, owner)).status).toBe(200);
      expect((await browser.get(to, null)).status).toBe(303);
    },
  );

  test('the page is not in the navigation of others', async () => {
    expect((await browser.get('/dashboard', finance)).html).not.toContain(`href="${path}"`);
    expect((await browser.get('/dashboard', operator)).html).toContain(`href="${path}"`);
  });

  test('a key still reads its own receipts alone', async () => {
    const response = await browser.call('POST', '/v1/chat/completions', {
      model: 'auto',
      messages: [{ role: 'user', content: 'Hello' }],
    });
    await browser.settled();
    const id = response.headers.get('x-request-id') ?? '';
    expect((await browser.call('GET', `/v1/requests/${id}`)).status).toBe(200);
    const other = await browser.call('GET', `/v1/requests/${id}`, undefined, { 'x-api-key': 'key-of-two' });
    expect(other.status).toBe(404);
  });
});
