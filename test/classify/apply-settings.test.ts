import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySettings, noSettings } from '../../src/classify/apply-settings.ts';
import { searchedUnits } from '../../src/classify/find-overrides.ts';
import { type Task, tasks } from '../../src/core/classification.ts';
import type { ClassifySettings, Override } from '../../src/core/classify-settings.ts';
import type { Judged } from '../../src/core/judged.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { type RiskLevel, riskLevels } from '../../src/core/risk.ts';
import {
  anyJudged,
  anyOverride,
  anyThresholds,
  byWords,
  makeDomains,
  makeJudged,
  makeRisk,
} from '../support/judged/judged.ts';
import { makeRequest } from '../support/world/requests.ts';

const rank = (level: RiskLevel) => riskLevels.indexOf(level);

function saying(text: string, system = ''): LlmRequest {
  return makeRequest({
    system: system === '' ? [] : [{ type: 'text', text: system }],
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
  });
}

const red = saying('It is red.');

function apply(judged: Judged, settings: Partial<ClassifySettings>, request = red) {
  return applySettings(judged, request, { ...noSettings, ...settings });
}

const overriding = (override: Override, judged = makeJudged(), request = red) =>
  apply(judged, { overrides: [override] }, request);

test('no settings change nothing', () => {
  fc.assert(
    fc.property(anyJudged, (judged) => {
      expect(apply(judged, {})).toEqual({ judged, leastLevel: 'none' });
    }),
  );
});

describe('hints', () => {
  test('make the expected task four times as likely, and say so', () => {
    const { task, evidence } = apply(makeJudged(), { expect: ['code'] }).judged;
    expect(task.probabilities.code).toBeCloseTo(0.16 / 1.12, 10);
    expect(task.task).toBe('chat');
    expect(evidence).toEqual([{ what: 'its words', weight: 1 }]);
  });

  test('may decide between two likely tasks', () => {
    const probabilities = { ...makeJudged().task.probabilities, chat: 0.4, code: 0.2 };
    const judged = makeJudged({
      task: { task: 'chat', probability: 0.4, probabilities, isSure: false, sureFrom: 0.45 },
    });
    const { task, evidence } = apply(judged, { expect: ['code'] }).judged;
    expect(task).toMatchObject({ task: 'code', isSure: true });
    expect(evidence[0]).toEqual({ what: 'the route expects code, not chat', weight: 1.39 });
  });

  test('never change risk, and leave probabilities that add up to 1', () => {
    fc.assert(
      fc.property(anyJudged, fc.uniqueArray(fc.constantFrom(...tasks)), (judged, expected) => {
        const { judged: said, leastLevel } = apply(judged, { expect: expected });
        expect(said.risk).toEqual(judged.risk);
        expect(leastLevel).toBe('none');
        const sum = Object.values(said.task.probabilities).reduce((all, each) => all + each, 0);
        expect(sum).toBeCloseTo(1, 9);
        expect(said.task.probability).toBe(said.task.probabilities[said.task.task]);
        for (const task of expected)
          expect(said.task.probabilities[task]).toBeGreaterThanOrEqual(judged.task.probabilities[task]);
      }),
    );
  });
});

describe('the abstain band', () => {
  test.each([
    [0.6, false],
    [0.56, true],
    [0.1, true],
  ])('sure from %d on: %s', (task, isSure) => {
    const said = apply(makeJudged(), { thresholds: { task, risk: {} } }).judged.task;
    expect(said).toMatchObject({ isSure, sureFrom: task, task: 'chat' });
  });
});

describe('thresholds of risk', () => {
  const cuts = { low: 0.2, elevated: 0.5, high: 0.9 };
  const cyber = (score: number, changes = {}) =>
    makeJudged({
      risk: makeRisk({
        level: 'elevated',
        domain: 'cyber',
        domains: makeDomains({ cyber: score }),
        ...changes,
      }),
    });
  const levelBy = (judged: Judged, risk: ClassifySettings['thresholds']['risk']) =>
    apply(judged, { thresholds: { task: null, risk } }).judged.risk;

  test.each([
    [0.1, 'none'],
    [0.2, 'low'],
    [0.5, 'elevated'],
    [0.95, 'high'],
  ] as const)('of the leading domain take the place of the classifier: %d is %s', (score, level) => {
    expect(levelBy(cyber(score), { cyber: cuts }).level).toBe(level);
  });

  test('say what they changed, and keep the domain only where there is risk', () => {
    const raised = levelBy(cyber(0.95), { cyber: cuts });
    expect(raised.evidence[0]).toEqual({ what: "high, not elevated, by the route's thresholds", weight: 0 });
    expect(raised.domain).toBe('cyber');
    const cleared = levelBy(cyber(0.1, { looksLike: 'intent' }), { cyber: cuts });
    expect(cleared).not.toHaveProperty('domain');
    expect(cleared).not.toHaveProperty('looksLike');
    expect(levelBy(cyber(0.95, { looksLike: 'intent' }), { cyber: cuts }).looksLike).toBe('intent');
  });

  test('of one domain never hide another that speaks', () => {
    const judged = cyber(0.1, { domains: makeDomains({ cyber: 0.1, bio_chem: 0.5 }) });
    expect(levelBy(judged, { cyber: cuts }).level).toBe('elevated');
  });

  test('of another domain may raise, and name it', () => {
    const judged = cyber(0.6, { domains: makeDomains({ cyber: 0.6, privacy: 0.3 }) });
    const said = levelBy(judged, { privacy: { low: 0.1, elevated: 0.2, high: 0.3 } });
    expect(said).toMatchObject({ level: 'high', domain: 'privacy' });
  });

  test('for any harm move the level as a whole', () => {
    expect(levelBy(cyber(0.6, { score: 0.4 }), { any: cuts }).level).toBe('low');
  });

  test('leave at least low what was not looked at whole', () => {
    expect(levelBy(cyber(0.1, { isWhole: false }), { cyber: cuts }).level).toBe('low');
  });

  test('leave a failed look where it is: all its scores are 1', () => {
    const failed = makeRisk({ level: 'high', score: 1, domains: makeDomains({ cyber: 1, bio_chem: 1 }) });
    const most = { low: 1, elevated: 1, high: 1 };
    expect(levelBy(makeJudged({ risk: failed }), { any: most, bio_chem: most }).level).toBe('high');
  });

  test('a higher cut never gives a higher level', () => {
    const raise = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(anyJudged, anyThresholds, raise, (judged, risk, more) => {
        const higher = Object.fromEntries(
          Object.entries(risk).map(([id, { low, elevated, high }]) => [
            id,
            { low: low + more, elevated: elevated + more, high: high + more },
          ]),
        );
        expect(rank(levelBy(judged, higher).level)).toBeLessThanOrEqual(rank(levelBy(judged, risk).level));
      }),
    );
  });

  test('a domain stands beside every level but none', () => {
    fc.assert(
      fc.property(anyJudged, anyThresholds, (judged, risk) => {
        const said = levelBy(judged, risk);
        expect('domain' in said).toBe(said.level !== 'none');
      }),
    );
  });
});

describe('overrides by words', () => {
  test.each([
    ['in any case', 'IT IS RED'],
    ['inside a word', 'a hundred'],
    ['split by invisible characters', 'r\u200be\u00add'],
    ['in full-width letters', 'ｒｅｄ'],
  ])('%s', (_, text) => {
    const { judged } = overriding(byWords(['red'], { risk: 'elevated' }), makeJudged(), saying(text));
    expect(judged.risk.level).toBe('elevated');
    expect(judged.risk.evidence[0]).toEqual({ what: 'override: red', weight: 0 });
  });

  test.each([
    ['in an earlier turn', makeRequest({ messages: [...red.messages, ...saying('Yes, do that.').messages] })],
    ['in the system text', saying('Hello', 'Red things only.')],
  ])('%s', (_, request) => {
    const { judged } = overriding(byWords(['red'], { task: 'code' }), makeJudged(), request);
    expect(judged.task).toMatchObject({ task: 'code', probability: 1, isSure: true });
  });

  test('a phrase does not reach over two texts', () => {
    const request = saying('red', 'infra');
    expect(
      overriding(byWords(['red infra'], { risk: 'high' }), makeJudged(), request).judged.risk.level,
    ).toBe('none');
  });

  test('what is too long to be searched counts where it raises, and only there', () => {
    const long = saying('x'.repeat(searchedUnits + 1));
    expect(overriding(byWords(['red'], { risk: 'high' }), makeJudged(), long).judged.risk).toMatchObject({
      level: 'high',
      evidence: [{ what: 'override counted, too long: red' }],
    });
    expect(overriding(byWords(['red'], { task: 'code' }), makeJudged(), long).judged.task.task).toBe('chat');
  });

  test('that lower risk are looked for in the words of the app, not of its users', () => {
    const risky = makeJudged({ risk: makeRisk({ level: 'elevated', domain: 'cyber' }) });
    const lower = byWords(['red'], { risk: 'low', mayLowerRisk: true });
    expect(overriding(lower, risky, red).judged.risk.level).toBe('elevated');
    expect(overriding(lower, risky, saying('Hello', 'red team')).judged.risk.level).toBe('low');
  });
});

describe('overrides by predicate', () => {
  const by = (run: () => boolean, changes: Partial<Override>): Override => ({
    ...byWords([], changes),
    name: 'isOurs',
    when: { kind: 'predicate', test: run },
  });
  const broken = () => {
    throw new Error('broken');
  };
  const risky = makeJudged({ risk: makeRisk({ level: 'elevated', domain: 'cyber' }) });

  test('hold where they say true', () => {
    expect(overriding(by(() => true, { risk: 'high', domain: 'privacy' })).judged.risk).toMatchObject({
      level: 'high',
      domain: 'privacy',
      evidence: [{ what: 'override: isOurs', weight: 0 }],
    });
    expect(overriding(by(() => false, { risk: 'high' })).judged.risk.level).toBe('none');
  });

  test('see the request and the judgement', () => {
    const seen: unknown[] = [];
    const test: Override['when'] = {
      kind: 'predicate',
      test: (request, judged) => seen.push(request, judged) > 0,
    };
    overriding({ ...byWords([]), when: test }, risky);
    expect(seen).toEqual([red, risky]);
  });

  test('that throw count where they raise, and neither lower nor set a task', () => {
    expect(overriding(by(broken, { risk: 'high' })).judged.risk).toMatchObject({
      level: 'high',
      evidence: [{ what: 'override counted, failed: isOurs' }],
    });
    expect(overriding(by(broken, { risk: 'none', mayLowerRisk: true }), risky).judged.risk.level).toBe(
      'elevated',
    );
    const { judged } = overriding(by(broken, { task: 'code' }));
    expect(judged.task.task).toBe('chat');
    expect(judged.evidence[0]).toEqual({ what: 'override not used, failed: isOurs', weight: 0 });
  });
});

describe('what could not be looked at', () => {
  const share = 1 / tasks.length;
  const probabilities = Object.fromEntries(tasks.map((task) => [task, share])) as Record<Task, number>;
  const failed = makeJudged({
    task: { task: 'chat', probability: share, probabilities, isSure: false, sureFrom: 1 },
    risk: makeRisk({ level: 'high', score: 1, isWhole: false }),
  });

  test('stays at the highest risk, whatever the settings', () => {
    fc.assert(
      fc.property(fc.array(anyOverride), anyThresholds, (overrides, risk) => {
        const said = apply(failed, { overrides, thresholds: { task: 0, risk } });
        expect(said.judged.risk).toEqual(failed.risk);
        expect(said.leastLevel).toBe('high');
      }),
    );
  });

  test('is a sure task by no hint and no threshold', () => {
    const said = apply(failed, { expect: ['code'], thresholds: { task: 0, risk: {} } }).judged;
    expect(said.task).toMatchObject({ task: 'code', isSure: false });
  });
});

describe('several overrides', () => {
  test('the first task holds, and the highest risk, whatever their order', () => {
    const all = [
      byWords(['red'], { task: 'code', risk: 'low' }),
      byWords(['red'], { task: 'math', risk: 'elevated' }),
      byWords(['it is'], { risk: 'none', mayLowerRisk: true }),
    ];
    for (const overrides of [all, all.slice(1), all.toReversed()]) {
      expect(apply(makeJudged(), { overrides }).judged.risk.level).toBe('elevated');
    }
    expect(apply(makeJudged(), { overrides: all }).judged.task.task).toBe('code');
  });

  test('never lower risk without the word for it', () => {
    const silent = anyOverride.map((override) => ({ ...override, mayLowerRisk: false }));
    fc.assert(
      fc.property(anyJudged, fc.array(silent), (judged, overrides) => {
        const said = apply(judged, { overrides }).judged.risk.level;
        expect(rank(said)).toBeGreaterThanOrEqual(rank(judged.risk.level));
      }),
    );
  });

  test('one more that cannot lower never lowers what the others give', () => {
    const silent = anyOverride.map((override) => ({ ...override, mayLowerRisk: false }));
    fc.assert(
      fc.property(anyJudged, fc.array(anyOverride), silent, (judged, overrides, more) => {
        const without = apply(judged, { overrides });
        const withIt = apply(judged, { overrides: [...overrides, more] });
        expect(rank(withIt.judged.risk.level)).toBeGreaterThanOrEqual(rank(without.judged.risk.level));
        expect(rank(withIt.leastLevel)).toBeGreaterThanOrEqual(rank(without.leastLevel));
      }),
    );
  });

  test('leave no level below what a second look may not go below', () => {
    fc.assert(
      fc.property(anyJudged, fc.array(anyOverride), anyThresholds, (judged, overrides, risk) => {
        const applied = apply(judged, { overrides, thresholds: { task: null, risk } });
        expect(rank(applied.judged.risk.level)).toBeGreaterThanOrEqual(rank(applied.leastLevel));
      }),
    );
  });
});

test('what somebody adds to a conversation never lowers the risk that words give', () => {
  const vocabulary = fc.constantFrom('red', 'blue', 'green');
  const anyWordOverride = fc
    .record({
      word: vocabulary,
      risk: fc.constantFrom<RiskLevel>('none', 'low', 'elevated', 'high'),
      mayLowerRisk: fc.boolean(),
    })
    .map(({ word, ...changes }) => byWords([word], changes));
  const anyTurn = fc.record({
    role: fc.constantFrom('user', 'assistant' as const),
    content: fc.array(vocabulary).map((all) => [{ type: 'text' as const, text: all.join(' ') }]),
  }) as fc.Arbitrary<LlmRequest['messages'][number]>;
  fc.assert(
    fc.property(anyJudged, fc.array(anyWordOverride), vocabulary, fc.array(anyTurn), anyTurn, (...all) => {
      const [judged, overrides, system, messages, more] = all;
      const request = makeRequest({ system: [{ type: 'text', text: system }], messages });
      const longer = { ...request, messages: [...messages, more] };
      const before = apply(judged, { overrides }, request);
      const after = apply(judged, { overrides }, longer);
      expect(rank(after.judged.risk.level)).toBeGreaterThanOrEqual(rank(before.judged.risk.level));
      expect(rank(after.leastLevel)).toBeGreaterThanOrEqual(rank(before.leastLevel));
    }),
  );
});
