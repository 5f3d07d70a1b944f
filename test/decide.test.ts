/** From request to decision: a risk that a route's rules raise chooses among the routes again. */

import { describe, expect, test } from 'vitest';
import type { RouteInput } from '../src/config/define-config.ts';
import { callerNamed } from '../src/core/caller.ts';
import { type Deciding, decide } from '../src/decide.ts';
import { protocols } from '../src/protocols/index.ts';
import { makeJudged, makeRisk } from './support/judged/judged.ts';
import { makeConfig } from './support/world/models.ts';
import { json } from './support/world/provider.ts';
import { makeRequest } from './support/world/requests.ts';
import { makeWorld } from './support/world/world.ts';

type Route = RouteInput<string, string>;

const sensitive: Route = {
  name: 'sensitive',
  when: { risk: { level: 'elevated', domains: ['cyber'] } },
  use: ['alpha'],
};
const secondLook = { using: { target: 'delta' }, when: 'always', mayLower: true } as const;
const cyber = [{ when: { contains: ['hello'] }, risk: 'elevated', domain: 'cyber' }] as const;

const label = (level: string) => ({
  id: 'c',
  choices: [
    {
      message: { role: 'assistant', content: JSON.stringify({ domain: 'cyber', level }) },
      finish_reason: 'stop',
    },
  ],
});

async function decideBy(
  routes: readonly Route[],
  { model = 'auto', level = 'none' as const, says = 'none' } = {},
) {
  const judged = makeJudged({ risk: makeRisk({ level }) });
  const { deps, provider } = makeWorld(() => json(label(says)), {
    config: makeConfig({
      routes,
      models: [{ id: 'guarded', provider: 'openai', protocols: ['openai-chat'], safeguards: 'strong' }],
    }),
    judgeRequest: () => judged,
  });
  const deciding: Deciding = {
    protocol: protocols['openai-chat'],
    request: makeRequest({ model }),
    caller: callerNamed('one'),
    requestId: 'req_1',
    sessionId: null,
    isExplained: false,
  };
  const { plan, judged: said, verdict } = await decide(deciding, deps);
  return {
    actions: verdict.actions,
    route: plan.route,
    floor: plan.floor,
    risk: said?.risk.level,
    calls: provider.calls.length,
  };
}

describe('a raised risk goes where such requests go', () => {
  test.each<[string, Route, string]>([
    ['by an override', { name: 'rest', use: ['beta'], classify: { overrides: cyber } }, 'none'],
    ['by a second look', { name: 'rest', use: ['beta'], secondLook }, 'high'],
  ])('%s', async (_, rest, says) => {
    const decided = await decideBy([sensitive, rest], { says });
    expect(decided).toMatchObject({ route: 'sensitive', risk: says === 'none' ? 'elevated' : 'high' });
  });

  test('and gets what that route does, beside what its own does', async () => {
    const careful: Route = { ...sensitive, safeguards: ['instruct'] };
    const rest: Route = { name: 'rest', use: ['beta'], classify: { overrides: cyber }, safeguards: ['log'] };
    expect(await decideBy([careful, rest])).toMatchObject({
      route: 'sensitive',
      actions: ['instruct', 'log'],
    });
  });

  test('and is looked at once', async () => {
    const again = { ...sensitive, secondLook };
    expect(
      await decideBy([again, { name: 'rest', use: ['beta'], secondLook }], { says: 'high' }),
    ).toMatchObject({
      route: 'sensitive',
      calls: 1,
    });
  });

  test('and keeps the higher floor of the two', async () => {
    const use = ['guarded'];
    const rest: Route = { name: 'rest', use, floor: 'strong', classify: { overrides: cyber } };
    expect(await decideBy([{ ...sensitive, use }, rest])).toMatchObject({
      route: 'sensitive',
      floor: 'strong',
    });
    const strict: Route = { ...sensitive, use, floor: 'strong' };
    expect(await decideBy([strict, { ...rest, floor: 'none' }])).toMatchObject({ floor: 'strong' });
  });
});

describe('stays on its route', () => {
  const rest: Route = { name: 'rest', use: ['beta'], secondLook };

  test('what the second look finds harmless', async () => {
    expect(await decideBy([sensitive, rest])).toMatchObject({ route: 'rest', risk: 'none', calls: 1 });
  });

  test('what asks for it by name', async () => {
    expect(await decideBy([sensitive, rest], { model: 'route/rest', says: 'high' })).toMatchObject({
      route: 'rest',
      risk: 'high',
    });
  });

  test('what is of another domain', async () => {
    const overrides = [{ when: { contains: ['hello'] }, risk: 'high', domain: 'privacy' }] as const;
    const decided = await decideBy([sensitive, { name: 'rest', use: ['beta'], classify: { overrides } }]);
    expect(decided).toMatchObject({ route: 'rest', risk: 'high' });
  });
});

test('a route that asks for nothing is not judged', async () => {
  expect(await decideBy([{ name: 'rest', use: ['beta'] }])).toMatchObject({ route: 'rest', risk: undefined });
});
