/** Judgements made up by hand and by chance, without weights. */
import fc from 'fast-check';
import { type Task, tasks } from '../../../src/core/classification.ts';
import type { Override, RiskCuts } from '../../../src/core/classify-settings.ts';
import type { Judged } from '../../../src/core/judged.ts';
import {
  type RiskDomain,
  type RiskJudgement,
  riskDomains,
  riskLevels,
  riskOrigins,
} from '../../../src/core/risk.ts';

function byTask(value: (task: Task) => number): Record<Task, number> {
  return Object.fromEntries(tasks.map((task) => [task, value(task)])) as Record<Task, number>;
}

function byDomain(value: (domain: RiskDomain) => number): Record<RiskDomain, number> {
  return Object.fromEntries(riskDomains.map((domain) => [domain, value(domain)])) as Record<
    RiskDomain,
    number
  >;
}

export function makeRisk(changes: Partial<RiskJudgement> = {}): RiskJudgement {
  return {
    level: 'none',
    score: 0.1,
    domains: byDomain(() => 0),
    foundIn: 'caller',
    disguises: [],
    evidence: [],
    isWhole: true,
    ...changes,
  };
}

/** Scores of these domains; the others are 0. */
export function makeDomains(scores: Partial<Record<RiskDomain, number>>): RiskJudgement['domains'] {
  return byDomain((domain) => scores[domain] ?? 0);
}

/** Sure of `chat`, no risk, no tools. */
export function makeJudged(changes: Partial<Judged> = {}): Judged {
  const probability = 0.56;
  return {
    task: {
      task: 'chat',
      probability,
      probabilities: byTask((task) => (task === 'chat' ? probability : 0.04)),
      isSure: true,
      sureFrom: 0.5,
    },
    evidence: [{ what: 'its words', weight: 1 }],
    model: 'test',
    difficulty: { score: 0.2, rank: 0.5, evidence: [], model: 'test' },
    risk: makeRisk(),
    tools: { declared: [], called: [], highest: null, highestCalled: null },
    riskModel: 'test',
    ...changes,
  };
}

/** An override by words; it sets nothing. */
export function byWords(words: readonly string[], changes: Partial<Override> = {}): Override {
  const when: Override['when'] = { kind: 'contains', words };
  return { name: words.join(), when, task: null, risk: null, domain: null, mayLowerRisk: false, ...changes };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

export const anyCuts: fc.Arbitrary<RiskCuts> = fc.tuple(share, share, share).map((all) => {
  const [low, elevated, high] = all.toSorted((a, b) => a - b) as [number, number, number];
  return { low, elevated, high };
});

export const anyThresholds = fc.dictionary(fc.constantFrom('any', ...riskDomains), anyCuts);

const anyRisk: fc.Arbitrary<RiskJudgement> = fc
  .record({
    level: fc.constantFrom(...riskLevels),
    score: share,
    domains: fc.tuple(...riskDomains.map(() => share)),
    domain: fc.constantFrom(...riskDomains),
    foundIn: fc.constantFrom(...riskOrigins),
    isWhole: fc.boolean(),
  })
  // As the classifier has it: what was not looked at whole is not harmless.
  .filter(({ level, isWhole }) => isWhole || level !== 'none')
  .map(({ domain, domains, ...rest }) =>
    makeRisk({
      ...rest,
      domains: byDomain((each) => domains[riskDomains.indexOf(each)] ?? 0),
      ...(rest.level !== 'none' && { domain }),
    }),
  );

const anyProbabilities = fc
  .tuple(...tasks.map(() => fc.double({ min: 0.001, max: 1, noNaN: true })))
  .map((all) => {
    const sum = all.reduce((total, each) => total + each, 0);
    return byTask((task) => (all[tasks.indexOf(task)] ?? 0) / sum);
  });

export const anyJudged: fc.Arbitrary<Judged> = fc
  .record({ probabilities: anyProbabilities, sureFrom: share, risk: anyRisk })
  .map(({ probabilities, sureFrom, risk }) => {
    const task = tasks.reduce((best, each) => (probabilities[each] > probabilities[best] ? each : best));
    const probability = probabilities[task];
    return makeJudged({
      task: { task, probability, probabilities, isSure: probability >= sureFrom, sureFrom },
      risk,
    });
  });

/** Some hold for a request that says "red", some for none, some throw. */
export const anyOverride: fc.Arbitrary<Override> = fc
  .record({
    when: fc.constantFrom<Override['when']>(
      { kind: 'contains', words: ['red'] },
      { kind: 'contains', words: ['blue'] },
      { kind: 'predicate', test: () => true },
      {
        kind: 'predicate',
        test: () => {
          throw new Error('broken');
        },
      },
    ),
    task: fc.constantFrom(null, ...tasks),
    risk: fc.constantFrom(null, ...riskLevels),
    domain: fc.constantFrom(null, ...riskDomains),
    mayLowerRisk: fc.boolean(),
  })
  .map((all) => ({ name: 'any', ...all }));
