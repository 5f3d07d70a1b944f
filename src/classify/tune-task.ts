/** What a route's hints, abstain band and overrides make of a task judgement. Pure; never touches risk. */
import type { Evidence, Task, TaskJudgement } from '../core/classification.ts';
import { tasks } from '../core/classification.ts';
import type { ClassifySettings } from '../core/classify-settings.ts';
import type { Found } from './find-overrides.ts';

export type TunedTask = { readonly task: TaskJudgement; readonly evidence: readonly Evidence[] };

/** An expected task becomes so many times as likely against the others: more than a nudge, less than an order. */
export const hintOdds = 4;

function byTask(value: (task: Task) => number): Record<Task, number> {
  return Object.fromEntries(tasks.map((task) => [task, value(task)])) as Record<Task, number>;
}

function likeliest(probabilities: Readonly<Record<Task, number>>): Task {
  return tasks.reduce((best, task) => (probabilities[task] > probabilities[best] ? task : best));
}

function expectTasks(judged: TaskJudgement, expect: readonly Task[]): TunedTask {
  if (expect.length === 0) return { task: judged, evidence: [] };
  const weighed = byTask((task) => judged.probabilities[task] * (expect.includes(task) ? hintOdds : 1));
  const sum = tasks.reduce((all, task) => all + weighed[task], 0);
  const probabilities = byTask((task) => weighed[task] / sum);
  const task = likeliest(probabilities);
  const changed = task === judged.task ? '' : `, not ${judged.task}`;
  return {
    task: { ...judged, task, probability: probabilities[task], probabilities },
    evidence: expect.includes(task)
      ? [{ what: `the route expects ${task}${changed}`, weight: Math.round(Math.log(hintOdds) * 100) / 100 }]
      : [],
  };
}

function overrideTask(judged: TaskJudgement, found: readonly Found[]): TunedTask {
  const evidence = found
    .filter(({ override, how }) => override.task !== null && how !== 'holds')
    .map(({ override, how }) => ({ what: `override not used, ${how}: ${override.name}`, weight: 0 }));
  const first = found.find(({ override, how }) => override.task !== null && how === 'holds');
  if (first === undefined || first.override.task === null) return { task: judged, evidence };
  const { task, name } = first.override;
  return {
    task: {
      ...judged,
      task,
      probability: 1,
      probabilities: byTask((each) => (each === task ? 1 : 0)),
      isSure: true,
    },
    evidence: [{ what: `override: ${name}`, weight: 0 }, ...evidence],
  };
}

export function tuneTask(
  judged: TaskJudgement,
  { expect, thresholds }: ClassifySettings,
  found: readonly Found[],
): TunedTask {
  const hinted = expectTasks(judged, expect);
  // From 1 on is sure what could not be looked at: never.
  const sureFrom = judged.sureFrom === 1 ? 1 : (thresholds.task ?? judged.sureFrom);
  const isSure = hinted.task.probability >= sureFrom;
  const banded = { ...hinted.task, isSure, sureFrom };
  const overridden = overrideTask(banded, found);
  return { task: overridden.task, evidence: [...overridden.evidence, ...hinted.evidence] };
}
