/** A judgement as a decision's record keeps it, and back: what the planner reads comes back whole. Pure. */
import { type Evidence, tasks } from '../core/classification.ts';
import type { JudgedFacts } from '../core/decision-facts.ts';
import type { Judged } from '../core/judged.ts';
import { riskDomains } from '../core/risk.ts';

const mostReasons = 2;

/** Which weights said so follows from the version of the program. */
const unknownWeights = 'of the release';

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** What is decided by is what is written down: four digits, of which the last means nothing. */
export function roundJudged(judged: Judged): Judged {
  const { task, difficulty, risk } = judged;
  const probabilities = Object.fromEntries(tasks.map((one) => [one, round(task.probabilities[one])]));
  return {
    ...judged,
    task: {
      ...task,
      probability: round(task.probability),
      probabilities: probabilities as Judged['task']['probabilities'],
    },
    difficulty: { ...difficulty, score: round(difficulty.score), rank: round(difficulty.rank) },
    risk: { ...risk, score: round(risk.score) },
  };
}

function wordsOf(evidence: readonly Evidence[]): readonly string[] {
  return evidence.slice(0, mostReasons).map(({ what }) => what);
}

function evidenceOf(words: readonly string[]): readonly Evidence[] {
  return words.map((what) => ({ what, weight: 0 }));
}

export function recordJudged({ task, difficulty, risk, tools, ...judged }: Judged): JudgedFacts {
  const { level, levels, score, domain, looksLike, foundIn, isWhole } = risk;
  return {
    task,
    difficulty: { score: difficulty.score, rank: difficulty.rank },
    risk: {
      level,
      ...(levels && { levels }),
      score,
      ...(domain && { domain }),
      ...(looksLike && { looksLike }),
      foundIn,
      isWhole,
    },
    tools: { highest: tools.highest, highestCalled: tools.highestCalled },
    because: {
      task: wordsOf(judged.evidence),
      difficulty: wordsOf(difficulty.evidence),
      risk: wordsOf(risk.evidence),
    },
  };
}

const noDomains = Object.fromEntries(riskDomains.map((domain) => [domain, 0])) as Judged['risk']['domains'];

export function judgedOf({ task, difficulty, risk, tools, because }: JudgedFacts): Judged {
  return {
    task,
    evidence: evidenceOf(because.task),
    model: unknownWeights,
    difficulty: { ...difficulty, evidence: evidenceOf(because.difficulty), model: unknownWeights },
    risk: { ...risk, domains: noDomains, disguises: [], evidence: evidenceOf(because.risk) },
    tools: { ...tools, declared: [], called: [] },
    riskModel: unknownWeights,
  };
}
