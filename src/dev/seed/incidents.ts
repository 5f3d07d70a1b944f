/**
 * What has happened while demo traffic ran, in days before its end: data only, so that a shorter period has the last
 * ones. Days begin at midnight UTC.
 */
import type { DemoConfigName } from './demo-config.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type Span = {
  /** Days before the day of the end, and the hour of that day. */
  readonly daysBefore: number;
  readonly hour: number;
  readonly hours: number;
};

/** A moment; `onWorkday`: on the Friday before where it would be on a weekend. */
export type Moment = Pick<Span, 'daysBefore' | 'hour'> & { readonly onWorkday?: true };

/** The configuration that is active from a day on, newest last; the first one was always there. */
export const rollouts: readonly (Moment & { readonly config: DemoConfigName })[] = [
  { config: 'launch', daysBefore: 30, hour: 8 },
  { config: 'contract', daysBefore: 21, hour: 0 },
  { config: 'house', daysBefore: 13, hour: 9 },
  { config: 'priced', daysBefore: 12, hour: 9 },
  { config: 'canary', daysBefore: 2, hour: 8, onWorkday: true },
  { config: 'priced', daysBefore: 2, hour: 20, onWorkday: true },
];

/** An app that begins with a step. */
export const launch = { daysBefore: 30, hour: 8 } as const;

/** A provider that fails for some hours. */
export const outage = {
  provider: 'anthropic',
  daysBefore: 4,
  hour: 11,
  hours: 4,
  onWorkday: true,
} as const satisfies Span & Moment & { provider: string };

/** An agent that calls itself again and again, each time with all that it has read so far. */
export const runaway = {
  team: 'demo-operations',
  app: 'runbook-agent',
  daysBefore: 4,
  hour: 1,
  hours: 5,
  requestsAnHour: 70,
  timesTheInput: 3,
} as const satisfies Span & Record<string, unknown>;

/** The moment so many days before the day of the end, at that hour. */
export function momentOf({ daysBefore, hour, onWorkday }: Moment, endMs: number): number {
  const dayStartMs = (Math.floor(endMs / dayMs) - daysBefore) * dayMs;
  const weekday = new Date(dayStartMs).getUTCDay();
  const pastFriday = onWorkday === true && weekday % 6 === 0 ? (weekday === 0 ? 2 : 1) : 0;
  return dayStartMs - pastFriday * dayMs + hour * hourMs;
}

export function isWithin(span: Span & Moment, atMs: number, endMs: number): boolean {
  const fromMs = momentOf(span, endMs);
  return atMs >= fromMs && atMs < fromMs + span.hours * hourMs;
}
