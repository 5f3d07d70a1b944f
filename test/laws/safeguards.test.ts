/**
 * Safeguards hold through everything that happens to a request: over random configs, rules, requests and failures no
 * call goes to a target below the floor, and a refusal by a provider ends the request.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { tiers } from '../../src/core/caller.ts';
import { isAtRisk, riskDomains, riskLevels } from '../../src/core/risk.ts';
import { higherFloor, isBelowFloor, type SafeguardLevel, safeguardLevels } from '../../src/core/target.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, answerWell, json } from '../support/world/provider.ts';

const names = ['a', 'b', 'c', 'd', 'e'] as const;
const name = fc.constantFrom(...names);
const level = fc.constantFrom(...safeguardLevels);

const rule = fc.record({
  when: fc.record(
    {
      risk: fc.record(
        {
          level: fc.constantFrom(...riskLevels),
          domains: fc.uniqueArray(fc.constantFrom(...riskDomains), { minLength: 1 }),
        },
        { requiredKeys: ['level'] },
      ),
      tier: fc.uniqueArray(fc.constantFrom(...tiers), { minLength: 1 }),
    },
    { requiredKeys: [] },
  ),
  floor: fc.constantFrom('basic' as const, 'strong' as const),
});

const fate = fc.constantFrom('answers', 'overloaded', 'refused', 'broken');

const circumstances = fc.record({
  safeguards: fc.tuple(level, level, level, level, level),
  fates: fc.tuple(fate, fate, fate, fate, fate),
  route: fc.record(
    {
      use: fc.uniqueArray(name, { minLength: 1 }),
      fallback: fc.uniqueArray(name, { minLength: 1 }),
      canary: fc.record({ use: name, share: fc.constantFrom(1, 99) }),
      shadow: fc.record({ use: name, share: fc.constant(100) }),
      floor: level,
    },
    { requiredKeys: ['use'] },
  ),
  rules: fc.array(rule, { maxLength: 3 }),
  shipped: fc.boolean(),
  stepUp: fc.uniqueArray(name),
  risk: fc.record({
    level: fc.constantFrom(...riskLevels),
    domain: fc.constantFrom(...riskDomains, undefined),
  }),
  asked: fc.oneof(fc.constantFrom('auto', 'route/rest', 'auto/cheap', 'auto/best'), name),
  stream: fc.boolean(),
});

type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

const refusal: Answer = () =>
  json({ error: { message: 'no', type: 'invalid_request_error', code: 'cyber_policy' } }, 400);
const answers: Readonly<Record<Circumstances['fates'][number], Answer>> = {
  answers: answerWell,
  overloaded: () => json({ error: { message: 'busy', type: 'server_error' } }, 529),
  refused: refusal,
  broken: () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
};

function configOf({ safeguards, route, rules, shipped, stepUp }: Circumstances) {
  const models = names.map((id, at) => ({
    id,
    provider: 'openai' as const,
    protocols: ['openai-chat' as const],
    safeguards: safeguards[at] as SafeguardLevel,
  }));
  const written: Partial<ConfigInput> = {
    models,
    routes: [{ ...route, name: 'rest', maxAttempts: 4 }],
    safeguards: { rules: rules.map((one, at) => ({ ...one, name: `r${at}` })), shipped, stepUp },
  };
  return makeConfig(written);
}

async function serve(made: Circumstances) {
  const config = configOf(made);
  const { level: risk, domain } = made.risk;
  const judged = makeJudged({ risk: makeRisk({ level: risk, ...(domain && { domain }) }) });
  const answer: Answer = (call) => answers[made.fates[names.indexOf(call.model as 'a')] ?? 'answers'](call);
  const app = makeApp(answer, { config, judgeRequest: () => judged });
  const body = { model: made.asked, stream: made.stream, messages: [{ role: 'user', content: 'Hello' }] };
  const response = await app.call('POST', '/v1/chat/completions', body);
  const text = await response.text();
  await app.settled();
  return { config, judged, response, text, calls: app.provider.calls };
}

describe('over random configs, rules, requests and failures', { timeout: 60_000 }, () => {
  test('no call goes to a target below the floor', async () => {
    let guarded = 0;
    await fc.assert(
      fc.asyncProperty(circumstances, async (made) => {
        const { config, judged, calls, response } = await serve(made);
        const own = made.asked.length > 1 ? (made.route.floor ?? 'none') : 'none';
        const held = config.safeguards.rules.filter(
          ({ when: { risk, tier } }) =>
            (tier === undefined || tier.includes('user')) &&
            (risk === undefined || isAtRisk(judged.risk, risk.level, risk.domains)),
        );
        const floor = held.reduce((least, one) => higherFloor(least, one.floor), own);
        for (const { model } of calls) {
          const { safeguards = 'none' } = config.models.get(model) ?? {};
          expect(isBelowFloor(safeguards, floor)).toBe(false);
        }
        if (floor !== 'none' && calls.length > 0) guarded++;
        if (calls.length === 0) expect([403, 503]).toContain(response.status);
      }),
      { numRuns: 150 },
    );
    expect(guarded).toBeGreaterThan(20);
  });

  test('a provider that refuses has the last word', async () => {
    await fc.assert(
      fc.asyncProperty(circumstances, async (made) => {
        const { route, ...rest } = made;
        const { shadow: _, ...unshadowed } = route;
        const { calls, response } = await serve({ ...rest, route: unshadowed });
        const first = calls.findIndex(({ model }) => made.fates[names.indexOf(model as 'a')] === 'refused');
        if (first === -1) return;
        expect(calls).toHaveLength(first + 1);
        expect([400, 403]).toContain(response.status);
      }),
      { numRuns: 150 },
    );
  });
});
