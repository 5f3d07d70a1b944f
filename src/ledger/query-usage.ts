/**
 * Usage by hour, day and any name of a cell, from counters. Pure. The one place that groups and adds:
 * what pages, exports and metrics show is made of these sums.
 */
import { type Cell, cellNames, type dayNames } from './cell.ts';
import { type Counters, mergeCounters } from './counters.ts';
import { dayAt } from './hours.ts';
import type { CountedCell } from './read-usage.ts';
import type { UsageSlice } from './usage-reader.ts';

/** Of all counters; the others of a cell are known by the hour alone. */
export type UsageName = (typeof dayNames)[number];

export const usageDimensions = ['day', 'hour', ...cellNames] as const;

export type UsageDimension = (typeof usageDimensions)[number];

/** What asks for requests without a task; a form sends an empty value where it asks for all. */
export const unclassified = 'unclassified';

/** Of parameters: the values of a filter as cells have them. */
export function filterValues(name: keyof Cell, values: readonly string[]): readonly string[] {
  return name === 'task' ? values.map((value) => (value === unclassified ? '' : value)) : values;
}

/** Values that count, by name; of a name that is not there, all do. Empty: those without, `task`: not classified. */
export type UsageFilter = Readonly<Partial<Record<keyof Cell, readonly string[]>>>;

/** Teams that whoever asks may see; what is another's has no part in any sum, whatever the filter names. */
export type VisibleTeams = 'all' | readonly string[];

export type UsageQuery = {
  readonly by: readonly UsageDimension[];
  readonly filter: UsageFilter;
  readonly teams: VisibleTeams;
  /** IANA zone of the days, of what was read by the hour; absent: the one that days are kept in. */
  readonly timeZone?: string;
};

export type UsageGroup = {
  /** In the order of `by`. Days as `YYYY-MM-DD` of the reporting zone, hours as the instant they begin at. */
  readonly names: readonly string[];
  readonly counters: Counters;
};

export type Usage = { readonly total: Counters; readonly groups: readonly UsageGroup[] };

/** Null: the cells of a slice differ in it. */
function sliceName(
  dimension: UsageDimension,
  { day: keptUnder, hour }: UsageSlice,
  timeZone: string | undefined,
): string | null {
  switch (dimension) {
    case 'day': {
      const day = timeZone === undefined || hour === null ? keptUnder : dayAt(hour.startMs, timeZone);
      if (day === null) throw new Error('parts of months were read, and days are asked for');
      return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    }
    case 'hour':
      // Slices are whole days only where nobody asks for hours.
      return hour === null ? '' : new Date(hour.startMs).toISOString().replace('.000Z', 'Z');
    default:
      return null;
  }
}

const nameOf = (dimension: UsageDimension, cell: Cell): string =>
  dimension === 'day' || dimension === 'hour' ? '' : cell[dimension];

function isAsked({ cell }: CountedCell, { filter, teams }: UsageQuery): boolean {
  const isSeen = teams === 'all' || teams.includes(cell.team);
  return isSeen && cellNames.every((name) => filter[name]?.includes(cell[name]) ?? true);
}

const compareNames = (a: UsageGroup, b: UsageGroup): number => {
  for (const [at, name] of a.names.entries()) {
    const other = b.names[at] ?? '';
    if (name !== other) return name < other ? -1 : 1;
  }
  return 0;
};

/** Of names that hold whatever they like: none can end another. */
const keyOf = (names: readonly string[]): string => {
  let key = '';
  for (const name of names) key += `${name.length}:${name}`;
  return key;
};

/** Groups in the order of their names; without `by` there is one, which is the total. */
export function queryUsage(slices: readonly UsageSlice[], query: UsageQuery): Usage {
  const { by, timeZone } = query;
  const groups = new Map<string, { names: string[]; counters: Counters[] }>();
  for (const slice of slices) {
    const ofSlice = by.map((dimension) => sliceName(dimension, slice, timeZone));
    for (const counted of slice.cells) {
      if (!isAsked(counted, query)) continue;
      const names = by.map((dimension, at) => ofSlice[at] ?? nameOf(dimension, counted.cell));
      const key = keyOf(names);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { names, counters: [counted.counters] });
      else group.counters.push(counted.counters);
    }
  }
  const merged = [...groups.values()].map(({ names, counters }) => ({
    names,
    counters: mergeCounters(counters),
  }));
  const total = mergeCounters(merged.map(({ counters }) => counters));
  if (by.length === 0) return { total, groups: [{ names: [], counters: total }] };
  return { total, groups: merged.sort(compareNames) };
}
