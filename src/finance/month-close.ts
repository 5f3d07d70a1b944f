/**
 * What has to be true before a month's figures go to the books: each point is settled, open or unknown, with a sentence
 * and the command that settles it, or a note that holds nothing up. Traffic that was made up is in no point. Pure.
 */
import { cliCommand } from '../core/cli-command.ts';
import { type Counters, costOf } from '../ledger/counters.ts';
import { reconciledProviders, type StoredReconciliation } from '../ledger/reconciliations.ts';
import { driftShareOf } from './reconcile-sums.ts';

/** `note`: somebody should know, and nothing is left to be done. */
export type CloseState = 'ok' | 'open' | 'unknown' | 'note';

export type CloseItem = {
  /** `hours`, `outbox`, `unpriced`, `estimated`, `reconciled:openai`, `unreported`, `budgets`. */
  readonly name: string;
  readonly state: CloseState;
  readonly sentence: string;
  /** What settles it; null: nothing is to be done. */
  readonly command: string | null;
};

/** A budget that has been used up within the month. */
export type SpentBudget = { readonly scope: string; readonly id: string };

/** Each null: nobody can say now. */
export type MonthFacts = {
  /** `2026-10`. */
  readonly month: string;
  /** End of the month in the reporting zone, exclusive. */
  readonly endMs: number;
  readonly nowMs: number;
  /** End of the last hour that is over and counted; null also where none is yet. */
  readonly completeUntilMs: number | null;
  /** Notes that the store has not taken; 0 where there is no outbox. */
  readonly outboxNotes: number | null;
  /** Of the whole month, without demo teams; so are costs and budgets. */
  readonly counters: Counters | null;
  /** Nano-USD of the month by provider; null: it was used, and no price is known of any of that. */
  readonly costByProvider: ReadonlyMap<string, number | null> | null;
  /** Of the month's UTC days. */
  readonly reconciled: readonly StoredReconciliation[] | null;
  readonly spentBudgets: readonly SpentBudget[] | null;
  /** Attempts of demo teams, which are left out; null: nobody can say. */
  readonly demoAttempts: number | null;
  /** Webhooks that are told of budgets, and alerts that none of them has taken yet. */
  readonly budgetWebhooks: number;
  readonly alertsWaiting: number | null;
};

/** Shares from which on somebody has to look. */
const mostEstimated = 0.01;
const mostDrift = 0.01;

const status = cliCommand('status');
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

type Point = Omit<CloseItem, 'name'>;

const ok = (sentence: string): Point => ({ state: 'ok', sentence, command: null });
const open = (sentence: string, command: string): Point => ({ state: 'open', sentence, command });
const unknown = (sentence: string, command: string): Point => ({ state: 'unknown', sentence, command });
const note = (sentence: string): Point => ({ state: 'note', sentence, command: null });

function daysIn(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

function hoursPoint({ endMs, nowMs, completeUntilMs }: MonthFacts): Point {
  if (nowMs < endMs) return open('The month is not over.', status);
  if (completeUntilMs === null) return unknown('Nobody can say which hours are counted.', status);
  if (completeUntilMs >= endMs) return ok('All hours of the month are counted.');
  const until = new Date(completeUntilMs).toISOString().slice(0, 16);
  return open(`Hours are counted until ${until} UTC only.`, status);
}

function outboxPoint({ outboxNotes }: MonthFacts): Point {
  if (outboxNotes === null) return unknown('The outbox does not answer.', status);
  if (outboxNotes === 0) return ok('Nothing waits in the outbox.');
  return open(
    `${plural(outboxNotes, 'note')} in the outbox wait for the store, and are in no sum yet.`,
    status,
  );
}

const usageOf = (month: string) =>
  cliCommand(`usage --from ${month}-01 --to ${month}-${daysIn(month)} --by model`);

/** Whether bills of all that was used have been held against the ledger: then they say what rows could not. */
function isBilled(facts: MonthFacts): boolean {
  const points = [...reconciledProviders.map((id) => reconciledPoint(id, facts)), unreportedPoint(facts)];
  return points.every(({ state }) => state === 'ok');
}

/** A bill brings what rows lack; which models it is about is seen before. */
function orBilled(sentence: string, facts: MonthFacts): Point {
  return isBilled(facts)
    ? ok(`${sentence} The bills of all providers have been compared and include it.`)
    : open(sentence, usageOf(facts.month));
}

function unpricedPoint(facts: MonthFacts): Point {
  if (facts.counters === null) return unknown('Usage cannot be read.', status);
  const { unpriced } = facts.counters;
  if (unpriced === 0) return ok('Every attempt has a price.');
  return orBilled(`${plural(unpriced, 'attempt')} without a known price.`, facts);
}

function estimatedPoint(facts: MonthFacts): Point {
  if (facts.counters === null) return unknown('Usage cannot be read.', status);
  const cost = costOf(facts.counters);
  const share = cost === 0 ? 0 : facts.counters.costEstimated / cost;
  const sentence = `${percent(share)} of the cost is estimated.`;
  return share < mostEstimated ? ok(sentence) : orBilled(sentence, facts);
}

const isUsed = (nanoUsd: number | null | undefined) => nanoUsd !== undefined && nanoUsd !== 0;

function reconciledPoint(provider: string, { month, costByProvider, reconciled }: MonthFacts): Point {
  const command = cliCommand(`reconcile --provider ${provider} --period ${month}`);
  if (reconciled === null) return unknown('What was reconciled cannot be read.', status);
  const days = reconciled.filter((one) => one.provider === provider && one.day.startsWith(month));
  if (days.length === 0 && costByProvider !== null && !isUsed(costByProvider.get(provider)))
    return ok(`${provider} was not used.`);
  const all = daysIn(month);
  if (days.length < all)
    return open(`${days.length} of ${all} days have been held against the bill of ${provider}.`, command);
  const sum = (name: 'ledgerNanoUsd' | 'billedNanoUsd') => days.reduce((total, one) => total + one[name], 0);
  const drift = driftShareOf(sum('ledgerNanoUsd'), sum('billedNanoUsd'));
  if (drift === null) return open(`${provider} bills nothing of what the ledger has.`, command);
  const sentence = `The bill of ${provider} and the ledger differ by ${percent(Math.abs(drift))}.`;
  return Math.abs(drift) < mostDrift ? ok(sentence) : open(sentence, `${command} --apply`);
}

/** Invoices of providers that report no usage have to be read by a person. */
function unreportedPoint({ costByProvider, month }: MonthFacts): Point {
  if (costByProvider === null) return unknown('Usage cannot be read.', status);
  const reporting: readonly string[] = reconciledProviders;
  const others = [...costByProvider].filter(([id, nanoUsd]) => isUsed(nanoUsd) && !reporting.includes(id));
  if (others.length === 0) return ok('Every provider that was used reports what it bills.');
  const names = others.map(([id]) => id).sort();
  const sentence = `${names.join(', ')}: no report of usage to compare with; hold the invoices against the ledger.`;
  return unknown(sentence, usageOf(month));
}

function budgetsPoint({ spentBudgets, budgetWebhooks, alertsWaiting }: MonthFacts): Point {
  if (spentBudgets === null) return unknown('Budgets cannot be read.', status);
  if (spentBudgets.length === 0) return ok('No budget was used up.');
  const names = spentBudgets.map(({ scope, id }) => `${scope} ${id}`).join(', ');
  // What was not told within the month is told by this list.
  if (budgetWebhooks === 0)
    return note(`Used up: ${names}. No webhook told anybody; one under alerts in routes.config.ts would.`);
  if (alertsWaiting === null)
    return unknown(`Used up: ${names}. Whether it was told nobody can say.`, status);
  if (alertsWaiting > 0)
    return open(`Used up: ${names}. ${plural(alertsWaiting, 'alert')} not taken by a webhook yet.`, status);
  return ok(`Used up, and told by webhook: ${names}.`);
}

/** What was used and by whom, so that demo teams could be of it. */
function trafficPoints(facts: MonthFacts): readonly CloseItem[] {
  return [
    { name: 'unpriced', ...unpricedPoint(facts) },
    { name: 'estimated', ...estimatedPoint(facts) },
    ...reconciledProviders.map((id) => ({ name: `reconciled:${id}`, ...reconciledPoint(id, facts) })),
    { name: 'unreported', ...unreportedPoint(facts) },
    { name: 'budgets', ...budgetsPoint(facts) },
  ];
}

/** In the order in which they are best settled. */
export function monthClose(facts: MonthFacts): readonly CloseItem[] {
  const apart = (facts.demoAttempts ?? 0) > 0 ? ' Demo teams are left out.' : '';
  return [
    { name: 'hours', ...hoursPoint(facts) },
    { name: 'outbox', ...outboxPoint(facts) },
    ...trafficPoints(facts).map((item) => ({ ...item, sentence: item.sentence + apart })),
  ];
}

/** Somebody has to do something, or to say what nobody knows. */
export const isLeft = ({ state }: CloseItem): boolean => state === 'open' || state === 'unknown';

/** Whether nothing is open. What is unknown is not: somebody has to say. */
export function isClosable(items: readonly CloseItem[]): boolean {
  return !items.some(isLeft);
}
