/** Requests and answers put to OpenAI's moderation: refused, stepped up, ended, and never passed because nobody looked. */
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { checkConfig } from '../../src/config/check-config.ts';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { ModerationSettings } from '../../src/core/moderation.ts';
import type { SafeguardAction } from '../../src/core/safeguard.ts';
import { outlook } from '../config/small-catalogue.ts';
import { moderation } from '../second-look/settings.ts';
import { makeApp, type TestApp } from '../support/world/app.ts';
import { makeAudit } from '../support/world/audit.ts';
import { FakeLedger } from '../support/world/ledger.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, json, type SentCall } from '../support/world/provider.ts';

const harsh = 'I will hurt you';
const mail = 'anna.berg@posteo.de';

const isModeration = ({ url }: SentCall) => url.endsWith('/moderations');

/** Finds violence where the words are, as the endpoint would. */
const moderate: Answer = ({ body }) => {
  const { input } = JSON.parse(body) as { input: string[] };
  const results = input.map((text) => moderation(text.includes('hurt') ? { violence: 0.97 } : {}));
  return json({ id: 'modr', model: 'omni-moderation-2024-09-26', results });
};

const saying =
  (content: string): Answer =>
  ({ model }) =>
    json({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    });

let app: TestApp;
let ledger: FakeLedger;
afterEach(() => app.settled());

type Making = {
  readonly settings?: Partial<ModerationSettings>;
  readonly says?: string;
  readonly judge?: Answer;
  readonly more?: object;
};

function configOf(safeguards: readonly SafeguardAction[], settings: Partial<ModerationSettings> = {}) {
  const input: ConfigInput = {
    routes: [{ name: 'rest', use: ['delta'], safeguards }],
    models: [{ id: 'guarded', provider: 'openai', protocols: ['openai-chat'], safeguards: 'strong' }],
    safeguards: { shipped: false, stepUp: ['guarded'], moderation: settings },
  };
  return input;
}

function make(
  safeguards: readonly SafeguardAction[],
  { settings, says = 'Hello.', judge = moderate, more }: Making = {},
) {
  ledger = new FakeLedger();
  const answer = saying(says);
  app = makeApp((call) => (isModeration(call) ? judge(call) : answer(call)), {
    config: makeConfig(configOf(safeguards, settings)),
    ledger,
    ...more,
  });
}

const ask = (content: string) =>
  app.call('POST', '/v1/chat/completions', { model: 'auto', messages: [{ role: 'user', content }] });

const sentTo = (moderations: boolean) =>
  app.provider.calls.filter((call) => isModeration(call) === moderations);

describe('a request', () => {
  test('that is harmless passes, after one free call that its record shows', async () => {
    make(['moderate-input']);
    expect((await ask(`Mail ${mail} that I am late.`)).status).toBe(200);
    await app.settled();
    expect(sentTo(true).map(({ url }) => new URL(url).host)).toEqual(['api.openai.com']);
    expect(sentTo(true)[0]?.body).not.toContain(mail);
    expect(sentTo(false)).toHaveLength(1);
    expect(ledger.rows.map(({ role, attempt }) => [role, attempt])).toContainEqual(['second-look', 79]);
    expect(ledger.rows.find(({ role }) => role === 'second-look')).toMatchObject({ listNanoUsd: 0 });
  });

  test('that is harmful reaches no model', async () => {
    make(['moderate-input']);
    const response = await ask(harsh);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'safeguard_refused' } });
    expect(sentTo(false)).toEqual([]);
    expect(app.log[0]).toMatchObject({ code: 'moderation', detail: 'violence_weapons,high' });
    expect(inspect([app.log, ledger.rows], { depth: null })).not.toContain('hurt');
  });

  test.each<[ModerationSettings['refuseFrom'], number]>([
    ['elevated', 403],
    ['high', 200],
  ])('at the level elevated, where %s is refused', async (refuseFrom, status) => {
    make(['moderate-input'], {
      settings: { refuseFrom, thresholds: { violence: { low: 0.1, elevated: 0.5, high: 0.99 } } },
    });
    expect((await ask(harsh)).status).toBe(status);
  });

  describe.each<[string, Answer]>([
    ['answers with an error', () => json({ error: {} }, 500)],
    ['answers with something else', () => json({ results: [] })],
    [
      'cannot be reached',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
    ['takes too long', ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject))],
  ])('where moderation %s', (_, judge) => {
    test('is refused for now', async () => {
      make(['moderate-input'], { judge, settings: { deadlineMs: 10 } });
      const response = await ask('Hello?');
      expect(response.status).toBe(503);
      expect(response.headers.get('x-should-retry')).toBe('true');
      expect(sentTo(false)).toEqual([]);
      expect(app.log[0]).toMatchObject({ code: 'moderation-unavailable' });
    });

    test('goes up where the config says so, never down', async () => {
      make(['moderate-input'], { judge, settings: { deadlineMs: 10, onUnavailable: 'step-up' } });
      expect((await ask('Hello?')).status).toBe(200);
      expect(sentTo(false).map(({ model }) => model)).toEqual(['guarded']);
    });
  });

  test('beyond the calls of a minute is refused, too', async () => {
    make(['moderate-input'], { settings: { perMinute: 1, cacheSeconds: 0 } });
    expect([(await ask('One?')).status, (await ask('Two?')).status]).toEqual([200, 503]);
  });

  test('that was looked at a moment ago is not looked at again', async () => {
    make(['moderate-input']);
    for (let at = 0; at < 3; at++) await ask('One?');
    expect(sentTo(true)).toHaveLength(1);
  });
});

describe('an answer', () => {
  test('that is harmless passes', async () => {
    make(['moderate-output'], { says: 'Fine.' });
    expect(await (await ask('How are you?')).json()).toMatchObject({
      choices: [{ message: { content: 'Fine.' } }],
    });
    expect(sentTo(true)).toHaveLength(1);
  });

  test('that is harmful ends, and is an entry of the audit log', async () => {
    const world = await makeAudit();
    make(['moderate-output'], { says: harsh, more: { audit: world.audit } });
    const response = await ask('Say it.');
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('hurt');
    await app.settled();
    await world.settled();
    expect(world.entries).toMatchObject([
      { action: 'answer.hit', details: { found: 'moderation', detail: 'violence_weapons', place: 'text' } },
    ]);
  });

  test('that nobody could look at ends, whatever becomes of requests', async () => {
    make(['moderate-output'], { judge: () => json({}, 500), settings: { onUnavailable: 'step-up' } });
    expect((await ask('Say it.')).status).toBe(503);
    expect(app.log[0]).toMatchObject({ code: 'moderation-unavailable', detail: 'error' });
  });

  test('is looked at in the placeholders of what is masked', async () => {
    make(['moderate-output', 'mask-personal-data'], { says: `Write to [EMAIL_1].` });
    const response = await ask(`Who is ${mail}?`);
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: `Write to ${mail}.` } }] });
    expect(sentTo(true).map(({ body }) => body.includes('[EMAIL_1]'))).toEqual([true]);
  });

  test('of many parts is looked at in one call, whole', async () => {
    make(['moderate-output'], { says: `${'All is well. '.repeat(1000)}${harsh}` });
    expect((await ask('Say it.')).status).toBe(403);
    expect(sentTo(true)).toHaveLength(1);
  });
});

describe('the config', () => {
  const route = { name: 'rest', use: ['big'], safeguards: ['moderate-input' as const] };
  const check = (more: object, changes: object = {}) =>
    checkConfig({ routes: [{ ...route, ...changes }], ...more }, outlook);

  test('is told what moderation costs', () => {
    const { problems, warnings } = check({ safeguards: { moderation: { deadlineMs: 300 } } });
    expect(problems).toEqual([]);
    expect(warnings.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^moderate-input of the route "rest" .* up to 300 ms/),
    );
  });

  test('may not have texts moderated of a route whose data policy OpenAI does not meet', () => {
    const { problems } = check({}, { data: { regions: ['eu'] } });
    expect(problems.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/has OpenAI moderate texts of "rest"/),
    );
  });

  test('says which threshold does not rise', () => {
    const thresholds = { violence: { low: 0.9, elevated: 0.5, high: 0.6 } };
    const { problems } = check({ safeguards: { moderation: { thresholds } } });
    expect(problems).toMatchObject([{ path: 'safeguards.moderation.thresholds.violence' }]);
  });
});
