/** A floor that rules demand: own targets that reach it serve, else those that the config names, else nobody. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { callerNamed } from '../../src/core/caller.ts';
import { decide } from '../../src/decide.ts';
import { protocols, requestTables } from '../../src/protocols/index.ts';
import { replayDecision } from '../../src/routing/replay-decision.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeConfig } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const guarded = (id: string, safeguards: 'basic' | 'strong') =>
  ({ id, provider: 'openai', protocols: ['openai-chat'], safeguards }) as const;

const models = [guarded('watched', 'basic'), guarded('judged', 'strong'), guarded('equal', 'strong')];
const risky = makeJudged({ risk: makeRisk({ level: 'elevated', domain: 'bio_chem' }) });

async function decideFor(
  model: string,
  input: Omit<ConfigInput, 'models' | 'routes'> & { readonly routes?: ConfigInput['routes'] },
  { judged = risky, scope = {}, more = [] as readonly object[], request = {} } = {},
) {
  const all = [...models, ...more];
  const config = makeConfig({
    routes: [{ name: 'rest', use: ['delta'] }],
    ...input,
    models: all,
  } as ConfigInput);
  const { deps } = makeWorld(() => json({}), { config, judgeRequest: () => judged });
  const decision = await decide(
    {
      protocol: protocols['openai-chat'],
      request: makeRequest({ model, ...request }),
      caller: { ...callerNamed('one'), ...scope },
      requestId: 'req_1',
      sessionId: null,
      isExplained: false,
    },
    deps,
  );
  return { decision, deps, config };
}

const targetsOf = ({ decision }: Awaited<ReturnType<typeof decideFor>>) =>
  decision.plan.attempts.map(({ target }) => target.name);

const safeguards = { stepUp: ['judged', 'equal'] };

describe('a risky request', () => {
  test('that names a model without safeguards is served by one that has them, and told so', async () => {
    const decided = await decideFor('delta', { safeguards });
    expect(targetsOf(decided)).toEqual(['judged', 'equal']);
    expect(decided.decision.plan).toMatchObject({
      floor: 'strong',
      notice: 'its risk asks for safeguards of the level strong; judged serves',
    });
    expect(decided.decision.verdict).toEqual({ rules: ['dual-use'], floor: 'strong', actions: [] });
  });

  test('stays with the targets of its route that reach the floor', async () => {
    const routes = [{ name: 'rest', use: ['delta', 'watched', 'equal'] }];
    const decided = await decideFor('auto', { routes, safeguards });
    expect(targetsOf(decided)).toEqual(['equal']);
    expect(decided.decision.plan.rejected.map(({ reason }) => reason)).toEqual([
      'below-floor',
      'below-floor',
    ]);
    expect(decided.decision.plan.notice).toBeNull();
  });

  test('is never served by a fallback, canary, shadow or hedge below it', async () => {
    const beside = { shadow: { use: 'delta', share: 100 }, canary: { use: 'watched', share: 99 } };
    const routes = [
      { name: 'rest', use: ['equal'], fallback: ['delta'], hedge: { afterMs: 500 }, ...beside },
    ];
    const decided = await decideFor('auto', { routes, safeguards });
    expect(targetsOf(decided)).toEqual(['equal']);
    expect(decided.decision.plan.shadow).toMatchObject({ kind: 'off' });
  });

  test('is refused where nobody steps up', async () => {
    await expect(decideFor('delta', { safeguards: { stepUp: [] } })).rejects.toMatchObject({
      code: 'safeguard_refused',
      status: 403,
    });
  });

  test('is refused, not put off, where whoever reaches the floor cannot serve it', async () => {
    const routes = [{ name: 'rest', use: ['delta', 'mute'] }];
    const mute = { ...guarded('mute', 'strong'), tools: false };
    const tools = [{ kind: 'function' as const, name: 'look' }];
    const deciding = decideFor('auto', { routes, safeguards }, { more: [mute], request: { tools } });
    await expect(deciding).rejects.toMatchObject({ code: 'safeguard_refused', status: 403 });
  });

  test('is refused to a key that may not name those who would', async () => {
    const deciding = decideFor('delta', { safeguards }, { scope: { models: ['delta'] } });
    await expect(deciding).rejects.toMatchObject({ code: 'safeguard_refused' });
    const other = await decideFor('delta', { safeguards }, { scope: { models: ['delta', 'equal'] } });
    expect(targetsOf(other)).toEqual(['equal']);
  });

  test('is decided alike from its record', async () => {
    const { decision, deps, config } = await decideFor('delta', { safeguards });
    const again = replayDecision(decision.facts(), config, deps.catalogue, requestTables);
    expect(again.ok && again.value.plan.attempts.map(({ target }) => target.name)).toEqual([
      'judged',
      'equal',
    ]);
  });
});

test('a harmless request stays where it was sent', async () => {
  const decided = await decideFor('delta', { safeguards }, { judged: makeJudged() });
  expect(targetsOf(decided)).toEqual(['delta']);
});
