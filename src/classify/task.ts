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
  const scaled = Array.from(scores, (score) => score / temperature);
  const highest = Math.max(...scaled);
  const powers = scaled.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

export function judgeTask(scores: ArrayLike<number>, settings: TaskSettings): TaskJudgement {
  const probabilities = softmax(scores, settings.temperature);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const probability = probabilities[best] ?? 0;
  return {
    task: tasks[best] as Task,
    probability,
    probabilities: Object.fromEntries(tasks.map((task, at) => [task, probabilities[at] ?? 0])) as Record<
      Task,
      number
    >,
    isSure: probability >= settings.surePast,
    sureFrom: settings.surePast,
  };
}
