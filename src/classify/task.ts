/** The task of a request from the scores of its head: calibrated probabilities and an abstain band. */
import { type Task, type TaskJudgement, tasks } from '../core/classification.ts';

/** Settings of the head, in this order. */
export type TaskSettings = {
  /** Scores are divided by it before the softmax. */
  temperature: number;
  /** Below this probability of the likeliest task, the judgement is not sure. */
  surePast: number;
};

export function readTaskSettings([temperature = 1, surePast = 0.5]: ArrayLike<number> &
  Iterable<number>): TaskSettings {
  return { temperature, surePast };
}

/** Probabilities from scores; they add up to 1. */
export function softmax(scores: ArrayLike<number>, temperature: number): number[] {
  let highest = Number.NEGATIVE_INFINITY;
  for (let each = 0; each < scores.length; each++) highest = Math.max(highest, scores[each] as number);
  const powers: number[] = [];
  let sum = 0;
  for (let each = 0; each < scores.length; each++) {
    const power = Math.exp(((scores[each] as number) - highest) / temperature);
    powers.push(power);
    sum += power;
  }
  for (let each = 0; each < powers.length; each++) powers[each] = (powers[each] as number) / sum;
  return powers;
}

export function judgeTask(scores: ArrayLike<number>, settings: TaskSettings): TaskJudgement {
  const probabilities = softmax(scores, settings.temperature);
  const byTask = {} as Record<Task, number>;
  let best = 0;
  for (const [each, task] of tasks.entries()) {
    const probability = probabilities[each] as number;
    byTask[task] = probability;
    if (probability > (probabilities[best] as number)) best = each;
  }
  const probability = probabilities[best] as number;
  return {
    task: tasks[best] as Task,
    probability,
    probabilities: byTask,
    isSure: probability >= settings.surePast,
    sureFrom: settings.surePast,
  };
}
