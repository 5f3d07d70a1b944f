/** When a route serves, in words, every condition a line. Pure. */
import type { Route } from '../../core/config.ts';
import type { Person } from '../../core/person.ts';
import type { CallerCondition, HoursWindow, Span, When } from '../../core/route-when.ts';
import { count } from '../parts/format.ts';

const either = (values: readonly string[]) => values.join(' or ');

function between({ from, to }: Span, print: (value: number) => string): string {
  const parts = [
    ...(from === undefined ? [] : [`from ${print(from)}`]),
    ...(to === undefined ? [] : [`below ${print(to)}`]),
  ];
  return parts.join(', ');
}

function callerWords({ key, team, app, tier, tags }: CallerCondition): string {
  const parts = [
    ...(key === undefined ? [] : [`key ${either(key)}`]),
    ...(team === undefined ? [] : [`team ${either(team)}`]),
    ...(app === undefined ? [] : [`app ${either(app)}`]),
    ...(tier === undefined ? [] : [`tier ${either(tier)}`]),
    ...Object.entries(tags ?? {}).map(([tag, values]) => `tag ${tag} ${either(values)}`),
  ];
  return parts.join(', ');
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function hoursWords({ from, to, zone, days }: HoursWindow): string {
  const on = days === undefined ? '' : `, ${days.map((day) => weekdays[day - 1] ?? '').join(' ')}`;
  return `${from} to ${to} ${zone}${on}`;
}

type Words = {
  readonly [Key in keyof Required<When>]: (wanted: Required<When>[Key], person: Person) => string;
};

const words: Words = {
  task: (tasks) => `task ${either(tasks)}`,
  difficulty: (span) => `difficulty ${between(span, String)}, of 1`,
  risk: ({ level, domains }) =>
    `risk ${level} or higher${domains === undefined ? '' : `, of ${either(domains)}`}`,
  inputTokens: (span) => `input tokens ${between(span, count)}`,
  modalities: (modalities) => `with ${either(modalities)}`,
  tools: (tools) =>
    tools === 'none'
      ? 'without tools'
      : `with ${tools === 'any' ? 'any tools' : `tools that are ${tools} or more`}`,
  structuredOutput: (is) => (is ? 'with structured output' : 'without structured output'),
  language: (languages) => `language ${either(languages)}`,
  // Keys, teams and apps of others are none of a viewer's business.
  caller: (caller, { teams }) => (teams === 'all' ? callerWords(caller) : 'certain callers'),
  protocol: (protocols) => `protocol ${either(protocols)}`,
  stream: (is) => (is ? 'streamed' : 'not streamed'),
  hours: hoursWords,
};

/** One of them is enough to say that it serves all, or by name only. */
export function whenWords(when: Route['when'], person: Person): string[] {
  if (when === null) return ['whatever comes'];
  if (when === 'by-name') return ['who asks for it by name'];
  return (Object.keys(words) as (keyof When)[]).flatMap((key) => {
    const wanted = when[key];
    return wanted === undefined
      ? []
      : [(words[key] as (wanted: unknown, person: Person) => string)(wanted, person)];
  });
}
