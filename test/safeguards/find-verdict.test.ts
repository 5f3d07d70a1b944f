/** What rules say of a request: all that hold count, and what could change nothing is not asked about. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedRules } from '../../src/config/shipped-rules.ts';
import { tiers } from '../../src/core/caller.ts';
import { riskDomains, riskLevels } from '../../src/core/risk.ts';
import { type SafeguardRule, safeguardActionNames } from '../../src/core/safeguard.ts';
import { toolEffects } from '../../src/core/signals.ts';
import { isBelowFloor, safeguardLevels } from '../../src/core/target.ts';
import { findVerdict, type GuardedRequest } from '../../src/safeguards/find-verdict.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';

const cyber = makeJudged({ risk: makeRisk({ level: 'elevated', domain: 'cyber' }) });

function makeGuarded(changes: Partial<GuardedRequest> = {}): GuardedRequest {
  return {
    tier: 'user',
    hasTools: false,
    least: 'none',
    judged: null,
    judge: () => cyber,
    standing: [],
    ...changes,
  };
}

const noJudge = () => {
  throw new Error('asked the classifier');
};

const rule = (changes: Partial<SafeguardRule>): SafeguardRule => ({
  name: 'one',
  when: {},
  floor: 'none',
  actions: [],
  ...changes,
});

describe('rules', () => {
  test('all that hold count: the highest floor, every action once, in the order of the table', () => {
    const rules = [
      rule({ name: 'a', floor: 'basic', actions: ['log', 'instruct'] }),
      rule({ name: 'b', when: { tier: ['trusted'] }, floor: 'strong', actions: ['refuse'] }),
      rule({ name: 'c', floor: 'strong', actions: ['fence', 'log'] }),
      rule({ name: 'd', floor: 'basic' }),
    ];
    expect(findVerdict(rules, makeGuarded({ standing: ['read-only-tools'] }))).toEqual({
      rules: ['a', 'c', 'd'],
      floor: 'strong',
      actions: ['read-only-tools', 'fence', 'instruct', 'log'],
    });
  });

  test.each([
    [{ risk: { level: 'elevated' } }, true],
    [{ risk: { level: 'high' } }, false],
    [{ risk: { level: 'low', domains: ['cyber', 'privacy'] } }, true],
    [{ risk: { level: 'low', domains: ['privacy'] } }, false],
    [{ tier: ['user'] }, true],
    [{ tier: ['anonymous', 'trusted'] }, false],
    [{ tier: ['user'], risk: { level: 'high' } }, false],
    [{ tools: 'read' }, false],
  ] as const)('%j: %s', (when, holds) => {
    const { rules } = findVerdict([rule({ when, floor: 'strong' })], makeGuarded());
    expect(rules).toEqual(holds ? ['one'] : []);
  });

  test.each([
    ['read', 'write', true],
    ['write', 'write', true],
    ['destructive', 'write', false],
  ] as const)('tools: %s, and the gravest %ss: %s', (tools, highest, holds) => {
    const judged = makeJudged({ tools: { declared: [], called: [], highest, highestCalled: null } });
    const request = makeGuarded({ hasTools: true, judge: () => judged });
    expect(findVerdict([rule({ when: { tools }, floor: 'strong' })], request).rules).toEqual(
      holds ? ['one'] : [],
    );
  });

  test('a quieter risk beside a louder one of another domain still holds', () => {
    const risk = makeRisk({ level: 'high', domain: 'fraud_illegal', levels: { bio_chem: 'elevated' } });
    const judge = () => makeJudged({ risk });
    expect(findVerdict(shippedRules, makeGuarded({ judge }))).toMatchObject({
      rules: ['dual-use', 'harm'],
      floor: 'strong',
    });
  });

  test('a risk of no known domain counts as any', () => {
    const judge = () => makeJudged({ risk: makeRisk({ level: 'high' }) });
    expect(findVerdict(shippedRules, makeGuarded({ judge })).floor).toBe('strong');
  });
});

describe('the classifier is not asked', () => {
  test('where every target has the safeguards that rules could demand', () => {
    const request = makeGuarded({ least: 'strong', judge: noJudge });
    expect(findVerdict(shippedRules, request)).toEqual({ rules: [], floor: 'none', actions: [] });
  });

  test('for rules of other tiers, or about tools where there are none', () => {
    const rules = [
      rule({ when: { tier: ['anonymous'], risk: { level: 'low' } }, actions: ['log'] }),
      rule({ when: { tools: 'read', risk: { level: 'low' } }, actions: ['log'] }),
    ];
    expect(findVerdict(rules, makeGuarded({ judge: noJudge })).rules).toEqual([]);
  });

  test('again where somebody has', () => {
    const request = makeGuarded({ judged: cyber, judge: noJudge, least: 'strong' });
    expect(findVerdict(shippedRules, request).rules).toEqual(['dual-use']);
  });
});

const levelOf = fc.constantFrom(...riskLevels);
const anyRule = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  when: fc.record(
    {
      risk: fc.record(
        { level: levelOf, domains: fc.uniqueArray(fc.constantFrom(...riskDomains), { minLength: 1 }) },
        { requiredKeys: ['level'] },
      ),
      tier: fc.uniqueArray(fc.constantFrom(...tiers), { minLength: 1 }),
      tools: fc.constantFrom(...toolEffects),
    },
    { requiredKeys: [] },
  ),
  floor: fc.constantFrom(...safeguardLevels),
  actions: fc.uniqueArray(fc.constantFrom(...safeguardActionNames)),
});

test('law: a risk that rises never lowers the floor nor takes an action back', () => {
  const levels = fc.dictionary(fc.constantFrom(...riskDomains), levelOf);
  const most = (all: readonly (typeof riskLevels)[number][]) =>
    riskLevels[Math.max(0, ...all.map((one) => riskLevels.indexOf(one)))] ?? 'none';
  const judgedBy = (by: Record<string, (typeof riskLevels)[number]>) => {
    const level = most(Object.values(by));
    const domain = riskDomains.find((one) => level !== 'none' && by[one] === level);
    return makeJudged({ risk: makeRisk({ level, levels: by, ...(domain && { domain }) }) });
  };
  fc.assert(
    fc.property(fc.array(anyRule), levels, levels, fc.boolean(), (rules, before, added, isKnown) => {
      const after = { ...before };
      for (const [domain, level] of Object.entries(added))
        after[domain] = most([level, before[domain] ?? 'none']);
      const look = (by: Record<string, (typeof riskLevels)[number]>) => {
        const judged = judgedBy(by);
        return findVerdict(rules, makeGuarded({ judged: isKnown ? judged : null, judge: () => judged }));
      };
      const [low, high] = [look(before), look(after)];
      expect(isBelowFloor(high.floor, low.floor)).toBe(false);
      expect(high.actions).toEqual(expect.arrayContaining([...low.actions]));
    }),
  );
});
