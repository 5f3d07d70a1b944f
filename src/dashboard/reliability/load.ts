/** What the reliability page reads: figures, by the hour where the period is short, and how things stand this moment. */
import { pingStore, type StoreStatus } from '../../alerts/read-status.ts';
import type { BreakerNote } from '../../core/breaker-note.ts';
import { mayDo } from '../../core/person.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import { createBreakerBoard } from '../../ledger/breaker-notes.ts';
import { hoursBetween } from '../../ledger/hours.ts';
import { hourTtlSeconds } from '../../ledger/keys.ts';
import type { OutboxState } from '../../ledger/outbox-object.ts';
import { namedTargets } from '../../upstream/breaker-news.ts';
import type { PageCall } from '../call.ts';
import { dateAt, dayWindow, longDay, momentAt, shortDay } from '../parts/clock.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { type Figures, readFigures, readFreshness } from '../usage.ts';

const dayMs = 86_400_000;
/** Each hour is a read of its own. */
const mostDaysByHour = 3;

/** A place on the axis of time, whether or not anything happened there. */
export type Step = {
  /** As groups by this step are named. */
  readonly key: string;
  readonly name: string;
  readonly label: string;
};

export type TargetBreaker = { readonly target: string; readonly note: BreakerNote | null };

/** Of the whole router, not of any team. */
export type Standing = {
  /** Null: the store could not be asked, or there is none. */
  readonly breakers: readonly TargetBreaker[] | null;
  /** Null: there is none. */
  readonly outbox: OutboxState | 'away' | null;
  readonly store: StoreStatus;
};

export type Reliability = {
  readonly figures: Figures;
  readonly by: 'hour' | 'day';
  readonly steps: readonly Step[];
  readonly freshness: Freshness;
  /** Null: not for this person. */
  readonly standing: Standing | null;
};

/** Days of summer time have an hour more or less. */
function isByHour({ fromMs, toMs }: UsageRequest, nowMs: number): boolean {
  return toMs - fromMs <= (mostDaysByHour + 1 / 12) * dayMs && nowMs - fromMs <= hourTtlSeconds * 1000;
}

function hourSteps({ fromMs, toMs }: UsageRequest, { nowMs, timeZone }: Clock): Step[] {
  return hoursBetween(fromMs, Math.min(toMs, nowMs + 1), timeZone).map(({ startMs }) => {
    const name = momentAt(startMs, timeZone).slice(0, 16);
    const key = new Date(startMs).toISOString().replace('.000Z', 'Z');
    return { key, name, label: name.slice(11) };
  });
}

type Clock = { readonly nowMs: number; readonly timeZone: string };

function daySteps({ fromMs, toMs }: UsageRequest, { nowMs, timeZone }: Clock): Step[] {
  const endMs = Math.min(toMs, nowMs + 1);
  const steps: Step[] = [];
  for (let atMs = fromMs; atMs < endMs; ) {
    const key = dateAt(atMs, timeZone);
    steps.push({ key, name: longDay(key), label: shortDay(key) });
    atMs = dayWindow(key, timeZone).toMs;
  }
  return steps;
}

async function readBreakers({ deps }: PageCall): Promise<TargetBreaker[] | null> {
  if (deps.store === null) return null;
  const targets = [...namedTargets(deps.config)].sort();
  if (targets.length === 0) return [];
  const notes = await createBreakerBoard(deps.store)
    .read(targets)
    .catch(() => null);
  return notes?.map((note, at) => ({ target: targets[at] ?? '', note })) ?? null;
}

async function readStanding(call: PageCall, { outbox }: Freshness): Promise<Standing | null> {
  const { deps, person } = call;
  if (!mayDo(person, 'finance')) return null;
  const [store, breakers] = await Promise.all([
    pingStore({
      store: deps.scripts,
      isStoreShut: () => deps.ledger?.isStoreAway() ?? false,
      now: deps.now,
    }),
    readBreakers(call),
  ]);
  return { store, breakers, outbox };
}

/** Errors: `store_unavailable`. */
export async function loadReliability(call: PageCall, request: UsageRequest): Promise<Reliability> {
  const { deps, person, nowMs } = call;
  const clock = { nowMs, timeZone: deps.config.ledger.timeZone };
  const byHour = isByHour(request, nowMs);
  const figures = await readFigures({ ...request, byHour }, person, deps, request.filter);
  const freshness = await readFreshness(figures, call);
  return {
    figures,
    by: byHour ? 'hour' : 'day',
    steps: byHour ? hourSteps(request, clock) : daySteps(request, clock),
    freshness,
    standing: await readStanding(call, freshness),
  };
}
