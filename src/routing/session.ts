/**
 * Whether a conversation is worth moving to another target: what is gained over the turns that are still to come,
 * against the cached prompt that is lost at the first of them. Never inside a tool loop, never away from reasoning that
 * only its maker can read. Numbers only: who the session is, and what its targets have cached, is for others. Pure.
 */
import type { Objective } from '../core/objective.ts';
import type { Prediction } from '../core/prediction.ts';
import { printUsd } from './print-usd.ts';

/** The three predictions are of this very turn. */
export type Crossroads = {
  /** Of the target that served the last turn, with what it has cached. */
  readonly stay: Prediction;
  /** Of the target that the objective puts first, with what it has cached now: mostly nothing. */
  readonly move: Prediction;
  /** Of the same, with the prompt before this turn cached: what later turns are like. */
  readonly settled: Prediction;
  /** Whether the target of the last turn does well enough by the route's own bar. */
  readonly isGoodEnough: boolean;
  readonly isStream: boolean;
  /** Turns to come, this one counted in; at least 1. */
  readonly turnsLeft: number;
  /** Why the conversation cannot be moved now; null: it can. */
  readonly tie: 'tool-loop' | 'sealed-reasoning' | null;
};

export type Crossing = { readonly isWorth: boolean; readonly why: string };

/** Forecasts are off by more than this now and then: less is no reason to move, or sessions would go to and fro. */
const leastSaving = 0.1;
const leastTimeSaving = 0.3;
const leastQualityGain = 0.02;

const mostTurns = 10;

/**
 * How many turns are still to come, this one counted in: conversations that have lasted go on (the longer, the longer),
 * up to a bound. By our own judgement until sessions are recorded.
 */
export function expectTurnsLeft(turnsSoFar: number): number {
  return Math.min(mostTurns, Math.max(1, turnsSoFar));
}

const nanoPerUsd = 1_000_000_000;

type Bill = { readonly stay: number; readonly move: number };

/** Both ways over the turns to come, in nano-USD; null: a price is unknown. */
function billOf({ stay, move, settled, turnsLeft }: Crossroads): Bill | null {
  if (stay.cost === null || move.cost === null || settled.cost === null) return null;
  return {
    stay: turnsLeft * stay.cost.expectedNanoUsd,
    move: move.cost.expectedNanoUsd + (turnsLeft - 1) * settled.cost.expectedNanoUsd,
  };
}

function judgeCost(at: Crossroads): Crossing {
  const bill = billOf(at);
  if (bill === null) return { isWorth: false, why: 'a price is unknown' };
  const isWorth = bill.move < bill.stay * (1 - leastSaving);
  const sums = `${printUsd(bill.move)} against ${printUsd(bill.stay)} over ${at.turnsLeft} turns`;
  return { isWorth, why: isWorth ? `moving costs ${sums}` : `moving saves too little: ${sums}` };
}

function judgeTime({ stay, move, isStream }: Crossroads): Crossing {
  const waitOf = ({ latency }: Prediction) => (isStream ? latency.firstEventMs : latency.totalMs);
  const [here, there] = [waitOf(stay), waitOf(move)];
  if (here === null || there === null) return { isWorth: false, why: 'a speed is unknown' };
  const isWorth = there < here * (1 - leastTimeSaving);
  return { isWorth, why: `${there} ms there, ${here} ms here` };
}

function judgeQuality({ stay, move }: Crossroads): Crossing {
  if (stay.quality === null || move.quality === null) return { isWorth: false, why: 'a quality is unknown' };
  const gain = move.quality - stay.quality;
  return { isWorth: gain >= leastQualityGain, why: `${Math.round(gain * 1000) / 10} points of quality` };
}

/** By the route's weights, a turn. */
function judgeSum(objective: Extract<Objective, { kind: 'weighted' }>, at: Crossroads): Crossing {
  const bill = objective.costUsd === 0 ? { stay: 0, move: 0 } : billOf(at);
  const waitOf = ({ latency }: Prediction) => (at.isStream ? latency.firstEventMs : latency.totalMs);
  const waits = objective.seconds === 0 ? [0, 0] : [waitOf(at.stay), waitOf(at.move)];
  const qualities = objective.quality === 0 ? [0, 0] : [at.stay.quality, at.move.quality];
  const [stayWait = null, moveWait = null] = waits;
  const [stayQuality = null, moveQuality = null] = qualities;
  if (bill === null || stayWait === null || moveWait === null || stayQuality === null || moveQuality === null)
    return { isWorth: false, why: 'something that has a weight is unknown' };
  const saved = (bill.stay - bill.move) / at.turnsLeft / nanoPerUsd;
  const gain =
    objective.quality * (moveQuality - stayQuality) +
    objective.costUsd * saved +
    objective.seconds * ((stayWait - moveWait) / 1000);
  const least =
    leastQualityGain * objective.quality +
    leastSaving * objective.costUsd * (bill.stay / at.turnsLeft / nanoPerUsd) +
    leastTimeSaving * objective.seconds * (stayWait / 1000);
  return { isWorth: gain > least, why: `${gain.toFixed(3)} by the weights of the route, a turn` };
}

/** Whether to move, and in words why or why not. */
export function judgeCrossing(at: Crossroads, objective: Objective): Crossing {
  if (at.tie === 'tool-loop') return { isWorth: false, why: 'tools are at work' };
  if (at.tie === 'sealed-reasoning') return { isWorth: false, why: 'its reasoning would be lost' };
  if (!at.isGoodEnough) return { isWorth: true, why: 'this turn asks for more quality' };
  switch (objective.kind) {
    case 'order':
      return { isWorth: false, why: 'it serves, and its cache is warm' };
    case 'cheapest':
      return judgeCost(at);
    case 'fastest':
      return judgeTime(at);
    case 'best':
      return judgeQuality(at);
    case 'weighted':
      return judgeSum(objective, at);
    default:
      return objective satisfies never;
  }
}
