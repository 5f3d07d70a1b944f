/**
 * The real ledger against the simulated providers' own bills: they agree to the nano-dollar but for estimates; a mistake
 * on the bill is found, named, corrected once, and then they agree.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Said } from '../cli/run-signalbox.ts';
import { readAllRows } from '../support/read-rows.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

const program = join(import.meta.dirname, '../../src/cli/signalbox.ts');
const adminToken = 'admin-token';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ SIGNALBOX_ADMIN_TOKEN: adminToken });
});
afterAll(() => stack.stop());

function signalbox(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  const given = {
    ...process.env,
    NO_COLOR: '1',
    SIGNALBOX_URL: stack.url,
    SIGNALBOX_ADMIN_TOKEN: adminToken,
    OPENAI_ADMIN_KEY: 'sk-admin-test',
    OPENAI_BASE_URL: `${stack.simulator.url}/openai/v1`,
    ANTHROPIC_ADMIN_KEY: 'sk-ant-admin01-test',
    ANTHROPIC_BASE_URL: `${stack.simulator.url}/anthropic`,
    ...env,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: given,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    child.on('error', reject).on('close', (status) => resolve({ status, ...said }));
  });
}

/** The day before too: requests may be of either side of midnight. */
const span = () => [
  '--from',
  new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
  '--to',
  new Date().toISOString().slice(0, 10),
  '--open-days',
];

type Sum = Readonly<Record<string, number>>;
type Report = {
  is_within: boolean;
  total: Sum;
  models: (Sum & { model: string })[];
  days: { state: string; models: { model: string; reason: string }[] }[];
  corrections: { model: string; sequence: number; reason: string; cost_nano_usd: Sum }[];
  booked: { booked: number; known: number } | null;
};

async function reconcile(provider: string, ...more: string[]): Promise<Report & { status: number | null }> {
  const said = await signalbox(['reconcile', '--provider', provider, ...span(), '--json', ...more]);
  expect(said.err).toBe('');
  return { ...(JSON.parse(said.out) as Report), status: said.status };
}

async function ask(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${stack.url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

/** A correction in an hour before the first that the router knows of is read some seconds later. */
async function readCorrected(provider: string): Promise<Awaited<ReturnType<typeof reconcile>>> {
  return until('the correction', async () => {
    const report = await reconcile(provider);
    return report.total.corrections === 1 && report;
  });
}

const user = (content: string) => [{ role: 'user', content }];
const long = 'A sentence that is said again and again and again. '.repeat(300);

/** Every call that a provider has seen has its row. */
async function recorded(): Promise<void> {
  await stack.simulator.settled();
  const calls = stack.simulator.requests().filter(({ method, wire }) => method === 'POST' && wire !== null);
  await until('a row for each call', async () => {
    const rows = (await readAllRows(stack.store)).filter(({ role }) => role !== 'correction');
    return new Set(rows.map(({ requestId, attempt }) => `${requestId}.${attempt}`)).size === calls.length;
  });
}

async function ok(response: Promise<Response>): Promise<string> {
  const answer = await response;
  expect(answer.status).toBe(200);
  return answer.text();
}

/** Streams, cached prompts, embeddings, other tiers, and requests that fail. */
async function sendAll(): Promise<void> {
  const chat = 'chat/completions';
  await ok(ask(chat, { model: 'gpt-5.5', messages: user('Hello') }));
  await ok(ask(chat, { model: 'gpt-5.5', messages: user('Hello again'), stream: true }));
  await ok(ask(chat, { model: 'gpt-5.5', messages: user('Hello soon'), service_tier: 'flex' }));
  for (const end of ['One.', 'Two.'])
    await ok(ask('responses', { model: 'gpt-5.5', input: `${long}${end}`, store: false }));
  await ok(ask('embeddings', { model: 'text-embedding-3-small', input: 'some words' }));
  const system = [{ type: 'text', text: long, cache_control: { type: 'ephemeral', ttl: '1h' } }];
  for (const end of ['One.', 'Two.'])
    await ok(ask('messages', { model: 'claude-opus-4-7', max_tokens: 400, system, messages: user(end) }));
  const refused = await ask(chat, { model: 'gpt-5.5', messages: user('[[fault:status=400]] no') });
  expect(refused.status).toBe(400);
  const failed = await ask('messages', {
    model: 'claude-opus-4-7',
    max_tokens: 400,
    messages: user('[[fault:status=500]] no'),
  });
  expect(failed.status).toBeGreaterThanOrEqual(500);
  await recorded();
}

/** Reads the first of an answer that comes slowly, and leaves. */
async function leave(): Promise<void> {
  const controller = new AbortController();
  const body = { model: 'gpt-5.5', messages: user('[[fault:drip=100]] Tell me much.'), stream: true };
  const response = await ask('chat/completions', body, controller.signal);
  await response.body?.getReader().read();
  controller.abort();
  await recorded();
}

describe('in order', () => {
  test('ledger and bill agree to the nano-dollar, and token by token', async () => {
    await sendAll();
    for (const provider of ['openai', 'anthropic']) {
      const report = await reconcile(provider);
      expect(report).toMatchObject({ status: 0, is_within: true, corrections: [], booked: null });
      expect(report.total).toMatchObject({ drift_nano_usd: 0, estimated_attempts: 0, unpriced_attempts: 0 });
      expect(report.total.billed_nano_usd).toBeGreaterThan(0);
      expect(report.total.billed_tokens).toEqual(report.total.ledger_tokens);
    }
    const { models } = await reconcile('openai');
    expect(models.map(({ model }) => model)).toEqual(['gpt-5.5', 'text-embedding-3-small']);
    const cached = (await reconcile('anthropic')).total.billed_tokens as unknown as Sum;
    expect(cached.cache_read).toBeGreaterThan(0);
    expect(cached.cache_write).toBeGreaterThan(0);
  });

  test('what was estimated drifts, is named, and is corrected once', async () => {
    await leave();
    const found = await reconcile('openai');
    expect(found.total.estimated_attempts).toBe(1);
    expect(found.total.drift_nano_usd).not.toBe(0);
    expect(found.corrections).toMatchObject([{ model: 'gpt-5.5', sequence: 1, reason: 'estimated' }]);
    expect(await reconcile('openai', '--apply')).toMatchObject({
      status: 0,
      booked: { booked: 1, known: 0 },
    });
    // Read anew or as it was a moment ago: booked is booked.
    expect(await reconcile('openai', '--apply')).toMatchObject({ status: 0, booked: { booked: 0 } });
    const after = await readCorrected('openai');
    expect(after).toMatchObject({ status: 0, corrections: [], total: { drift_nano_usd: 0, corrections: 1 } });
  });

  test('an answer that is billed twice is found; two that book at once book it once', async () => {
    expect(stack.simulator.billAgain('anthropic')).toBe(true);
    const found = await reconcile('anthropic');
    expect(found).toMatchObject({ status: 1, is_within: false });
    expect(found.total.drift_nano_usd).toBeGreaterThan(0);
    expect(found.corrections).toMatchObject([{ model: 'claude-opus-4-7', sequence: 1, reason: 'usage' }]);
    const both = await Promise.all([reconcile('anthropic', '--apply'), reconcile('anthropic', '--apply')]);
    const booked = both.reduce((sum, one) => sum + (one.booked?.booked ?? 0), 0);
    expect(booked).toBe(1);
    const corrections = (await readAllRows(stack.store)).filter(({ role }) => role === 'correction');
    expect(corrections.map(({ provider, team, route }) => [provider, team, route])).toEqual([
      ['openai', '(unallocated)', '(reconciliation)'],
      ['anthropic', '(unallocated)', '(reconciliation)'],
    ]);
    const after = await readCorrected('anthropic');
    expect(after).toMatchObject({ status: 0, corrections: [], total: { drift_nano_usd: 0, corrections: 1 } });
    expect(after.days.flatMap((day) => day.models.map(({ reason }) => reason))).toEqual(['same']);
  });

  test('the router keeps what it came to, and the audit log who corrected what', async () => {
    const get = async (path: string) => {
      const response = await fetch(stack.url + path, { headers: { authorization: `Bearer ${adminToken}` } });
      return (await response.json()) as { data: Record<string, unknown>[] };
    };
    const from = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const kept = (await get(`/admin/reconciliations?from=${from}`)).data;
    expect(kept.filter(({ corrected_nano_usd }) => corrected_nano_usd !== 0)).toMatchObject([
      { provider: 'openai', drift_nano_usd: 0, is_exact: true, by: 'admin' },
      { provider: 'anthropic', drift_nano_usd: 0, is_exact: true, by: 'admin' },
    ]);
    await until('entries of the audit log', async () => {
      const entries = (await get('/admin/audit')).data.filter(({ action }) => action === 'correction.booked');
      return entries.length === 2;
    });
  });

  test('for people it is tables with the sum of it', async () => {
    const { status, out } = await signalbox(['reconcile', '--provider', 'anthropic', ...span()]);
    expect(status).toBe(0);
    expect(out).toMatch(/^anthropic, \d{4}-\d\d-\d\d to .*, days of UTC; the ledger's are of UTC\n/);
    expect(out).toMatch(/claude-opus-4-7 +\$\S+ +\$\S+ +\$0 +0\.00 %/);
    expect(out).toMatch(
      /drift 0\.00 % \(within 1 %\) {3}estimated rows 0 \(0\.00 %\) {3}nothing to correct\n$/,
    );
  });

  test('a day that is not over counts only where that is asked for', async () => {
    const args = span().filter((word) => word !== '--open-days');
    const said = await signalbox(['reconcile', '--provider', 'anthropic', ...args, '--json']);
    const report = JSON.parse(said.out) as Report;
    expect(report.days.at(-1)?.state).toBe('open');
    expect(report.corrections).toEqual([]);
  });

  test.each<[what: string, env: NodeJS.ProcessEnv, status: number, words: string]>([
    [
      'a key that reads no bills',
      { OPENAI_ADMIN_KEY: 'sk-plain' },
      3,
      'answers with 403: You have insufficient',
    ],
    ['no key', { OPENAI_ADMIN_KEY: '' }, 2, 'OPENAI_ADMIN_KEY is not set'],
    [
      'no provider there',
      { OPENAI_BASE_URL: 'http://127.0.0.1:1' },
      3,
      'Nothing answers at http://127.0.0.1:1',
    ],
    ['an address that is not safe', { OPENAI_BASE_URL: 'http://example.com' }, 2, 'over https only'],
    [
      'a router that refuses',
      { SIGNALBOX_ADMIN_TOKEN: 'other' },
      3,
      'does not take this SIGNALBOX_ADMIN_TOKEN',
    ],
  ])('%s is told', async (_, env, status, words) => {
    const said = await signalbox(['reconcile', '--provider', 'openai', ...span()], env);
    expect(said).toMatchObject({ status, out: '' });
    expect(said.err).toContain(words);
  });
});
