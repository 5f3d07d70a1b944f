/**
 * From predictions to an order: which candidates the route's objective takes, best first, and why the others are not
 * taken. Every candidate is in the order or rejected, once. Deterministic; what is equal stays as written. Pure.
 */
import type { Objective, QualityBar } from '../core/objective.ts';
import type { Rejection } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import { printUsd } from './print-usd.ts';

export type Scored = {
  /** Name of the target. */
  readonly target: string;
  readonly prediction: Prediction;
  /** Whether the caller reads a stream: then fast is the first event, else the last. */
  readonly isStream: boolean;
};

export type CandidateLimits = {
  /** Nine requests in ten must stay within this. */
  readonly costNanoUsd: number | null;
  /** What is known to be slower is out. */
  readonly firstEventMs: number | null;
};

export type Ranking<Candidate extends Scored = Scored> = {
  readonly order: readonly Candidate[];
  readonly rejected: readonly Rejection[];
  /** Where the objective could not be had as written; null: it was. */
  readonly notice: string | null;
};

type Verdict = Pick<Rejection, 'reason' | 'detail'>;

const nanoPerUsd = 1_000_000_000;

/** To a tenth of a percent; whole numbers are printed much faster than others. */
function percent(chance: number): string {
  const tenths = Math.round(chance * 1000);
  const rest = tenths % 10;
  return rest === 0 ? `${tenths / 10} %` : `${(tenths - rest) / 10}.${rest} %`;
}

/** Weights of the objective that need a price. */
function needsPrice(objective: Objective): boolean {
  return objective.kind === 'cheapest' || (objective.kind === 'weighted' && objective.costUsd !== 0);
}

function judgeLimits({ prediction }: Scored, objective: Objective, limits: CandidateLimits): Verdict | null {
  const { cost, latency } = prediction;
  if (cost === null) {
    if (limits.costNanoUsd !== null)
      return { reason: 'price-unknown', detail: 'the route limits the cost, and this one is unknown' };
    if (needsPrice(objective))
      return { reason: 'price-unknown', detail: `its cost is unknown; the objective is ${objective.kind}` };
  } else if (limits.costNanoUsd !== null && cost.highNanoUsd > limits.costNanoUsd) {
    const detail = `may cost ${printUsd(cost.highNanoUsd)}; the limit is ${printUsd(limits.costNanoUsd)}`;
    return { reason: 'over-cost', detail };
  }
  if (
    limits.firstEventMs !== null &&
    latency.firstEventMs !== null &&
    latency.firstEventMs > limits.firstEventMs
  ) {
    const detail = `first event after ${latency.firstEventMs} ms; the limit is ${limits.firstEventMs} ms`;
    return { reason: 'too-slow', detail };
  }
  return null;
}

function barOf(objective: Objective): QualityBar | null {
  return objective.kind === 'cheapest' || objective.kind === 'fastest' ? objective.bar : null;
}

/** The least quality that is enough; 0: no bar. */
function leastQuality({ atLeast, ofBest }: QualityBar, best: number): number {
  if (atLeast === null && ofBest === null) return 0;
  return Math.min(
    atLeast ?? Number.POSITIVE_INFINITY,
    ofBest === null ? Number.POSITIVE_INFINITY : ofBest * best,
  );
}

/** The less the better; what is unknown comes after everything known. */
type Measure = (scored: Scored) => number;

const unknown = Number.POSITIVE_INFINITY;

const byCost: Measure = ({ prediction: { cost } }) => cost?.expectedNanoUsd ?? unknown;
const byQuality: Measure = ({ prediction: { quality } }) => (quality === null ? unknown : -quality);
const waitOf = ({ prediction: { latency }, isStream }: Scored) =>
  isStream ? latency.firstEventMs : latency.totalMs;
const byWait: Measure = (scored) => waitOf(scored) ?? unknown;

/** The sum of the route's weights; null: something that has a weight is unknown. */
function weigh(objective: Extract<Objective, { kind: 'weighted' }>, scored: Scored): number | null {
  const { quality, cost } = scored.prediction;
  const wait = waitOf(scored);
  const parts: readonly (readonly [weight: number, value: number | null])[] = [
    [objective.quality, quality],
    [-objective.costUsd, cost === null ? null : cost.expectedNanoUsd / nanoPerUsd],
    [-objective.seconds, wait === null ? null : wait / 1000],
  ];
  let sum = 0;
  for (const [weight, value] of parts) {
    if (weight === 0) continue;
    if (value === null) return null;
    sum += weight * value;
  }
  return sum;
}

/** In turn: the next decides between equals of the one before. */
function measuresOf(objective: Objective): readonly Measure[] {
  switch (objective.kind) {
    case 'order':
      return [];
    case 'cheapest':
      return [byCost, byQuality];
    case 'fastest':
      return [byWait, byCost, byQuality];
    case 'best':
      return [byQuality, byCost];
    case 'weighted':
      return [
        (scored) => {
          const sum = weigh(objective, scored);
          return sum === null ? unknown : -sum;
        },
      ];
    default:
      return objective satisfies never;
  }
}

/** Each candidate is measured once a measure, not once a comparison; equals stay as they stand. */
function sortBy<Candidate extends Scored>(
  candidates: readonly Candidate[],
  measures: readonly Measure[],
): readonly Candidate[] {
  const values = measures.map((measure) => candidates.map(measure));
  const places = candidates.map((_, place) => place);
  places.sort((a, b) => {
    for (let at = 0; at < values.length; at++) {
      const measured = values[at] as readonly number[];
      const left = measured[a] as number;
      const right = measured[b] as number;
      if (left !== right) return left < right ? -1 : 1;
    }
    return a - b;
  });
  return places.map((place) => candidates[place] as Candidate);
}

function belowBar({ prediction }: Scored, least: number): Verdict {
  const detail = `predicted quality ${percent(prediction.quality ?? 0)}; the bar is ${percent(least)}`;
  return { reason: 'below-bar', detail };
}

const unknownQuality: Verdict = {
  reason: 'unknown-quality',
  detail: 'no source says how good it is at this effort; it serves where it is named or written in order',
};

/** Candidates in one pass: those that the judge takes, and the others with its reasons. */
function part<Candidate extends Scored>(
  candidates: readonly Candidate[],
  rejected: Rejection[],
  judge: (candidate: Candidate) => Verdict | null,
): Candidate[] {
  return candidates.filter((candidate) => {
    const verdict = judge(candidate);
    if (verdict === null) return true;
    const { target, prediction } = candidate;
    rejected.push({ target, reason: verdict.reason, detail: verdict.detail, prediction });
    return false;
  });
}

/** `scored` in the order written in the route. */
export function rank<Candidate extends Scored>(
  scored: readonly Candidate[],
  objective: Objective,
  limits: CandidateLimits,
): Ranking<Candidate> {
  const rejected: Rejection[] = [];
  const within = part(scored, rejected, (each) => judgeLimits(each, objective, limits));
  if (objective.kind === 'order') return { order: within, rejected, notice: null };
  if (within.every(({ prediction }) => prediction.quality === null)) {
    const notice =
      within.length === 0 ? null : 'no source says how good any of these is: they stand as written';
    return { order: within, rejected, notice };
  }
  const known = part(within, rejected, ({ prediction }) =>
    prediction.quality === null ? unknownQuality : null,
  );
  const bar = barOf(objective);
  const best = known.reduce((most, { prediction }) => Math.max(most, prediction.quality ?? 0), 0);
  const least = bar === null ? 0 : leastQuality(bar, best);
  if (best < least) {
    const notice = `none meets the bar of ${percent(least)}: the best comes first`;
    return { order: sortBy(known, [byQuality, byCost]), rejected, notice };
  }
  const enough = part(known, rejected, (each) =>
    (each.prediction.quality ?? 0) < least ? belowBar(each, least) : null,
  );
  return { order: sortBy(enough, measuresOf(objective)), rejected, notice: null };
}
