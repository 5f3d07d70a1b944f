/**
 * What a period is held against: the same days of the month before where it begins with a month, else as many days right
 * before it. Today is left out on both sides, because it is not over. Pure.
 */
import { dayOfNumber, numberOfDay } from '../finance/day-costs.ts';

/** Days as `YYYY-MM-DD`, both inclusive. */
export type Days = { readonly from: string; readonly to: string };

export type Compared = {
  readonly now: Days;
  readonly before: Days;
  /** Completes "against". */
  readonly name: string;
  /** Today is of the period, and left out of `now`. */
  readonly isTodayLeftOut: boolean;
};

export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const isFirst = (day: string) => day.endsWith('-01');
const isLast = (day: string) => isFirst(dayOfNumber(numberOfDay(day) + 1));
/** The day before the first of its month: the last of the month before. */
const lastOfMonthBefore = (day: string) => dayOfNumber(numberOfDay(`${day.slice(0, 8)}01`) - 1);

const plural = (count: number) => (count === 1 ? 'the day' : `the ${count} days`);

function comparedMonth(now: Days): Omit<Compared, 'isTodayLeftOut'> {
  const last = lastOfMonthBefore(now.from);
  const first = `${last.slice(0, 8)}01`;
  const month = months[Number(last.slice(5, 7)) - 1] ?? '';
  const length = numberOfDay(now.to) - numberOfDay(now.from) + 1;
  const to = dayOfNumber(Math.min(numberOfDay(last), numberOfDay(first) + length - 1));
  const isWhole = isLast(now.to) || to === last;
  if (isWhole) return { now, before: { from: first, to: last }, name: month };
  return {
    now,
    before: { from: first, to },
    name: `the first ${length === 1 ? 'day' : `${length} days`} of ${month}`,
  };
}

/** Null: nothing of the period is over yet. */
export function findCompared({ from, to }: Days, today: string): Compared | null {
  const last = to < today ? to : dayOfNumber(numberOfDay(today) - 1);
  if (last < from) return null;
  const now = { from, to: last };
  const isTodayLeftOut = to >= today;
  if (isFirst(from) && last.slice(0, 7) === from.slice(0, 7))
    return { ...comparedMonth(now), isTodayLeftOut };
  const length = numberOfDay(last) - numberOfDay(from) + 1;
  const before = { from: dayOfNumber(numberOfDay(from) - length), to: dayOfNumber(numberOfDay(from) - 1) };
  return { now, before, name: `${plural(length)} before`, isTodayLeftOut };
}
