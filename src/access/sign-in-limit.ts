/**
 * How often a sign-in may fail: 10 times in 10 minutes from one address, counted in the store, and 100 times a minute in
 * one isolate. An attempt counts before its token is looked at, and is given back where it succeeds, so that guesses sent
 * at once are counted too. While the store is away the isolate counts addresses itself: nobody is locked out for that,
 * and nobody guesses freely.
 */
import { RouterError } from '../core/errors.ts';
import type { AttemptCounts } from '../core/sign-in.ts';
import { keys, signInAttemptsTtlSeconds } from '../ledger/keys.ts';
import { type ScriptStore, StoreError } from '../ledger/store.ts';

const mostOfAddress = 10;
const addressMs = signInAttemptsTtlSeconds * 1000;
const mostOfIsolate = 100;
const isolateMs = 60_000;
/** In place of an address, for all of them. */
const everyone = '*';
/** In place of an address, for those that are refused because there are too many of all. */
const turnedAway = '!';
const storeTimeoutMs = 1000;

/** KEYS[1], and what is added to it: how many there are, and how many milliseconds they still count. */
const countScript = `
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {count, redis.call('PTTL', KEYS[1])}`;

type Counted = { readonly count: number; readonly leftMs: number };

export type AttemptDeps = {
  readonly counts: AttemptCounts;
  /** Null: none is configured. */
  readonly scripts: Pick<ScriptStore, 'run'> | null;
  readonly now: () => number;
};

/** `counts` holds what one isolate takes in ten minutes, a thousand addresses at most: the rest is refused before. */
function countHere(name: string, by: number, windowMs: number, { counts, now }: AttemptDeps): Counted {
  const nowMs = now();
  for (const [each, { endsMs }] of counts) if (endsMs <= nowMs) counts.delete(each);
  const { count, endsMs } = counts.get(name) ?? { count: 0, endsMs: nowMs + windowMs };
  counts.set(name, { count: count + by, endsMs });
  return { count: count + by, leftMs: endsMs - nowMs };
}

async function countAddress(address: string, by: number, deps: AttemptDeps): Promise<Counted> {
  const known = deps.counts.get(address);
  // An address that is known to be refused costs the store nothing.
  const isOver = known !== undefined && known.count > mostOfAddress && known.endsMs > deps.now();
  if (deps.scripts === null || isOver) return countHere(address, by, addressMs, deps);
  try {
    const name = keys.signInAttempts(address);
    const counted = await deps.scripts.run(countScript, [name], [`${by}`, `${addressMs}`], storeTimeoutMs);
    const [count, leftMs] = counted as [number, number];
    if (count > mostOfAddress) deps.counts.set(address, { count, endsMs: deps.now() + leftMs });
    return { count, leftMs };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return countHere(address, by, addressMs, deps);
  }
}

export type Attempt = {
  /** 1 for the first that is refused for its number: worth an entry in the log, which the next are not. */
  readonly over: number;
  /** What it is refused with; null: it may be tried. */
  readonly refusal: RouterError | null;
};

function tooMany(leftMs: number, over: number): Attempt {
  const seconds = Math.max(1, Math.ceil(leftMs / 1000));
  const refusal = new RouterError(
    'rate_limited',
    `Too many sign-ins have failed. Try again in ${seconds} s; sessions that are open go on.`,
    { retryAfterMs: seconds * 1000 },
  );
  return { over, refusal };
}

/** `address`: 64 hex digits that stand for one. */
export async function countAttempt(address: string, deps: AttemptDeps): Promise<Attempt> {
  const all = countHere(everyone, 1, isolateMs, deps);
  const isFull = all.count > mostOfIsolate;
  const own = isFull ? null : await countAddress(address, 1, deps);
  if (own !== null && own.count <= mostOfAddress) return { over: 0, refusal: null };
  // Refused without a look at its token: it takes no place from the others of this minute.
  countHere(everyone, -1, isolateMs, deps);
  if (own !== null) return tooMany(own.leftMs, own.count - mostOfAddress);
  return tooMany(all.leftMs, countHere(turnedAway, 1, isolateMs, deps).count);
}

/** For an attempt that succeeded. */
export async function giveBack(address: string, deps: AttemptDeps): Promise<void> {
  countHere(everyone, -1, isolateMs, deps);
  await countAddress(address, -1, deps);
}
