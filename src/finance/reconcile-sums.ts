/** Sums of a reconciliation: by day, by model, in all; and how far apart the two sides are. Pure. */
import { totalOf } from '../core/row.ts';
import type { Correction, LedgerSide, ReconciledDay, ReconciledLine, Reconciliation } from './reconcile.ts';
import { addTokens, noTokens, sumOf, type TokenCounts } from './reconcile-figures.ts';

export type ReconciledSum = {
  readonly ledgerNanoUsd: number;
  readonly billedNanoUsd: number;
  /** The bill minus the ledger. */
  readonly driftNanoUsd: number;
  /** Of the bill, 0.01 is one percent; null: nothing is billed, and the ledger has something. */
  readonly driftShare: number | null;
  readonly estimatedNanoUsd: number;
  readonly attempts: number;
  readonly estimated: number;
  readonly unpriced: number;
  readonly corrections: number;
  /** Of corrections, contained in the ledger's. */
  readonly correctionsNanoUsd: number;
  readonly ledgerTokens: TokenCounts;
  readonly billedTokens: TokenCounts;
};

const tokensOf = (all: readonly TokenCounts[]) => all.reduce(addTokens, noTokens);

export function sumLines(lines: readonly ReconciledLine[]): ReconciledSum {
  const count = (name: Exclude<keyof LedgerSide, 'tokens' | 'cost'>) =>
    lines.reduce((sum, { ledger }) => sum + ledger[name], 0);
  const ledgerNanoUsd = sumOf(lines.map(({ ledger }) => ledger.cost));
  const billedNanoUsd = sumOf(lines.map(({ billed }) => billed.cost));
  return {
    ledgerNanoUsd,
    billedNanoUsd,
    driftNanoUsd: billedNanoUsd - ledgerNanoUsd,
    driftShare: driftShareOf(ledgerNanoUsd, billedNanoUsd),
    estimatedNanoUsd: count('estimatedNanoUsd'),
    attempts: count('attempts'),
    estimated: count('estimated'),
    unpriced: count('unpriced'),
    corrections: count('corrections'),
    correctionsNanoUsd: count('correctionsNanoUsd'),
    ledgerTokens: tokensOf(lines.map(({ ledger }) => ledger.tokens)),
    billedTokens: tokensOf(lines.map(({ billed }) => billed.tokens)),
  };
}

/** The bill minus the ledger, as a share of the bill; null: there is no bill to hold the ledger against. */
export function driftShareOf(ledgerNanoUsd: number, billedNanoUsd: number): number | null {
  if (billedNanoUsd === ledgerNanoUsd) return 0;
  return billedNanoUsd === 0 ? null : (billedNanoUsd - ledgerNanoUsd) / billedNanoUsd;
}

/** Days that the total is made of: those that are over. */
export function countedDays({ days }: Pick<Reconciliation, 'days'>): readonly ReconciledDay[] {
  return days.filter(({ state }) => state !== 'open');
}

/** By model over all days that count, in the order of their names. */
export function sumByModel(reconciliation: Reconciliation): readonly (readonly [string, ReconciledSum])[] {
  const lines = countedDays(reconciliation).flatMap((day) => day.lines);
  const byModel = Map.groupBy(lines, ({ model }) => model);
  return [...byModel].sort(([a], [b]) => (a < b ? -1 : 1)).map(([model, of]) => [model, sumLines(of)]);
}

export function totalSum(reconciliation: Reconciliation): ReconciledSum {
  return sumLines(countedDays(reconciliation).flatMap((day) => day.lines));
}

/** Days as they are once these corrections are booked: what is kept of them. */
export function daysAfter(
  reconciliation: Reconciliation,
  booked: readonly Correction[],
): readonly { readonly day: ReconciledDay; readonly sum: ReconciledSum }[] {
  return countedDays(reconciliation).map((day) => {
    const sum = sumLines(day.lines);
    const added = booked.reduce((all, one) => all + (one.day === day.day ? totalOf(one.cost) : 0), 0);
    const ledgerNanoUsd = sum.ledgerNanoUsd + added;
    const driftNanoUsd = sum.billedNanoUsd - ledgerNanoUsd;
    const driftShare = driftShareOf(ledgerNanoUsd, sum.billedNanoUsd);
    const correctionsNanoUsd = sum.correctionsNanoUsd + added;
    return { day, sum: { ...sum, ledgerNanoUsd, correctionsNanoUsd, driftNanoUsd, driftShare } };
  });
}

/** Of the total, once these corrections are booked; null as in `driftShareOf`. */
export function driftShareAfter(
  reconciliation: Reconciliation,
  booked: readonly Correction[],
): number | null {
  const days = daysAfter(reconciliation, booked);
  const add = (name: 'ledgerNanoUsd' | 'billedNanoUsd') => days.reduce((all, { sum }) => all + sum[name], 0);
  return driftShareOf(add('ledgerNanoUsd'), add('billedNanoUsd'));
}
