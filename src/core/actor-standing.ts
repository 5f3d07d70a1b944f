/**
 * What an end user's strikes amount to. Pure; the script in `ledger/scripts/actor-script.ts` adds up by the same
 * numbers, for all isolates.
 */
import {
  type ActorEntry,
  type ActorLevel,
  type ActorSettings,
  type ActorStanding,
  actorLevels,
  type Strike,
  strikeKinds,
} from './actor.ts';
import { decayTo } from './decaying-sums.ts';

const rank = (level: ActorLevel) => actorLevels.indexOf(level);

function fadedSums({ atMs, strikes, risk }: ActorEntry, nowMs: number, halfLifeMs: number) {
  const [strike = 0, seen = 0] = decayTo({ atMs, values: [strikes, risk] }, nowMs, halfLifeMs).values;
  return { strikes: strike, risk: seen };
}

/** Risk alone comes as far as the first threshold. */
function sumOf({ strikes, risk }: { strikes: number; risk: number }, { warnAt }: ActorSettings): number {
  return strikes + Math.min(risk, warnAt);
}

/** The last step is not among them: a suspension is imposed when it is reached, and ends by its time. */
function levelOf(sum: number, { warnAt, slowAt, stepDownAt }: ActorSettings): ActorLevel {
  if (sum >= stepDownAt) return 'stepped-down';
  if (sum >= slowAt) return 'slowed';
  return sum >= warnAt ? 'warned' : 'none';
}

export function standingOf(entry: ActorEntry, settings: ActorSettings, nowMs: number): ActorStanding {
  const sum = sumOf(fadedSums(entry, nowMs, settings.halfLifeMs), settings);
  const level = levelOf(sum, settings);
  const { imposed } = entry;
  if (imposed === null || imposed.untilMs <= nowMs || rank(imposed.level) < rank(level))
    return { level, sum, untilMs: null };
  return { level: imposed.level, sum, untilMs: imposed.untilMs };
}

/** The higher of two that are known of one end user. */
export function higherStanding(one: ActorStanding, other: ActorStanding): ActorStanding {
  return rank(other.level) > rank(one.level) ? other : one;
}

export function newEntry(nowMs: number): ActorEntry {
  return { atMs: nowMs, strikes: 0, risk: 0, imposed: null };
}

/** As the script does it, for the time that the store is away. */
export function addStrike(entry: ActorEntry, { kind, atMs }: Strike, settings: ActorSettings): ActorEntry {
  const faded = fadedSums(entry, atMs, settings.halfLifeMs);
  const added = {
    strikes: faded.strikes + strikeKinds[kind].strike,
    risk: faded.risk + strikeKinds[kind].risk,
  };
  const standing = entry.imposed !== null && entry.imposed.untilMs > atMs ? entry.imposed : null;
  const isReached = standing?.level !== 'suspended' && sumOf(added, settings) >= settings.suspendAt;
  const imposed = isReached
    ? ({ level: 'suspended', untilMs: atMs + settings.suspendMs } as const)
    : standing;
  return { ...entry, ...added, atMs: Math.max(atMs, entry.atMs), imposed };
}
