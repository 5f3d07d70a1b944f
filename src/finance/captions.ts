/**
 * What changed, in a sentence that anybody reads: from the bridge alone, so that it can say nothing that the table
 * beneath it does not. Pure.
 */
import type { Bridge, BridgePart } from './bridge.ts';
import type { BridgePartName } from './bridge-moves.ts';
import { changeShareOf } from './movers.ts';
import { countInWords, nameInWords, percentInWords, timesInWords, usdInWords } from './words.ts';

/** Below this share of what it was, cost is almost as before. */
const almostSame = 0.005;
/** From here on a change is told by how many times. */
const manyTimes = 10;
/** What pulls the other way, and what is not the greatest, is told from this share of the change on. */
const told = 0.25;
/** More are a list and no sentence. */
const mostTold = 3;

type Phrases = { readonly up: string; readonly down: string };

const phrases: Readonly<Record<BridgePartName, Phrases>> = {
  requests: { up: 'more requests', down: 'fewer requests' },
  routeMix: { up: 'more of the requests on dearer routes', down: 'more of the requests on cheaper routes' },
  modelMix: { up: 'more of the requests on dearer models', down: 'more of the requests on cheaper models' },
  tokens: { up: 'longer requests and answers', down: 'shorter requests and answers' },
  cache: { up: 'caches that save less', down: 'caches that save more' },
  tools: { up: "more fees for the providers' tools", down: "fewer fees for the providers' tools" },
  price: { up: 'a higher price per token', down: 'a lower price per token' },
  fallbacks: {
    up: 'more paid for repeated and fallback calls',
    down: 'less paid for repeated and fallback calls',
  },
  besides: {
    up: 'more paid for shadow calls and second looks',
    down: 'less paid for shadow calls and second looks',
  },
  corrections: { up: 'corrections to invoices', down: 'corrections to invoices' },
};

/** `code-review moving to gpt-5.5-pro`, where one route is more than half of it. */
export function partInWords({ name, nanoUsd, driver }: BridgePart): string {
  const words = phrases[name][nanoUsd > 0 ? 'up' : 'down'];
  if (driver === null || Math.abs(driver.nanoUsd) * 2 <= Math.abs(nanoUsd)) return words;
  if (name === 'modelMix' && driver.model !== null)
    return `${nameInWords(driver.route)} moving to ${driver.model}`;
  return `${words} (mostly ${nameInWords(driver.route)})`;
}

const sizeOf = ({ nanoUsd }: BridgePart): number => Math.abs(nanoUsd);

/** The greatest first, whichever way they pull. */
function partsBySize({ parts }: Bridge): BridgePart[] {
  return parts.filter(({ nanoUsd }) => nanoUsd !== 0).sort((a, b) => sizeOf(b) - sizeOf(a));
}

const sumOf = (parts: readonly BridgePart[]): number => parts.reduce((sum, part) => sum + sizeOf(part), 0);

const listed = (parts: readonly BridgePart[]): string => parts.map(partInWords).join(', then ');

const amountInWords = (part: BridgePart): string =>
  part.nanoUsd > 0
    ? `${partInWords(part)} added ${usdInWords(part.nanoUsd)}`
    : `${partInWords(part)} took ${usdInWords(-part.nanoUsd)} off`;

/** Of both sides, in dollars: what is not much smaller than the greatest, and the greatest of the other side. */
function bothSides(parts: readonly BridgePart[]): string {
  const [first] = parts;
  if (first === undefined) return '';
  const back = parts.find(({ nanoUsd }) => Math.sign(nanoUsd) !== Math.sign(first.nanoUsd));
  const large = parts.filter((part) => sizeOf(part) >= told * sizeOf(first)).slice(0, mostTold);
  const isThere = back === undefined || large.includes(back);
  return (isThere ? large : [...large.slice(0, mostTold - 1), back]).map(amountInWords).join(', ');
}

/** Why, without a full stop; empty: there is nothing to tell. */
function reasonOf(bridge: Bridge): string {
  const change = bridge.afterNanoUsd - bridge.beforeNanoUsd;
  const parts = partsBySize(bridge);
  const [first] = parts;
  if (first === undefined || sizeOf(first) < almostSame * bridge.beforeNanoUsd) return '';
  const isTowards = ({ nanoUsd }: BridgePart) => Math.sign(nanoUsd) === Math.sign(change);
  const [towards, against] = [parts.filter(isTowards), parts.filter((part) => !isTowards(part))];
  if (sumOf(against) >= told * Math.abs(change)) return bothSides(parts);
  if (parts.length === 1) return `all of it is ${partInWords(first)}`;
  const large = towards.filter((part) => sizeOf(part) >= told * Math.abs(change)).slice(0, mostTold);
  if (large.length < 2 && sizeOf(first) * 2 > Math.abs(change)) return `most of it is ${partInWords(first)}`;
  const named = large.length > 1 ? large : towards.slice(0, 2);
  return named.length < 2 ? '' : `the largest parts are ${listed(named)}`;
}

function changeInWords({ beforeNanoUsd, afterNanoUsd }: Bridge): string {
  const share = changeShareOf(beforeNanoUsd, afterNanoUsd) ?? 0;
  const size = Math.abs(share);
  const more = share > 0;
  if (share === 0) return 'Cost is as before';
  if (size < almostSame) return `Cost is almost as before, ${percentInWords(size)} ${more ? 'more' : 'less'}`;
  if (share + 1 >= manyTimes) return `Cost rose to ${timesInWords(share + 1)} what it was`;
  return `Cost ${more ? 'rose' : 'fell'} ${percentInWords(size)}`;
}

const callsInWords = (count: number): string => `${countInWords(count)} ${count === 1 ? 'call' : 'calls'}`;

function unpricedInWords({ unpricedBefore, unpricedAfter }: Bridge): string {
  if (unpricedBefore + unpricedAfter === 0) return '';
  const of = (count: number, which: string) => (count === 0 ? [] : [`${callsInWords(count)} ${which}`]);
  const calls = [...of(unpricedAfter, 'of this period'), ...of(unpricedBefore, 'of the one before')];
  const verb = unpricedBefore + unpricedAfter === 1 ? 'has' : 'have';
  return ` ${calls.join(' and ')} ${verb} no known price and ${verb === 'has' ? 'is' : 'are'} left out.`;
}

export type Compared = {
  readonly bridge: Bridge;
  /** Calls of either period. */
  readonly attemptsBefore: number;
  readonly attemptsAfter: number;
  /** Calls of today, which is not over and is in neither. */
  readonly attemptsToday: number;
};

function mainSentence({ bridge, attemptsBefore, attemptsAfter, attemptsToday }: Compared): string {
  const { beforeNanoUsd, afterNanoUsd } = bridge;
  const isNothing = (attempts: number, nanoUsd: number) => attempts === 0 && nanoUsd === 0;
  const isAfterNothing = isNothing(attemptsAfter, afterNanoUsd);
  if (isNothing(attemptsBefore, beforeNanoUsd)) {
    if (!isAfterNothing)
      return 'The first calls came in this period; there is nothing before it to compare with.';
    return attemptsToday === 0
      ? 'Nothing yet: there are no calls in this period.'
      : 'Only today has calls so far: it is compared once it is over.';
  }
  if (isAfterNothing) {
    const who =
      attemptsToday === 0 ? 'There are no calls in this period' : 'Only today has calls in this period';
    return `${who}; the one before cost ${usdInWords(beforeNanoUsd)}.`;
  }
  if (beforeNanoUsd <= 0)
    return `Cost is ${usdInWords(afterNanoUsd)}; of the period before no cost is known to compare with.`;
  const reason = reasonOf(bridge);
  const change = changeInWords(bridge);
  return reason === '' ? `${change}.` : `${change}; ${reason}.`;
}

/** One or two sentences under "why did it change". */
export function describeChange(compared: Compared): string {
  return mainSentence(compared) + unpricedInWords(compared.bridge);
}
