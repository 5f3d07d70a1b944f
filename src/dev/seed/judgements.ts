/** What the classifier would have said of a demo request: the numbers that rows and receipts hold. Pure. */
import { type Task, tasks } from '../../core/classification.ts';
import type { Judged } from '../../core/judged.ts';
import { type RiskLevel, riskDomains } from '../../core/risk.ts';
import type { DemoApp } from './apps.ts';
import type { Chance } from './chance.ts';

const riskScores: Readonly<Record<RiskLevel, number>> = { none: 0.03, low: 0.2, elevated: 0.55, high: 0.85 };

function riskOf(level: RiskLevel, chance: Chance): Judged['risk'] {
  const worst = riskDomains[chance.below(riskDomains.length)] ?? 'privacy';
  const score = riskScores[level];
  const domains = Object.fromEntries(
    riskDomains.map((domain) => [domain, domain === worst ? score : score / 10]),
  ) as Judged['risk']['domains'];
  const base = {
    level,
    score,
    domains,
    foundIn: 'caller',
    disguises: [],
    evidence: [],
    isWhole: true,
  } as const;
  return level === 'none' ? base : { ...base, domain: worst, looksLike: 'topic', levels: { [worst]: level } };
}

function taskOf(task: Task, probability: number): Judged['task'] {
  const rest = (1 - probability) / (tasks.length - 1);
  const each = tasks.map((one) => [one, one === task ? probability : rest]);
  const probabilities = Object.fromEntries(each) as Judged['task']['probabilities'];
  return { task, probability, probabilities, isSure: probability >= 0.5, sureFrom: 0.5 };
}

export function judge(app: DemoApp, chance: Chance): Judged {
  const task = chance.pick(app.tasks);
  const level = chance.pick(app.risks);
  const spread = (chance.share() - 0.5) * 0.3;
  const score = Math.round(Math.min(0.99, Math.max(0.01, app.difficulty + spread)) * 1000) / 1000;
  return {
    task: taskOf(task, Math.round((0.6 + 0.39 * chance.share()) * 1000) / 1000),
    evidence: [],
    model: 'demo',
    difficulty: { score, rank: score, evidence: [], model: 'demo' },
    risk: riskOf(level, chance),
    tools: { declared: [], called: [], highest: null, highestCalled: null },
    riskModel: 'demo',
  };
}
