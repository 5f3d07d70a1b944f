/**
 * The audit log of the real Worker: keys, limits, a configuration and refusals written down, exported by the real command,
 * verified, and found out where the file was touched. Escalations come to a signed webhook, again where it fails.
 */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const admin = { authorization: 'Bearer MARKED-ADMIN-TOKEN', 'content-type': 'application/json' };
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signing = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
const publicText = publicKey.export({ format: 'jwk' }).x ?? '';
const program = join(import.meta.dirname, '../../src/cli/signalbox.ts');

let stack: Stack;
let receiver: Receiver;
let dir: string;

beforeAll(async () => {
  receiver = await startReceiver();
  dir = await mkdtemp(join(tmpdir(), 'signalbox-audit-'));
  const vars = {
    SIGNALBOX_ADMIN_TOKEN: 'MARKED-ADMIN-TOKEN',
    SIGNALBOX_PEPPER: 'MARKED-PEPPER',
    SIGNALBOX_AUDIT_KEY: signing,
    SIGNALBOX_WEBHOOK_SECRET: secret,
    ALERTS_URL: `${receiver.url}/alerts`,
  };
  stack = await startStack(vars, 'test/support/audit.config.ts');
});
afterAll(async () => {
  await stack.stop();
  await receiver.stop();
  await rm(dir, { recursive: true, force: true });
});

function audit(...args: string[]): Promise<{ status: number; out: string }> {
  const env = { ...process.env, SIGNALBOX_URL: stack.url, SIGNALBOX_ADMIN_TOKEN: 'MARKED-ADMIN-TOKEN' };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'audit', ...args], { env, maxBuffer: 1e7 }, (error, out) =>
      resolve({ status: Number(error?.code ?? 0), out }),
    );
  });
}

async function post(path: string, body: object): Promise<Record<string, string>> {
  const response = await fetch(stack.url + path, {
    method: 'POST',
    headers: admin,
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, string>;
}

async function chat(key = ''): Promise<number> {
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'route/rest',
      user: 'MARKED-USER',
      messages: [{ role: 'user', content: 'MARKED-PROMPT' }],
    }),
  });
  await response.text();
  return response.status;
}

async function entries(): Promise<readonly AuditEntry[]> {
  const response = await fetch(`${stack.url}/admin/audit`, { headers: admin });
  return ((await response.json()) as { data: AuditEntry[] }).data;
}

test('who did what is written down, exported, verified, and found out where it was touched', async () => {
  receiver.answer(500);
  await stack.runCron();
  const made: Record<string, Record<string, string>> = {};
  for (const tier of ['anonymous', 'user', 'verified'])
    made[tier] = await post('/admin/keys', { name: tier, team: 'care', tier });
  await post('/admin/limits', { scope: 'team', id: 'care', budgets: [{ window: 'month', limit_usd: 5 }] });
  expect(await chat(made.user?.key)).toBe(200);
  expect(await chat(made.verified?.key)).toBe(200);
  for (let time = 0; time < 3; time++) expect(await chat(made.anonymous?.key)).toBe(403);
  await until('all entries', async () => (await entries()).length === 9);
  await stack.runCron();
  const told = await entries();
  expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(told.map(({ action }) => action).sort()).toEqual(
    ['config.activated', ...Array(3).fill('key.created'), 'limit.set', ...Array(4).fill('safeguard')].sort(),
  );
  const safeguards = told.filter(({ action }) => action === 'safeguard');
  expect(safeguards.map(({ actor, details }) => [actor, details.outcome]).sort()).toEqual(
    [[made.verified?.id, 'passed'], ...Array(3).fill([made.anonymous?.id, 'refused'])].sort(),
  );
  const keyTexts = Object.values(made).map(({ key = '' }) => key.slice(-20));
  for (const marked of ['MARKED', ...keyTexts, signing.slice(24)])
    expect(JSON.stringify([told, receiver.deliveries])).not.toContain(marked);

  const file = join(dir, 'audit.jsonl');
  expect((await audit('export', file)).status).toBe(0);
  const key = `--key=${publicText}`;
  expect(await audit('verify', file, key)).toEqual({
    status: 0,
    out: '9 entries, 1 to 9, each as it was written.\n1 head fits, signed by your key.\n',
  });
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('5000000000nanoUsd', '9000000000nanoUsd'));
  const { status, out } = await audit('verify', file, key);
  expect(status).toBe(1);
  expect(out).toMatch(/^line (\d): entry \1 was changed after it was written\.\n/);
});

test('an escalation is told once an hour, signed, until it is taken', async () => {
  await until('the alert', () => receiver.deliveries.some(({ answered }) => answered < 300), 30_000);
  expect(receiver.deliveries.map(({ answered }) => answered)).toEqual([500, 204]);
  const { webhooks } = new OpenAI({ apiKey: 'none' });
  for (const { body, headers } of receiver.deliveries)
    await webhooks.verifySignature(body, headers as Record<string, string>, secret);
  expect(JSON.parse(receiver.deliveries[0]?.body ?? '')).toMatchObject({
    type: 'escalation',
    data: { figures: { names: 'no-anonymous', outcome: 'refused' } },
  });
});
