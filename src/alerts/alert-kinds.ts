/**
 * What each kind of alert says: whom it is about, its figures, one sentence of what it means and a command to look
 * closer. A table; adding a kind is adding a line. Pure.
 */
import type { AlertData, AlertKind, BudgetAlert } from '../core/alert.ts';

type Words<Data> = {
  /** Whom it is about, for whoever sorts alerts. */
  readonly subject: (data: Data) => Readonly<Record<string, string | null>>;
  readonly figures: (data: Data) => Readonly<Record<string, number | string | boolean | null>>;
  /** One sentence for people. */
  readonly message: (data: Data, nowMs: number) => string;
  /** What to run to see more. */
  readonly command: (data: Data) => string;
};

const isoOf = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', 'Z');
const usdOf = (nanoUsd: number) =>
  `$${(nanoUsd / 1e9).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`;
const countOf = (value: number) => value.toLocaleString('en');

const whose: Readonly<Record<BudgetAlert['scope'], (id: string) => string>> = {
  key: (id) => `API key ${id}`,
  team: (id) => `team ${id}`,
  route: (id) => `route ${id}`,
  user: (id) => `end user ${id}`,
};

const consequences: Readonly<Record<BudgetAlert['onLimit'], string>> = {
  refuse: 'requests that do not fit are refused',
  alert: 'requests go on',
  downgrade: 'requests go to targets that cost no more than what is left',
};

function budgetMessage({ scope, id, window, onLimit, resetAtMs, percent, ...rest }: BudgetAlert): string {
  const amount = (value: number) => (rest.unit === 'tokens' ? `${countOf(value)} tokens` : usdOf(value));
  const which = window === 'total' ? 'The budget' : `The budget for the ${window}`;
  const spent = `${amount(rest.spent)} of ${amount(rest.limit)} spent`;
  const until = resetAtMs === null ? '' : ` until ${isoOf(resetAtMs)}`;
  const isOver = percent >= 100;
  const what = isOver ? 'is used up' : rest.hasRefused ? 'has refused a request' : `has passed ${percent} %`;
  const then = isOver || rest.hasRefused ? `; ${consequences[onLimit]}${until}` : '';
  return `${which} of ${whose[scope](id)} ${what}: ${spent}${then}.`;
}

const budget: Words<BudgetAlert> = {
  subject: ({ scope, id, window, timeZone, windowStartMs }) => ({
    scope,
    id,
    window,
    time_zone: timeZone,
    window_start: window === 'total' ? null : isoOf(windowStartMs),
  }),
  figures: ({ unit, spent, limit, percent, onLimit, hasRefused, resetAtMs }) => ({
    [unit === 'tokens' ? 'spent_tokens' : 'spent_nano_usd']: spent,
    [unit === 'tokens' ? 'limit_tokens' : 'limit_nano_usd']: limit,
    percent,
    on_limit: onLimit,
    has_refused: hasRefused,
    resets_at: resetAtMs === null ? null : isoOf(resetAtMs),
  }),
  message: budgetMessage,
  command: ({ scope, id }) =>
    scope === 'team' || scope === 'route'
      ? `signalbox usage --${scope} ${id} --by day,model`
      : 'signalbox status',
};

export const alertWords: { readonly [Kind in AlertKind]: Words<AlertData[Kind]> } = {
  budget,
  'end-user-budget': { ...budget, command: () => 'signalbox limits list' },
  outbox: {
    subject: () => ({}),
    figures: ({ notes, oldestAtMs }) => ({ notes, oldest_at: isoOf(oldestAtMs) }),
    message: ({ notes, oldestAtMs }, nowMs) =>
      `The store has not taken ${countOf(notes)} notes of the ledger, the oldest for ${countOf(
        Math.floor((nowMs - oldestAtMs) / 60_000),
      )} minutes; until it does, budgets and usage lack them.`,
    command: () => 'signalbox status',
  },
  unpriced: {
    subject: ({ model }) => ({ model }),
    figures: ({ attempts }) => ({ attempts }),
    message: ({ model, attempts }) =>
      `${countOf(attempts)} attempts at ${model} have no known cost; usage and budgets in money lack them.`,
    command: ({ model }) => `signalbox usage --model ${model} --by day,route`,
  },
  escalation: {
    subject: ({ action, object, actor, endUser }) => ({ action, object, actor, end_user: endUser }),
    figures: ({ names, outcome, risk, domain }) => ({ names, outcome, risk, domain }),
    message: ({ action, object, actor, endUser, names, outcome, risk, domain }) => {
      const who = endUser === null ? actor : `${actor}, end user ${endUser}`;
      const why = [names, risk === null ? '' : `risk ${risk}${domain === null ? '' : ` (${domain})`}`];
      const told = why.filter((each) => each !== '').join(', ');
      return `${action} ${object} of ${who}: ${outcome}${told === '' ? '' : `; ${told}`}.`;
    },
    command: () => 'signalbox audit export audit.jsonl',
  },
};
