/**
 * What answers so far have taught about a target: shared by the planner, which reads it, and the ledger, which keeps
 * it. Shapes and names only.
 */
import type { Task } from './classification.ts';
import type { Effort, Model } from './target.ts';

/** A mean, and how many observations it is worth after their decay. */
export type Seen = { readonly value: number; readonly weight: number };

export type LearnedTarget = {
  /** Milliseconds to the first output of a stream; a geometric mean. */
  readonly firstEventMs?: Seen;
  /** Written after that; a geometric mean. */
  readonly tokensPerSecond?: Seen;
  /** Tokens written and thought, each as a multiple of what the catalogue expects. */
  readonly visible?: Seen;
  readonly reasoning?: Seen;
  /** Share of answers that callers were content with, 0-1. */
  readonly quality?: Seen;
};

/** By `learnedName`. */
export type LearnedTargets = Pick<ReadonlyMap<string, LearnedTarget>, 'get'>;

/** What holds for requests of a route and a task; `task` null: not known for sure. The same as long as a plan is made. */
export type Learned = (route: string, task: Task | null) => LearnedTargets;

const noTargets: LearnedTargets = new Map();

export const nothingLearned: Learned = () => noTargets;

type Learner = Pick<Model, 'id' | 'reasoning'>;

/** Declared cache: the same few names are asked for with every plan, and putting them together took a tenth of it. */
const names = new WeakMap<Learner, Map<Effort | null, string>>();

/** A model at the effort that it runs at: routes and aliases learn together. */
export function learnedName(model: Learner, effort: Effort | null): string {
  let ofModel = names.get(model);
  if (ofModel === undefined) {
    ofModel = new Map();
    names.set(model, ofModel);
  }
  let name = ofModel.get(effort);
  if (name === undefined) {
    const runs = effort ?? model.reasoning?.default ?? null;
    name = runs === null ? model.id : `${model.id}@${runs}`;
    ofModel.set(effort, name);
  }
  return name;
}
