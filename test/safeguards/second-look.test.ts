/** A second look that a rule demands: the rules are asked again by what it says. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { RiskLevel } from '../../src/core/risk.ts';
import { decide } from '../../src/decide.ts';
import { protocols } from '../../src/protocols/index.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeConfig } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const label = (level: string) => ({
  id: 'c',
  choices: [
    {
      message: { role: 'assistant', content: JSON.stringify({ domain: 'cyber', level }) },
      finish_reason: 'stop',
    },
  ],
});

const rules = [
  {
    name: 'look',
    when: { risk: { level: 'low' as const } },
    do: ['second-look' as const],
  },
  {
    name: 'cyber',
    when: { risk: { level: 'elevated' as const, domains: ['cyber' as const] } },
    floor: 'strong' as const,
  },
];

async function decideBy(
  first: RiskLevel,
  says: string | null,
  { mayLower = false, route = {} as Partial<ConfigInput['routes'][number]> } = {},
) {
  const judged = makeJudged({ risk: makeRisk({ level: first, domain: 'cyber' }) });
  const { deps, provider } = makeWorld(() => (says === null ? json({}, 500) : json(label(says))), {
    config: makeConfig({
      routes: [{ name: 'rest', use: ['beta', 'guarded'], ...route }],
      models: [{ id: 'guarded', provider: 'openai', protocols: ['openai-chat'], safeguards: 'strong' }],
      safeguards: {
        shipped: false,
        rules,
        secondLook: { using: { target: 'delta' }, when: 'always', mayLower },
      },
    }),
    judgeRequest: () => judged,
  });
  const decision = await decide(
    {
      protocol: protocols['openai-chat'],
      request: makeRequest(),
      caller: callerNamed('one'),
      requestId: 'req_1',
      sessionId: null,
      isExplained: false,
    },
    deps,
  );
  return {
    level: decision.judged?.risk.level,
    rules: decision.verdict.rules,
    targets: decision.plan.attempts.map(({ target }) => target.name),
    calls: provider.calls.length,
  };
}

describe('a rule that demands a second look', () => {
  test('has the rules asked again by what it says', async () => {
    expect(await decideBy('low', 'high')).toEqual({
      level: 'high',
      rules: ['look', 'cyber'],
      targets: ['guarded'],
      calls: 1,
    });
  });

  test('costs no call where it does not hold', async () => {
    expect(await decideBy('none', 'high')).toMatchObject({
      rules: [],
      targets: ['beta', 'guarded'],
      calls: 0,
    });
  });

  test('counts the higher risk where nobody answers', async () => {
    expect(await decideBy('low', null)).toMatchObject({ level: 'elevated', targets: ['guarded'] });
  });

  test('lowers nothing, unless it may', async () => {
    expect(await decideBy('elevated', 'none')).toMatchObject({ level: 'elevated', targets: ['guarded'] });
    expect(await decideBy('elevated', 'none', { mayLower: true })).toMatchObject({
      level: 'none',
      targets: ['beta', 'guarded'],
    });
  });

  test('leaves a route its own look', async () => {
    const route = { secondLook: { using: { target: 'delta' as const }, when: 'always' as const } };
    expect(await decideBy('low', 'high', { route })).toMatchObject({ rules: ['look', 'cyber'], calls: 1 });
  });
});

describe('a config', () => {
  test.each([
    [
      'without a judge',
      { rules },
      /safeguards\.secondLook.*is missing, and the rule \\"look\\" asks for one/,
    ],
  ])('%s does not start', (_, safeguards, says) => {
    expect(() => makeConfig({ safeguards })).toThrow(says);
  });

  test('whose judge reads what it must not does not start', () => {
    const routes = [{ name: 'rest', use: ['beta'], data: { noTraining: true as const } }];
    const secondLook = { using: { target: 'delta' }, when: 'always' as const };
    expect(() => makeConfig({ routes, safeguards: { rules, secondLook } })).toThrow(/data policy/);
  });
});
