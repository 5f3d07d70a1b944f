import { describe, expect, test } from 'vitest';
import { noSettings } from '../../src/classify/apply-settings.ts';
import { type LimitsDirectory, noLimits } from '../../src/core/budget.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { Deps } from '../../src/deps.ts';
import { type JudgePolicy, judgeForRoute } from '../../src/judge/judge-for-route.ts';
import { settingsOf } from '../second-look/settings.ts';
import { byWords, makeJudged, makeRisk } from '../support/judged/judged.ts';
import { hang, json } from '../support/world/provider.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const request = makeRequest();
const asker = { requestId: 'req_1', caller: callerNamed('one'), route: 'support', configVersion: 'abc' };
const low = makeJudged({ risk: makeRisk({ level: 'low', domain: 'cyber' }) });
const look = settingsOf({ when: 'low' });
const tool = { kind: 'function', name: 'anything' } as const;

function judge(
  policy: Partial<JudgePolicy>,
  judgeRequest: Deps['judgeRequest'] = () => low,
  asked = request,
) {
  const world = makeWorld(hang, { judgeRequest });
  const judged = judgeForRoute(asked, { classify: null, secondLook: null, ...policy }, asker, world.deps);
  return { ...world, judged };
}

const broken = (): never => {
  throw new TypeError('it said: Hello');
};

test('a route that asks for nothing costs nothing', async () => {
  const { judged, provider } = judge({}, broken);
  expect(await judged).toBeNull();
  expect(provider.calls).toEqual([]);
});

test('settings alone call nobody', async () => {
  const overrides = [byWords(['hello'], { risk: 'elevated' })];
  const { judged, provider } = judge({ classify: { ...noSettings, overrides } });
  expect(await judged).toMatchObject({ risk: { level: 'elevated' } });
  expect(provider.calls).toEqual([]);
});

test('a second look alone goes by what the classifier says', async () => {
  const world = makeWorld(() => json({ results: [] }), { judgeRequest: () => low });
  const judged = await judgeForRoute(request, { classify: null, secondLook: look }, asker, world.deps);
  expect(judged?.risk).toMatchObject({
    level: 'elevated',
    evidence: [{ what: expect.stringContaining('no label') }],
  });
  expect(world.provider.calls.map(({ url }) => url)).toEqual(['https://api.openai.com/v1/moderations']);
});

test('the second look is judged by the settings, and goes not below what they set', async () => {
  const overrides = [byWords(['hello'], { risk: 'elevated', domain: 'self_harm' })];
  const settings = settingsOf({ when: 'elevated', using: { target: 'gpt-5.5@none' }, mayLower: true });
  const content = [{ type: 'message', role: 'assistant', content: '{"domain":"none","level":"none"}' }];
  const world = makeWorld(
    () => json({ id: 'c', choices: [{ message: content[0], finish_reason: 'stop' }] }),
    {
      judgeRequest: () => low,
    },
  );
  const policy = { classify: { ...noSettings, overrides }, secondLook: settings };
  const judged = await judgeForRoute(request, policy, asker, world.deps);
  expect(world.provider.calls).toHaveLength(1);
  expect(judged?.risk.level).toBe('elevated');
});

test('a call of a second look is a row of the ledger, paid by whoever asked', async () => {
  const limits: LimitsDirectory = {
    ready: () => Promise.resolve(true),
    limitsOf: (scope) => (scope === 'route' ? { ...noLimits, concurrent: 3 } : noLimits),
    noteSet: () => undefined,
  };
  const { deps, ledger, settled } = makeWorld(() => json({}, 503), { judgeRequest: () => low, limits });
  await judgeForRoute(request, { classify: null, secondLook: look }, asker, deps);
  await settled();
  expect(ledger.settled).toMatchObject([
    {
      isLast: false,
      scopes: [{ scope: 'route', id: 'support' }],
      row: {
        requestId: 'req_1',
        attempt: 71,
        role: 'second-look',
        caller: 'one',
        route: 'support',
        modelAsked: 'openai-moderations',
        modelServed: 'omni-moderation-2024-09-26',
        provider: 'openai',
        outcome: 'failed',
        errorCode: 'error',
        startedAtMs: deps.now(),
        usageSource: 'void',
      },
    },
  ]);
});

describe('what fails is the highest risk', () => {
  const worst = {
    task: { isSure: false },
    difficulty: { score: 1 },
    risk: { level: 'high', score: 1, isWhole: false },
    evidence: [{ what: 'the classifier failed', weight: 0 }],
  };

  test('the classifier, and the log learns its name and no word of the request', async () => {
    const { judged, log } = judge({ classify: noSettings }, broken);
    expect(await judged).toMatchObject(worst);
    expect(log).toEqual([
      {
        event: 'classifier-failed',
        requestId: 'req_1',
        code: 'internal_error',
        detail: expect.stringMatching(/^TypeError at /),
      },
    ]);
  });

  test('no setting overrules it', async () => {
    const overrides = [byWords(['be kind'], { risk: 'none', mayLowerRisk: true })];
    const asked = makeRequest({ system: [{ type: 'text', text: 'Be kind.' }] });
    const { judged } = judge({ classify: { ...noSettings, overrides } }, broken, asked);
    expect(await judged).toMatchObject(worst);
  });

  test('whatever is thrown', async () => {
    const { judged, log } = judge({ classify: noSettings }, () => {
      throw 'Hello';
    });
    expect((await judged)?.risk.level).toBe('high');
    expect(log).toMatchObject([{ detail: 'string' }]);
  });

  test('a judgement that cannot be worked with', async () => {
    const { judged, log } = judge({ classify: noSettings }, () => ({}) as never);
    expect(await judged).toMatchObject(worst);
    expect(log).toHaveLength(1);
  });

  test('a breaker that throws inside the second look', async () => {
    const { deps, log } = makeWorld(hang, { judgeRequest: () => low });
    const health = Object.assign(Object.create(deps.health), { isOpen: broken });
    const judged = await judgeForRoute(request, { classify: null, secondLook: look }, asker, {
      ...deps,
      health,
    });
    expect(judged).toMatchObject(worst);
    expect(log).toHaveLength(1);
  });

  test.each([
    ['no tools', request, null, null],
    ['a declared tool', makeRequest({ tools: [tool] }), 'destructive', null],
    [
      'a called tool',
      makeRequest({
        messages: [
          {
            role: 'assistant',
            content: [{ type: 'tool-call', id: 'c', name: 'x', input: '{}', kind: 'function' }],
          },
        ],
      }),
      'destructive',
      'destructive',
    ],
  ])('and a tool could do anything: %s', async (_, asked, highest, highestCalled) => {
    const { judged } = judge({ classify: noSettings }, broken, asked);
    expect((await judged)?.tools).toMatchObject({ highest, highestCalled });
  });
});
