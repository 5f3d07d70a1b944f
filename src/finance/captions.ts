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
/** What pulls the other way is told from this share of the change on. */
const toldBack = 0.25;

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

/** The greatest first, of those that pull as `sign` does. */
function partsTowards({ parts }: Bridge, sign: number): BridgePart[] {
  const own = parts.filter(({ nanoUsd }) => Math.sign(nanoUsd) === sign);
  return own.sort((a, b) => Math.abs(b.nanoUsd) - Math.abs(a.nanoUsd));
}

const sumOf = (parts: readonly BridgePart[]): number =>
  parts.reduce((sum, { nanoUsd }) => sum + Math.abs(nanoUsd), 0);

/** Why, without a full stop; empty: there is nothing to tell. */
function reasonOf(bridge: Bridge): string {
  const change = bridge.afterNanoUsd - bridge.beforeNanoUsd;
  const sign = Math.sign(change) || 1;
  const [towards, against] = [partsTowards(bridge, sign), partsTowards(bridge, -sign)];
  const [first, second] = towards;
  const [back] = against;
  if (first === undefined || Math.abs(first.nanoUsd) < almostSame * bridge.beforeNanoUsd) return '';
  const words = partInWords(first);
  if (back !== undefined && sumOf(against) >= toldBack * Math.abs(change)) {
    const [lead, other] = sign > 0 ? ['added', 'took'] : ['took', 'added'];
    const preposition = (verb: string) => (verb === 'took' ? ' off' : '');
    const amount = (verb: string, part: BridgePart) =>
      `${partInWords(part)} ${verb} ${usdInWords(Math.abs(part.nanoUsd))}${preposition(verb)}`;
    return `${amount(lead as string, first)}, ${amount(other as string, back)}`;
  }
  if (towards.length === 1 && against.length === 0) return `all of it is ${words}`;
  if (Math.abs(first.nanoUsd) * 2 > Math.abs(change)) return `most of it is ${words}`;
  return second === undefined ? '' : `the largest parts are ${words} and ${partInWords(second)}`;
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
};

function mainSentence({ bridge, attemptsBefore, attemptsAfter }: Compared): string {
  const { beforeNanoUsd, afterNanoUsd } = bridge;
  if (attemptsBefore === 0 && beforeNanoUsd === 0) {
    return attemptsAfter === 0 && afterNanoUsd === 0
      ? 'Nothing yet: there are no calls in this period.'
      : 'The first calls came in this period; there is nothing before it to compare with.';
  }
  if (attemptsAfter === 0 && afterNanoUsd === 0)
    return `There are no calls in this period; the one before cost ${usdInWords(beforeNanoUsd)}.`;
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
