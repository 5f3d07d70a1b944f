/**
 * Which route `auto` takes: the first whose every condition holds. Cheap conditions are looked at first; a request is
 * only classified where a condition asks for it. Pure, but for what `facts` computes when it is asked.
 */
import type { Caller } from '../core/caller.ts';
import type { Route } from '../core/config.ts';
import type { Judged } from '../core/judged.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import { isAtRisk } from '../core/risk.ts';
import type { CallerCondition, HoursWindow, Span, When } from '../core/route-when.ts';
import type { Session } from '../core/session.ts';
import { toolEffects } from '../core/signals.ts';
import type { ProtocolId } from '../core/target.ts';

/** What conditions look at. The functions are called at most when a condition needs them. */
export type MatchFacts = {
  readonly traits: RequestTraits;
  readonly caller: ProtocolId;
  /** Who calls. */
  readonly identity: Caller;
  /** A hash that names the conversation. */
  readonly conversation: () => string;
  /** Who served the conversation last. */
  readonly session: Session | null;
  readonly nowMs: number;
  readonly judge: () => Judged;
  /** Code of the main language. */
  readonly language: () => string;
  /** Estimated, for a model of no particular family. */
  readonly inputTokens: () => number;
};

/** A route that was passed over, and the condition that did not hold. */
export type PassedRoute = { readonly route: string; readonly because: string };

/** Null: it holds. Else what the request is instead. */
type Checks = {
  readonly [Key in keyof Required<When>]: (wanted: Required<When>[Key], facts: MatchFacts) => string | null;
};

function outside(
  { from = 0, to = Number.POSITIVE_INFINITY }: Span,
  value: number,
  what: string,
): string | null {
  if (value >= from && value < to) return null;
  return `${what} ${Number(value.toFixed(3))}`;
}

function notIn(list: readonly string[], value: string, what: string): string | null {
  return list.includes(value) ? null : `${what} ${value}`;
}

function notOf(list: readonly string[] | undefined, is: string | null, what: string): string | null {
  if (list === undefined || (is !== null && list.includes(is))) return null;
  return is === null ? `the caller has no ${what}` : `the ${what} is ${is}`;
}

function notTagged(wanted: NonNullable<CallerCondition['tags']>, { tags }: Caller): string | null {
  for (const [tag, values] of Object.entries(wanted)) {
    const not = notOf(values, tags[tag] ?? null, `tag ${tag}`);
    if (not !== null) return not;
  }
  return null;
}

/** The first part that does not hold, in words. */
function findStranger({ key, team, app, tier, tags }: CallerCondition, who: Caller): string | null {
  return (
    notOf(key, who.id, 'caller') ??
    notOf(team, who.team, 'team') ??
    notOf(app, who.app, 'app') ??
    notOf(tier, who.tier, 'tier') ??
    (tags === undefined ? null : notTagged(tags, who))
  );
}

function hasFormat({ format }: RequestTraits): boolean {
  return format !== null && format !== 'text';
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Formatters are dear to make; the config names a handful of zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const form = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...form });
    clocks.set(zone, clock);
  }
  return clock;
}

/** A window past midnight belongs to the day on which it opens. */
function isOpen({ from, to, zone, days }: HoursWindow, nowMs: number): boolean {
  const parts = clockIn(zone).formatToParts(nowMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}`;
  const isOvernight = to <= from;
  const isIn = isOvernight ? time >= from || time < to : time >= from && time < to;
  const today = weekdays.indexOf(part('weekday')) + 1;
  const opened = isOvernight && time < to ? ((today + 5) % 7) + 1 : today;
  return isIn && (days === undefined || days.includes(opened));
}

/** In the order in which they are looked at: what is read off the request before what is judged. */
const checks: Checks = {
  protocol: (wanted, { caller }) => notIn(wanted, caller, 'the protocol is'),
  caller: (wanted, { identity }) => findStranger(wanted, identity),
  stream: (wanted, { traits }) => (traits.stream === wanted ? null : `stream is ${traits.stream}`),
  structuredOutput: (wanted, { traits }) =>
    hasFormat(traits) === wanted ? null : `the output is ${traits.format ?? 'text'}`,
  modalities: (wanted, { traits: { modalities } }) => {
    const isThere = wanted.some((one) => modalities.includes(one));
    return isThere ? null : `it holds ${modalities.join(', ') || 'no content'}`;
  },
  hours: (wanted, { nowMs }) => (isOpen(wanted, nowMs) ? null : 'it is outside the hours'),
  tools: (wanted, { traits: { hasTools }, judge }) => {
    if (wanted === 'none') return hasTools ? 'it declares tools' : null;
    if (!hasTools) return 'it declares no tool';
    if (wanted === 'any') return null;
    const { highest } = judge().tools;
    const isEnough = highest !== null && toolEffects.indexOf(highest) >= toolEffects.indexOf(wanted);
    return isEnough ? null : `its tools ${highest ?? 'read'}`;
  },
  inputTokens: (wanted, { inputTokens }) => outside(wanted, inputTokens(), 'the input tokens are'),
  language: (wanted, { language }) => notIn(wanted, language(), 'the language is'),
  task: (wanted, { judge }) => {
    const { task, isSure } = judge().task;
    if (!isSure) return `the task is not sure (${task})`;
    return notIn(wanted, task, 'the task is');
  },
  difficulty: (wanted, { judge }) => outside(wanted, judge().difficulty.rank, 'the difficulty is'),
  risk: ({ level, domains }, { judge }) => {
    const { risk } = judge();
    if (!isAtRisk(risk, level)) return `the risk is ${risk.level}`;
    return isAtRisk(risk, level, domains) ? null : `the risk is one of ${risk.domain}`;
  },
};

const checkedKeys = Object.keys(checks) as (keyof When)[];

function checkOne<Key extends keyof When>(key: Key, when: When, facts: MatchFacts): string | null {
  const wanted = when[key];
  return wanted === undefined ? null : checks[key](wanted as Required<When>[Key], facts);
}

/** The first condition that does not hold, in words; null: all hold. */
export function findUnmet(when: When, facts: MatchFacts): string | null {
  for (const key of checkedKeys) {
    const unmet = checkOne(key, when, facts);
    if (unmet !== null) return unmet;
  }
  return null;
}

/** A compiled config has a route that serves whatever comes. */
export function matchRoute(
  routes: Iterable<Route>,
  facts: MatchFacts,
): { readonly route: Route; readonly passed: readonly PassedRoute[] } {
  const passed: PassedRoute[] = [];
  for (const route of routes) {
    if (route.when === 'by-name') continue;
    const because = route.when === null ? null : findUnmet(route.when, facts);
    if (because === null) return { route, passed };
    passed.push({ route: route.name, because });
  }
  throw new Error('a config without a route that serves whatever comes');
}
