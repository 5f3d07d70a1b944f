/**
 * What is kept of what answers teach: the fields of one hash, what their sums mean and how fast they fade. From them to
 * what the planner reads. Names and numbers only. Pure.
 */
import type { Task } from '../core/classification.ts';
import { addSums, type DecayingSums, decayTo } from '../core/decaying-sums.ts';
import type { Learned, LearnedTarget, LearnedTargets, Seen } from '../core/learned.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How fast each kind fades: providers are slow by the hour, models talkative by the week, callers content by the month. */
const halfLivesMs = { s: hourMs, l: 7 * dayMs, q: 30 * dayMs } as const;

type Kind = keyof typeof halfLivesMs;

/** `name`: of a model at an effort, as `learnedName` has it. None of the parts holds the separator. */
const separator = '|';

/** Streams with a first output; sum of the logarithms of its time in ms; streams with a rate; of tokens a second. */
export function speedField(name: string): string {
  return ['s', name].join(separator);
}

/** Answers; tokens written, and expected to be; answers with thinking; tokens thought, and expected to be. */
export function lengthField(route: string, name: string): string {
  return ['l', route, name].join(separator);
}

/** Ratings; sum of their scores. By caller, since none may say too much. */
export function qualityField(route: string, task: Task | null, name: string, caller: string): string {
  return ['q', route, task ?? '-', name, caller].join(separator);
}

function kindOf(field: string): Kind | null {
  const kind = field.split(separator, 1)[0];
  return kind === 's' || kind === 'l' || kind === 'q' ? kind : null;
}

export function halfLifeOf(field: string): number {
  return halfLivesMs[kindOf(field) ?? 's'];
}

export type LearnedTable = ReadonlyMap<string, DecayingSums>;

export function addToTable(table: Map<string, DecayingSums>, field: string, sums: DecayingSums): void {
  const before = table.get(field);
  table.set(field, before === undefined ? sums : addSums(before, sums, halfLifeOf(field)));
}

/** What is less than this is as good as forgotten. */
const leastWeight = 0.05;

/** Whether a field is worth its place. */
export function isFaded(field: string, sums: DecayingSums, nowMs: number): boolean {
  return (decayTo(sums, nowMs, halfLifeOf(field)).values[0] ?? 0) < leastWeight / 10;
}

function meanOf(weight = 0, sum = 0): Seen | null {
  return weight < leastWeight ? null : { value: sum / weight, weight };
}

function geometricOf(weight = 0, sum = 0): Seen | null {
  const mean = meanOf(weight, sum);
  return mean && { ...mean, value: Math.exp(mean.value) };
}

/** Of sums that were counted with other weights than one. */
function ratioOf(weight = 0, sum = 0, of = 0): Seen | null {
  return weight < leastWeight || of <= 0 ? null : { value: sum / of, weight };
}

/** Four digits: it is written into every receipt. */
function round(seen: Seen): Seen {
  return { value: Number(seen.value.toPrecision(4)), weight: Number(seen.weight.toPrecision(4)) };
}

function known(parts: Readonly<Record<string, Seen | null>>): LearnedTarget {
  const entries = Object.entries(parts).flatMap(([name, seen]) => (seen ? [[name, round(seen)]] : []));
  return Object.fromEntries(entries);
}

/** No caller's ratings of a target on a route and task count for more than so many. */
export const mostRatingsOfCaller = 20;

type Ratings = { readonly weight: number; readonly sum: number };

function addCaller(all: Ratings | undefined, [count = 0, score = 0]: readonly number[]): Ratings {
  const { weight, sum } = all ?? { weight: 0, sum: 0 };
  if (count < leastWeight) return { weight, sum };
  const counted = Math.min(mostRatingsOfCaller, count);
  return { weight: weight + counted, sum: sum + (score / count) * counted };
}

type Snapshot = {
  readonly speeds: ReadonlyMap<string, LearnedTarget>;
  readonly lengths: ReadonlyMap<string, LearnedTarget>;
  readonly ratings: ReadonlyMap<string, Ratings>;
};

function takeSnapshot(table: LearnedTable, nowMs: number): Snapshot {
  const speeds = new Map<string, LearnedTarget>();
  const lengths = new Map<string, LearnedTarget>();
  const ratings = new Map<string, Ratings>();
  for (const [field, sums] of table) {
    const kind = kindOf(field);
    const { values } = decayTo(sums, nowMs, halfLifeOf(field));
    const [, ...rest] = field.split(separator);
    const name = rest.join(separator);
    if (kind === 's') {
      const [firsts, first, rates, rate] = values;
      speeds.set(
        name,
        known({ firstEventMs: geometricOf(firsts, first), tokensPerSecond: geometricOf(rates, rate) }),
      );
    } else if (kind === 'l') {
      const [count, visible, usual, thinking, thought, usualThought] = values;
      const reasoning = ratioOf(thinking, thought, usualThought);
      lengths.set(name, known({ visible: ratioOf(count, visible, usual), reasoning }));
    } else if (kind === 'q') {
      const whose = rest.slice(0, -1).join(separator);
      ratings.set(whose, addCaller(ratings.get(whose), values));
    }
  }
  return { speeds, lengths, ratings };
}

function targetsOf({ speeds, lengths, ratings }: Snapshot, route: string, task: Task | null): LearnedTargets {
  const told = new Map<string, LearnedTarget | undefined>();
  const tell = (name: string): LearnedTarget | undefined => {
    const rated = ratings.get([route, task ?? '-', name].join(separator));
    const speed = speeds.get(name);
    const length = lengths.get([route, name].join(separator));
    const quality = rated === undefined ? null : meanOf(rated.weight, rated.sum);
    if (speed === undefined && length === undefined && quality === null) return undefined;
    return { ...speed, ...length, ...known({ quality }) };
  };
  return {
    get: (name) => {
      if (!told.has(name)) told.set(name, tell(name));
      return told.get(name);
    },
  };
}

/** What the table says at `nowMs`; later changes of the table change nothing of it. */
export function readTable(table: LearnedTable, nowMs: number): Learned {
  if (table.size === 0) return nothing;
  const snapshot = takeSnapshot(table, nowMs);
  const views = new Map<string, LearnedTargets>();
  return (route, task) => {
    const name = `${route}${separator}${task ?? '-'}`;
    const known = views.get(name) ?? targetsOf(snapshot, route, task);
    views.set(name, known);
    return known;
  };
}

const empty: LearnedTargets = new Map();
const nothing: Learned = () => empty;
