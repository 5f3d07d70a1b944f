/** The status of a router for people: a few lines, then budgets as a table. Pure. */
import { type Paint, plainPaint, type Style } from './paint.ts';
import { type ListedLimits, printLimits } from './print-limits.ts';
import { printDuration, printShare, printTokens, printUsd } from './print-numbers.ts';
import { type Cell, type Column, printTable, type TableOptions } from './table.ts';

type StatusBudget = {
  readonly scope: string;
  readonly id: string;
  readonly window: string;
  readonly time_zone: string;
  readonly on_limit: string;
  readonly resets_at: string | null;
  readonly spent_nano_usd: number;
  readonly held_nano_usd: number;
  readonly limit_nano_usd: number | null;
  readonly share_usd: number | null;
  readonly spent_tokens: number;
  readonly held_tokens: number;
  readonly limit_tokens: number | null;
  readonly share_tokens: number | null;
};

/** As `GET /admin/status` has it; null is unknown. */
export type ListedStatus = {
  readonly at: string;
  readonly release: string;
  readonly config: string;
  readonly store: {
    readonly state: 'answers' | 'away' | 'none';
    readonly latency_ms: number | null;
    readonly is_shut: boolean;
  };
  readonly outbox: {
    readonly state: 'answers' | 'away';
    readonly notes: number | null;
    readonly oldest_age_seconds: number | null;
  } | null;
  readonly routes: readonly { readonly name: string; readonly on_store_away: string | null }[];
  readonly budgets: readonly StatusBudget[] | null;
  readonly end_user_budgets: readonly ListedLimits[] | null;
  readonly keys: { readonly all: number; readonly active: number } | null;
  readonly counted_until: string | null;
  readonly alerts: {
    readonly webhooks: number;
    readonly waiting: number | null;
    readonly failing: readonly { readonly webhook: string; readonly last: string }[] | null;
    readonly conditions: readonly { readonly data: { readonly message: string; readonly command: string } }[];
  };
};

function storeLine({ store }: ListedStatus): Cell {
  if (store.state === 'none') return { text: 'none is configured: nothing is kept', style: 'warn' };
  if (store.state === 'away') return { text: 'does not answer', style: 'bad' };
  const text = `answers in ${store.latency_ms} ms`;
  return store.is_shut
    ? { text: `${text}, after failures a moment ago`, style: 'warn' }
    : { text, style: 'good' };
}

function outboxLine({ outbox }: ListedStatus): Cell {
  if (outbox === null) return { text: 'none is configured', style: 'warn' };
  if (outbox.state === 'away') return { text: 'does not answer', style: 'bad' };
  if (outbox.notes === 0) return { text: 'empty', style: 'good' };
  const age = printDuration((outbox.oldest_age_seconds ?? 0) * 1000);
  return { text: `${outbox.notes} notes wait, the oldest for ${age}`, style: 'warn' };
}

function alertsLine({ alerts }: ListedStatus): Cell {
  const { webhooks, waiting, failing } = alerts;
  if (webhooks === 0) return { text: 'nobody is told', style: 'faint' };
  const told = `${webhooks} webhook${webhooks === 1 ? '' : 's'}`;
  if (waiting === null) return { text: `${told}; what waits is unknown`, style: 'bad' };
  const failed = (failing ?? []).map(({ webhook, last }) => `; ${webhook} does not take them: ${last}`);
  return {
    text: `${told}, ${waiting} waiting${failed.join('')}`,
    style: failed.length === 0 ? 'good' : 'warn',
  };
}

function keysLine({ keys }: ListedStatus): Cell | null {
  return keys && { text: `${keys.active} active of ${keys.all}` };
}

/** While the store is away nobody knows whether any hour is. */
function countedLine({ counted_until: until, store }: ListedStatus): Cell {
  if (until !== null) return { text: `until ${until}` };
  if (store.state === 'answers') return { text: 'no hour yet' };
  return store.state === 'none' ? { text: 'nothing', style: 'faint' } : { text: 'not known', style: 'bad' };
}

const lines: readonly (readonly [title: string, read: (status: ListedStatus) => Cell | null])[] = [
  ['store', storeLine],
  ['outbox', outboxLine],
  ['alerts', alertsLine],
  ['keys', keysLine],
  ['counted', countedLine],
];

/** The default of a route that says nothing. */
const byBudget = 'strict under a budget that refuses, else an allowance';

function routeLines({ routes }: ListedStatus): { readonly posture: string; readonly names: string }[] {
  const postures = new Map<string, string[]>();
  for (const { name, on_store_away: posture } of routes) {
    const named = postures.get(posture ?? byBudget) ?? [];
    postures.set(posture ?? byBudget, [...named, name]);
  }
  return [...postures].map(([posture, names]) => ({ posture, names: names.join(', ') }));
}

type BudgetLine = {
  readonly budget: StatusBudget;
  readonly isFirst: boolean;
  readonly spent: string | null;
  readonly held: string | null;
  readonly limit: string | null;
  readonly share: number | null;
};

function budgetLines(budget: StatusBudget): BudgetLine[] {
  const line = (
    print: (value: number) => string | null,
    amounts: readonly (number | null)[],
    isFirst: boolean,
  ) => {
    const [spent = null, held = null, limit = null, share = null] = amounts;
    const shown = (value: number | null) => (value === null ? null : print(value));
    return { budget, isFirst, spent: shown(spent), held: shown(held), limit: shown(limit), share };
  };
  const {
    spent_nano_usd: usd,
    held_nano_usd: heldUsd,
    limit_nano_usd: limitUsd,
    share_usd: shareUsd,
  } = budget;
  const {
    spent_tokens: tokens,
    held_tokens: heldTokens,
    limit_tokens: limitTokens,
    share_tokens: share,
  } = budget;
  const printCount = (value: number) => `${printTokens(value)} tokens`;
  return [
    ...(limitUsd === null ? [] : [line(printUsd, [usd, heldUsd, limitUsd, shareUsd], true)]),
    ...(limitTokens === null
      ? []
      : [line(printCount, [tokens, heldTokens, limitTokens, share], limitUsd === null)]),
  ];
}

function shareStyle(share: number): Style {
  if (share >= 1) return 'bad';
  return share >= 0.8 ? 'warn' : 'good';
}

const ofBudget =
  (read: (budget: StatusBudget) => string): Column<BudgetLine>['cell'] =>
  ({ budget, isFirst }) =>
    isFirst ? read(budget) : '';

const columns: readonly Column<BudgetLine>[] = [
  { title: 'scope', cell: ofBudget(({ scope }) => scope) },
  { title: 'id', cell: ofBudget(({ id }) => id) },
  { title: 'window', cell: ofBudget(({ window }) => window) },
  { title: 'then', cell: ofBudget(({ on_limit: then }) => then), dropRank: 1 },
  { title: 'spent', align: 'right', cell: ({ spent }) => spent },
  { title: 'held', align: 'right', cell: ({ held }) => held, dropRank: 2 },
  { title: 'limit', align: 'right', cell: ({ limit }) => limit },
  {
    title: 'used',
    align: 'right',
    cell: ({ share }) => {
      const text = printShare(share);
      return text === null || share === null ? null : { text, style: shareStyle(share) };
    },
  },
  {
    title: 'begins anew (UTC)',
    cell: ofBudget(({ resets_at: at }) => (at === null ? 'never' : at.slice(0, 16).replace('T', ' '))),
    dropRank: 3,
  },
];

function head(status: ListedStatus, paint: Paint): string[] {
  const width = Math.max(...lines.map(([title]) => title.length));
  return lines.map(([title, read]) => {
    const cell = read(status) ?? { text: '–', style: 'faint' as const };
    const text = cell.style === undefined ? cell.text : paint(cell.style, cell.text);
    return `${paint('title', title.padEnd(width))}  ${text}`;
  });
}

export function printStatus(status: ListedStatus, options: TableOptions = {}): string[] {
  const { paint = plainPaint } = options;
  const { budgets, end_user_budgets: endUsers, alerts } = status;
  const conditions = alerts.conditions.flatMap(({ data }) => [
    paint('warn', data.message),
    paint('faint', `  ${data.command}`),
  ]);
  const routes: readonly Column<ReturnType<typeof routeLines>[number]>[] = [
    { title: 'while the store is away', cell: ({ posture }) => posture },
    { title: 'routes', cell: ({ names }) => names },
  ];
  return [
    `${status.at}, signalbox ${status.release}, config ${status.config}`,
    '',
    ...head(status, paint),
    ...(conditions.length > 0 ? ['', ...conditions] : []),
    '',
    ...printTable(routes, routeLines(status), options),
    ...(budgets && budgets.length > 0
      ? ['', ...printTable(columns, budgets.flatMap(budgetLines), options)]
      : []),
    ...(endUsers && endUsers.length > 0 ? ['', ...printLimits(endUsers, options)] : []),
  ];
}
