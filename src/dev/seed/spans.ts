/** Which hashes of counters a period touches, and how long the ledger would have kept them. */
import { type Hour, hoursBetween, thirdOf } from '../../ledger/hours.ts';
import { dayTtlSeconds, hourTtlSeconds, keys, rowsTtlSeconds } from '../../ledger/keys.ts';

export type PeriodHashes = {
  readonly hours: readonly Hour[];
  /** `YYYYMMDD`. */
  readonly days: readonly string[];
  readonly thirds: readonly string[];
};

export function hashesOf(startMs: number, endMs: number, timeZone: string): PeriodHashes {
  const hours = hoursBetween(startMs, endMs, timeZone);
  const days = [...new Set(hours.map(({ day }) => day))];
  return { hours, days, thirds: [...new Set(days.map(thirdOf))] };
}

export type Ending = { readonly key: string; readonly endsAtSeconds: number };

/** When each key of the period would end that was written while its hour went on. */
export function endingsOf({ hours }: PeriodHashes): Ending[] {
  const endings = new Map<string, number>();
  for (const { name, startMs, day } of hours) {
    const from = Math.floor(startMs / 1000);
    endings.set(keys.index(name), from + rowsTtlSeconds);
    endings.set(keys.hour(name), from + hourTtlSeconds);
    for (const key of [keys.day(day), keys.third(thirdOf(day))])
      if (!endings.has(key)) endings.set(key, from + dayTtlSeconds);
  }
  return [...endings].map(([key, endsAtSeconds]) => ({ key, endsAtSeconds }));
}
