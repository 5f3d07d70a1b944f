/** What a route's configuration says, in words: one line a term. Pure. Names of what is another team's stay unsaid. */
import type { Candidate, Config, Route, RouteLimits } from '../../core/config.ts';
import type { DataDemand } from '../../core/data-policy.ts';
import type { Objective, QualityBar } from '../../core/objective.ts';
import type { Person } from '../../core/person.ts';
import { safeguardActions } from '../../core/safeguard.ts';
import { count, dollars, duration, percent } from '../parts/format.ts';
import { whenWords } from './when-words.ts';

export type Term = {
  readonly term: string;
  readonly lines: readonly string[];
  /** The first line comes first. */
  readonly isOrdered?: true;
};

const nothing = 'none';

function names(candidates: readonly Candidate[]): string[] {
  return candidates.length === 0 ? [nothing] : candidates.map(({ name }) => name);
}

function barWords({ atLeast, ofBest }: QualityBar): string {
  const parts = [
    ...(ofBest === null ? [] : [`${percent(ofBest)} of the best`]),
    ...(atLeast === null ? [] : [`a quality of ${atLeast}`]),
  ];
  return parts.length === 0 ? '' : ` with ${parts.join(' or ')}`;
}

export function objectiveWords(objective: Objective): string {
  switch (objective.kind) {
    case 'order':
      return 'the first as written that can serve';
    case 'cheapest':
      return `the cheapest${barWords(objective.bar)}`;
    case 'fastest':
      return `the fastest${barWords(objective.bar)}`;
    case 'best':
      return 'the best that its cost limit allows';
    case 'weighted':
      return `the most of ${objective.quality} × quality − ${objective.costUsd} × USD − ${objective.seconds} × seconds`;
    default:
      return objective satisfies never;
  }
}

function limitWords({ costNanoUsd, inputTokens, outputTokens, firstEventMs }: RouteLimits): string[] {
  const lines = [
    costNanoUsd === null ? null : `${dollars(costNanoUsd)} for all attempts of a request`,
    inputTokens === null ? null : `${count(inputTokens)} input tokens`,
    outputTokens === null ? null : `${count(outputTokens)} output tokens`,
    firstEventMs === null ? null : `${duration(firstEventMs)} to the first event, as predicted`,
  ].filter((line) => line !== null);
  return lines.length === 0 ? [nothing] : lines;
}

/** Of 10,000 conversations. */
const ofConversations = (share: number) => `${percent(share / 10_000)} of conversations`;

function armWords({ arms }: Route): string[] {
  if (arms.length === 0) return [nothing];
  return arms.map(
    ({ name, share, use }) =>
      `${name}: ${ofConversations(share)}, ${use === null ? 'as the route is' : use.name} first`,
  );
}

function dataWords({ regions, retentionDaysAtMost, noTraining }: DataDemand): string[] {
  return [
    ...(regions === null ? [] : [`processed in ${regions.join(', ')} only`]),
    ...(retentionDaysAtMost === null ? [] : [`kept for ${count(retentionDaysAtMost)} days at most`]),
    ...(noTraining ? ['not trained on'] : []),
  ];
}

/** What every route has, set or not. */
function mainTerms(route: Route): Term[] {
  const { use, fallback, objective, baseline, floor, hedge, shadow, safeguards, limits } = route;
  return [
    { term: 'Targets', lines: names(use), isOrdered: true },
    { term: 'Chosen', lines: [objectiveWords(objective)] },
    { term: 'Fallback', lines: names(fallback), isOrdered: true },
    { term: 'Baseline', lines: [baseline?.name ?? nothing] },
    { term: 'Floor', lines: [`safeguards at the provider: ${floor === 'none' ? 'none demanded' : floor}`] },
    { term: 'Limits', lines: limitWords(limits) },
    {
      term: 'Hedge',
      lines: [
        hedge === null
          ? 'off'
          : `the next target beside a first one that is silent for ${duration(hedge.afterMs)}`,
      ],
    },
    {
      term: 'Shadow',
      lines: [
        shadow === null ? 'off' : `a copy of ${ofConversations(shadow.share)} goes to ${shadow.use.name}`,
      ],
    },
    { term: 'Arms', lines: armWords(route) },
    {
      term: 'Safeguards',
      lines:
        safeguards.length === 0 ? ['those of the rules'] : safeguards.map((each) => safeguardActions[each]),
    },
  ];
}

/** What only some have, where they have it. */
function otherTerms({
  data,
  deadlines,
  maxAttempts,
  exploreShare,
  learn,
  session,
  classify,
  secondLook,
}: Route): Term[] {
  const { firstEventMs, idleMs, totalMs } = deadlines;
  const waits = [
    firstEventMs === undefined ? null : `${duration(firstEventMs)} to the first event`,
    idleMs === undefined ? null : `${duration(idleMs)} of silence`,
    totalMs === undefined ? null : `${duration(totalMs)} in all`,
  ].filter((line) => line !== null);
  const sessions = {
    weigh: 'a conversation keeps its target unless a move is worth it',
    stay: 'a conversation keeps its target as long as that can serve',
    'per-request': 'every turn is decided anew',
  } as const;
  const terms: (Term | null)[] = [
    { term: 'Attempts', lines: [`${count(maxAttempts)} at most`] },
    { term: 'Conversations', lines: [sessions[session]] },
    waits.length === 0 ? null : { term: 'Deadlines', lines: waits },
    data === null ? null : { term: 'Data', lines: dataWords(data) },
    exploreShare === 0 ? null : { term: 'Exploring', lines: [ofConversations(exploreShare)] },
    learn ? null : { term: 'Learning', lines: ['off'] },
    classify === null || classify.expect.length === 0 ? null : { term: 'Expects', lines: classify.expect },
    secondLook === null
      ? null
      : { term: 'Second look', lines: [`${secondLook.using.name}, when: ${secondLook.when}`] },
  ];
  return terms.filter((term) => term !== null);
}

/** Teams that have the route in another form, of those the person may see. */
function teamTerms(name: string, { teams }: Config, person: Person): Term[] {
  const lines = [...teams].flatMap(([team, routes]) => {
    const own = routes.get(name);
    const isSeen = person.teams === 'all' || person.teams.includes(team);
    return own === undefined || !isSeen ? [] : [`${team}: other ${own.differs.join(', ')}`];
  });
  return lines.length === 0 ? [] : [{ term: 'Teams', lines }];
}

export function routeTerms(route: Route, config: Config, person: Person): Term[] {
  return [
    { term: 'Serves', lines: whenWords(route.when, person) },
    ...mainTerms(route),
    ...otherTerms(route),
    ...teamTerms(route.name, config, person),
  ];
}
