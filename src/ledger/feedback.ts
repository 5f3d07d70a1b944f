/**
 * A caller's word on one of its answers, added to what is known of the target on that route and task. The last word on
 * a request counts, and counts once; what it may change is bounded where it is read (`learned-fields.ts`,
 * `routing/use-learned.ts`). No comment is kept.
 */
import type { Catalogue } from '../core/catalogue.ts';
import type { Task } from '../core/classification.ts';
import type { Config } from '../core/config.ts';
import { RouterError } from '../core/errors.ts';
import { learnedName } from '../core/learned.ts';
import { efforts } from '../core/target.ts';
import { splitTargetName } from '../core/target-name.ts';
import { runningEffort } from '../routing/adjust.ts';
import { keys } from './keys.ts';
import { halfLifeOf, qualityField } from './learned-fields.ts';
import type { LearnedStore } from './learned-memory.ts';
import type { Receipt } from './receipt.ts';
import { rateScript } from './scripts/learn-script.ts';

export type Feedback = {
  readonly request_id: string;
  /** 0-1. */
  readonly score: number;
  readonly route: string;
  /** Null: the classifier was not sure, or not asked. */
  readonly task: Task | null;
  /** Null: nothing was answered. */
  readonly target: string | null;
  /** Whether predictions heed it. */
  readonly counted: boolean;
  /** Why not. */
  readonly why: string | null;
  /** It takes the place of what was said of this request before. */
  readonly replaced: boolean;
};

const answered: ReadonlySet<string> = new Set(['completed', 'truncated']);

function targetOf({ attempts }: Receipt): string | null {
  return attempts.find(({ outcome }) => answered.has(outcome))?.target ?? null;
}

function taskOf({ facts }: Receipt): Task | null {
  const judged = facts.settled ?? facts.judged;
  return judged?.task.isSure ? judged.task.task : null;
}

/** The name under which is learned of a target; null: its model is gone. */
function nameOf(target: string, { facts }: Receipt, config: Config, catalogue: Catalogue): string | null {
  const { model: id, effort } = splitTargetName(target);
  const model = config.models.get(id) ?? catalogue.findModel(id);
  if (model === undefined) return null;
  const own = efforts.find((one) => one === effort) ?? null;
  return learnedName(model, runningEffort(facts.traits, model, own));
}

/** Why the route does not heed it; null: it does. */
function refusalOf({ route, facts }: Receipt, { routes, teams }: Config): string | null {
  if (route === 'model') return 'the request named its model, so there was nothing to choose';
  const own = teams.get(facts.identity.team)?.get(route)?.route ?? routes.get(route);
  if (own === undefined) return `there is no route '${route}' any more`;
  return own.learn ? null : `the route '${route}' learns nothing`;
}

const timeoutMs = 1000;
const daySeconds = 86_400;

export type FeedbackDeps = {
  readonly store: LearnedStore;
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly nowMs: number;
};

async function rate(
  field: string,
  id: string,
  score: number,
  { store, config, nowMs }: FeedbackDeps,
): Promise<boolean> {
  const ttl = (config.receiptDays ?? 1) * daySeconds;
  const args = [field, halfLifeOf(field), score, nowMs, ttl].map(String);
  const replaced = await store
    .run(rateScript, [keys.learned, keys.feedback(id)], args, timeoutMs)
    .catch((cause: unknown) => {
      throw new RouterError('store_unavailable', 'Feedback cannot be taken now.', { cause });
    });
  return replaced === 1;
}

/** `receipt`: of the caller's own. Errors: `store_unavailable`. */
export async function takeFeedback(receipt: Receipt, score: number, deps: FeedbackDeps): Promise<Feedback> {
  const target = targetOf(receipt);
  const task = taskOf(receipt);
  const said = { request_id: receipt.id, score, route: receipt.route, task, target };
  const ignored = (why: string): Feedback => ({ ...said, counted: false, why, replaced: false });
  if (target === null) return ignored('nothing was answered');
  const refusal = refusalOf(receipt, deps.config);
  if (refusal !== null) return ignored(refusal);
  const name = nameOf(target, receipt, deps.config, deps.catalogue);
  if (name === null) return ignored(`there is no model of '${target}' any more`);
  const field = qualityField(receipt.route, task, name, receipt.caller);
  return { ...said, counted: true, why: null, replaced: await rate(field, receipt.id, score, deps) };
}
