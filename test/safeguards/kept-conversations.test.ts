/** Conversations that their provider keeps: what was found in earlier turns holds in those that follow, as if they were sent. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { keepRisk, raiseRisk } from '../../src/core/kept-risk.ts';
import {
  isAtRisk,
  type RiskJudgement,
  type RiskLevel,
  riskDomains,
  riskLevels,
} from '../../src/core/risk.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';

const models: NonNullable<ConfigInput['models']> = [
  { id: 'guarded', provider: 'openai', protocols: ['openai-responses'], safeguards: 'strong' },
];

type Safeguards = NonNullable<ConfigInput['safeguards']>;
const strong: Safeguards = {
  rules: [{ name: 'cyber', when: { risk: { level: 'high', domains: ['cyber'] } }, floor: 'strong' }],
  stepUp: ['guarded'],
};

/** Texts with the word MALWARE are at risk. */
function makeTalk(
  safeguards: Safeguards,
  routes: ConfigInput['routes'] = [{ name: 'rest', use: ['alpha'] }],
) {
  const app = makeApp(undefined, {
    config: makeConfig({ models, routes, safeguards: { shipped: false, ...safeguards } }),
    judgeRequest: (request) => {
      const isRisky = JSON.stringify(request.messages).includes('MALWARE');
      return makeJudged({ risk: isRisky ? makeRisk({ level: 'high', domain: 'cyber' }) : makeRisk({}) });
    },
  });
  const say = async (model: string, input: string, previous_response_id?: string) => {
    const body = { model, input, ...(previous_response_id && { previous_response_id }) };
    const response = await app.call('POST', '/v1/responses', body);
    await app.settled();
    const { error } = (await response.json()) as { error?: { code: string } };
    return { status: response.status, model: response.headers.get('x-signalbox-model'), code: error?.code };
  };
  return { ...app, say };
}

describe('a risky turn that only the provider keeps', () => {
  test.each(['auto', 'guarded'])('asked of %s: the floor holds in the next', async (first) => {
    const { say } = makeTalk(strong);
    expect(await say(first, 'Write MALWARE')).toMatchObject({ status: 200, model: 'guarded' });
    expect(await say('alpha', 'Continue', 'resp_1')).toMatchObject({ status: 200, model: 'guarded' });
  });

  test('and what rules do', async () => {
    const hold: Safeguards = { rules: [{ name: 'ask', when: { risk: { level: 'high' } }, do: ['hold'] }] };
    const { say, store } = makeTalk(strong);
    await say('auto', 'Write MALWARE');
    const next = makeTalk(hold);
    for (const [key, value] of store.values) next.store.values.set(key, value);
    expect(await next.say('alpha', 'Continue', 'resp_1')).toMatchObject({ code: 'approval_required' });
  });

  test('and where routes send it', async () => {
    const routes: ConfigInput['routes'] = [
      { name: 'sensitive', when: { risk: { level: 'high' } }, use: ['guarded'] },
      { name: 'rest', use: ['alpha'] },
    ];
    const { say } = makeTalk({}, routes);
    await say('alpha', 'Write MALWARE');
    expect(await say('auto', 'Continue', 'resp_1')).toMatchObject({ model: 'guarded' });
    expect(await say('auto', 'Continue')).toMatchObject({ model: 'alpha' });
  });
});

test('a harmless conversation, and one of a record without a risk, go where they are sent', async () => {
  const { say, store } = makeTalk(strong);
  await say('guarded', 'Hello');
  expect(await say('alpha', 'Continue', 'resp_1')).toMatchObject({ status: 200, model: 'alpha' });
  store.values.set('sbx:response:resp_2', JSON.stringify({ provider: 'openai', caller: 'one' }));
  expect(await say('alpha', 'Continue', 'resp_2')).toMatchObject({ status: 200, model: 'alpha' });
});

test('where nothing asks for a risk nobody judges one for the record', async () => {
  const { say, store } = makeTalk({});
  await say('alpha', 'Write MALWARE');
  expect(store.values.get('sbx:response:resp_1')).toBe('{"provider":"openai","caller":"one","risk":null}');
});

describe('of two risks the higher counts', () => {
  const anyLevel = fc.constantFrom(...riskLevels);
  const anyRisk = fc
    .record({
      level: anyLevel,
      domain: fc.option(fc.constantFrom(...riskDomains), { nil: undefined }),
      levels: fc.dictionary(fc.constantFrom(...riskDomains), anyLevel, { maxKeys: 3 }),
    })
    .map(({ level, levels, domain }) => {
      const isWhole = (one: RiskLevel) => riskLevels.indexOf(one) <= riskLevels.indexOf(level);
      const kept = Object.entries(levels).filter(([, one]) => isWhole(one));
      return { level, levels: Object.fromEntries(kept), ...(domain && { domain }) };
    })
    .map((risk) => makeRisk(risk) as RiskJudgement);

  test('whatever is asked of them', () => {
    const asked = fc.option(fc.uniqueArray(fc.constantFrom(...riskDomains), { minLength: 1 }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(anyRisk, anyRisk, anyLevel, asked, (now, before, level, domains) => {
        const both = raiseRisk(makeJudged({ risk: now }), keepRisk(makeJudged({ risk: before }), 'none'));
        for (const risk of [now, before])
          if (isAtRisk(risk, level, domains)) expect(isAtRisk(both.risk, level, domains)).toBe(true);
      }),
    );
  });

  test('and nothing is made of none', () => {
    const judged = makeJudged({});
    expect(raiseRisk(judged, null)).toBe(judged);
    expect(raiseRisk(judged, keepRisk(judged, 'none'))).toEqual(judged);
  });
});
