/**
 * Risk that builds up: several turns of a caller that are each a little risky, in one domain and near to each other,
 * count as one level more than any of them. What earlier turns have added fades; what a conversation has reached once
 * stays, so that a turn more never lowers it. Pure.
 */
import { riskDomains } from '../core/risk.ts';
import type { RiskSettings } from './risk-score.ts';

/** Words of the caller that are risky by themselves. */
export type RiskyWords = {
  /** Which turn of the caller they stand in: 0 is the first. */
  readonly turn: number;
  readonly text: string;
  /** By output the riskiest window whose likeliest domain it is; `-Infinity`: there is none. */
  readonly byDomain: Float64Array;
};

/** After this many turns what a turn has added counts half. */
const halfLifeTurns = 2;
/** From this sum on they count as the next level: two with one turn between them at most, or more that stand apart. */
const builtUpFrom = 1.5;

/** The most that turns, each of which counts one, have come to; `turns` in rising order, each once. */
function highestSum(turns: readonly number[]): number {
  let sum = 0;
  let most = 0;
  let last = 0;
  for (const turn of turns) {
    sum = sum * 2 ** ((last - turn) / halfLifeTurns) + 1;
    last = turn;
    if (sum > most) most = sum;
  }
  return most;
}

/** The same words again, in a later turn, are no step further. */
function saidFirst(words: readonly RiskyWords[]): RiskyWords[] {
  const seen = new Set<string>();
  const rising = words.toSorted((a, b) => a.turn - b.turn);
  return rising.filter(({ text }) => !seen.has(text) && seen.add(text));
}

export type BuildUp = {
  /** The domain, by its place among the outputs. */
  readonly output: number;
  /** The least score of the level that it has come to. */
  readonly score: number;
  readonly turns: number;
};

/** What domains have come to by several turns, where that is more than one turn says. */
export function findBuildUps(words: readonly RiskyWords[], cuts: RiskSettings['cuts']): BuildUp[] {
  if (words.length < 2) return [];
  const [low, elevated, high] = cuts;
  const steps = [
    { from: elevated, score: high },
    { from: low, score: elevated },
  ];
  const said = saidFirst(words);
  const found: BuildUp[] = [];
  for (let output = 1; output <= riskDomains.length; output++) {
    const most = Math.max(...said.map(({ byDomain }) => byDomain[output] as number));
    for (const { from, score } of steps) {
      const risky = said.filter(({ byDomain }) => (byDomain[output] as number) >= from);
      const turns = [...new Set(risky.map(({ turn }) => turn))];
      if (most >= score || highestSum(turns) < builtUpFrom) continue;
      found.push({ output, score, turns: turns.length });
      break;
    }
  }
  return found;
}
