/** A reconciliation as tables for people and as JSON. Pure. */
import { type CostByMeter, totalOf } from '../core/row.ts';
import {
  type Correction,
  driftReasons,
  type ReconciledDay,
  type Reconciliation,
} from '../finance/reconcile.ts';
import type { CostLine, TokenCounts } from '../finance/reconcile-figures.ts';
import {
  countedDays,
  type ReconciledSum,
  sumByModel,
  sumLines,
  totalSum,
} from '../finance/reconcile-sums.ts';
import type { ReconciledProvider } from '../ledger/reconciliations.ts';
import { printTokens, printUsd } from './print-numbers.ts';
import type { BookedCount } from './reconcile-apply.ts';
import { type Cell, type Column, printTable, type TableOptions } from './table.ts';

export type Reconciled = {
  readonly provider: ReconciledProvider;
  /** UTC days, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly reconciliation: Reconciliation;
  readonly costs: readonly CostLine[];
  /** Of the bill, what the drift may be. */
  readonly tolerancePercent: number;
  /** What is left of it once what was booked is counted; null as in `driftShareOf`. */
  readonly driftShareAfter: number | null;
  readonly isWithin: boolean;
  /** Null: nothing was to be booked. */
  readonly booked: BookedCount | null;
};

type Line = { readonly name: string; readonly sum: ReconciledSum; readonly note: string | Cell };

const usd = (nanoUsd: number) => printUsd(nanoUsd) ?? '';

export function printDriftShare({ driftShare }: Pick<ReconciledSum, 'driftShare'>): string | null {
  if (driftShare === null) return null;
  const percent = driftShare * 100;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(2)} %`;
}

function driftCell(sum: ReconciledSum, tolerancePercent: number): string | Cell | null {
  const text = printDriftShare(sum);
  if (text === null) return null;
  return Math.abs(sum.driftShare ?? 0) > tolerancePercent / 100 ? { text, style: 'bad' } : text;
}

/** Input and output together, as the ledger and as the provider count them. */
function tokensCell({ ledgerTokens, billedTokens }: ReconciledSum): string {
  const [counted, billed] = [ledgerTokens, billedTokens].map((tokens) => tokens.input + tokens.output);
  const shown = printTokens(counted) ?? '';
  return counted === billed ? shown : `${shown} / ${printTokens(billed)}`;
}

const columns = (title: string, tolerancePercent: number): readonly Column<Line>[] => [
  { title, cell: ({ name }) => name },
  { title: 'ledger', align: 'right', cell: ({ sum }) => usd(sum.ledgerNanoUsd) },
  { title: 'billed', align: 'right', cell: ({ sum }) => usd(sum.billedNanoUsd) },
  { title: 'drift', align: 'right', cell: ({ sum }) => usd(sum.driftNanoUsd) },
  { title: '%', align: 'right', cell: ({ sum }) => driftCell(sum, tolerancePercent) },
  { title: 'tokens', align: 'right', cell: ({ sum }) => tokensCell(sum), dropRank: 2 },
  { title: 'estimated', align: 'right', cell: ({ sum }) => usd(sum.estimatedNanoUsd), dropRank: 3 },
  { title: 'corrected', align: 'right', cell: ({ sum }) => usd(sum.correctionsNanoUsd), dropRank: 4 },
  { title: '', cell: ({ note }) => note },
];

const stateNotes: Readonly<Record<ReconciledDay['state'], string>> = {
  compared: '',
  open: 'not over: not counted below',
  inexact: 'the ledger has this day in its own zone only: not corrected',
  'not-billed': 'the provider reports no cost yet: not corrected',
};

function dayLines({ days }: Reconciliation): Line[] {
  return days.map(({ day, state, lines }) => {
    const note = stateNotes[state];
    return { name: day, sum: sumLines(lines), note: note === '' ? '' : { text: note, style: 'warn' } };
  });
}

/** Why lines of the model differ, each reason once. */
function reasonsOf(model: string, reconciliation: Reconciliation): string {
  const lines = countedDays(reconciliation).flatMap((day) =>
    day.lines.filter((line) => line.model === model),
  );
  const reasons = new Set(lines.filter(({ reason }) => reason !== 'same').map(({ reason }) => reason));
  return [...reasons].map((reason) => driftReasons[reason]).join('; ');
}

function modelLines(reconciliation: Reconciliation): Line[] {
  const lines = sumByModel(reconciliation).map(([name, sum]): Line => {
    return { name, sum, note: reasonsOf(name, reconciliation) };
  });
  return [...lines, { name: 'total', sum: totalSum(reconciliation), note: '' }];
}

const meterNames = {
  input: 'input',
  cacheRead: 'cache read',
  cacheWrite: 'cache write',
  output: 'output',
  tools: 'tools',
} as const satisfies Record<keyof CostByMeter, string>;

const correctionColumns: readonly Column<Correction>[] = [
  { title: 'day', cell: ({ day }) => day },
  { title: 'model', cell: ({ model }) => model },
  { title: 'correction', align: 'right', cell: ({ cost }) => usd(totalOf(cost)) },
  ...(Object.keys(meterNames) as (keyof CostByMeter)[]).map((meter): Column<Correction> => {
    const cell = ({ cost }: Correction) => (cost[meter] === 0 ? '' : usd(cost[meter]));
    return { title: meterNames[meter], align: 'right', cell, dropRank: 1 };
  }),
  { title: 'why', cell: ({ reason }) => driftReasons[reason] },
];

/** Cost by project or workspace: the ledger has none of them. */
export function sumByProject(costs: readonly CostLine[]): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const { project, nanoUsd } of costs) {
    const name = project ?? '(none)';
    sums.set(name, (sums.get(name) ?? 0) + nanoUsd);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

function printProjects(costs: readonly CostLine[]): string[] {
  const projects = sumByProject(costs);
  if (projects.length < 2) return [];
  return [
    '',
    `billed by project: ${projects.map(([name, nanoUsd]) => `${name} ${usd(nanoUsd)}`).join(', ')}`,
  ];
}

function printCorrections({ reconciliation, booked }: Reconciled, options: TableOptions): string[] {
  const { corrections } = reconciliation;
  if (corrections.length === 0) return [];
  return [
    '',
    booked === null ? 'corrections that would be booked (--apply books them):' : 'corrections:',
    ...printTable(correctionColumns, corrections, options),
  ];
}

function printDrift(reconciled: Reconciled): string {
  const { reconciliation, tolerancePercent, isWithin, booked, driftShareAfter } = reconciled;
  const shown = (sum: Pick<ReconciledSum, 'driftShare'>) => printDriftShare(sum) ?? 'of a bill of nothing';
  const after = booked === null ? '' : `, ${shown({ driftShare: driftShareAfter })} once corrected`;
  const within = `${isWithin ? 'within' : 'beyond'} ${tolerancePercent} %`;
  return `drift ${shown(totalSum(reconciliation))}${after} (${within})`;
}

function printConclusion(reconciled: Reconciled): string {
  const { reconciliation, booked } = reconciled;
  if (countedDays(reconciliation).length === 0)
    return 'No day of it is over, so nothing was compared. --open-days takes them as they are.';
  const sum = totalSum(reconciliation);
  const { corrections } = reconciliation;
  const rows = corrections.length === 1 ? '1 correction' : `${corrections.length} corrections`;
  const share = sum.ledgerNanoUsd === 0 ? 0 : (100 * sum.estimatedNanoUsd) / sum.ledgerNanoUsd;
  const said =
    booked === null
      ? [corrections.length === 0 ? 'nothing to correct' : `${rows} (dry run)`]
      : [`${booked.booked} booked`, ...(booked.known > 0 ? [`${booked.known} were booked before`] : [])];
  return [
    `ledger ${usd(sum.ledgerNanoUsd)}`,
    `billed ${usd(sum.billedNanoUsd)}`,
    printDrift(reconciled),
    `estimated rows ${sum.estimated} (${share.toFixed(2)} %)`,
    said.join(', '),
  ].join('   ');
}

export function printReconciled(reconciled: Reconciled, options: TableOptions = {}): string[] {
  const { provider, from, to, timeZone, reconciliation, tolerancePercent, costs } = reconciled;
  const { unknownModels } = reconciliation;
  return [
    `${provider}, ${from} to ${to}, days of UTC; the ledger's are of ${timeZone}`,
    '',
    ...printTable(columns('day', tolerancePercent), dayLines(reconciliation), options),
    '',
    ...printTable(columns('model', tolerancePercent), modelLines(reconciliation), options),
    ...printProjects(costs),
    ...(unknownModels.length === 0
      ? []
      : ['', `in no catalogue, so left out: ${unknownModels.join(', ')}. --config names other routes.`]),
    ...printCorrections(reconciled, options),
    '',
    printConclusion(reconciled),
  ];
}

const nanoOf = ({ input, cacheRead, cacheWrite, output, tools }: CostByMeter) => ({
  input,
  cache_read: cacheRead,
  cache_write: cacheWrite,
  output,
  tools,
});

const tokensJson = ({ input, cacheRead, cacheWrite, output }: TokenCounts) => ({
  input,
  cache_read: cacheRead,
  cache_write: cacheWrite,
  output,
});

const sumJson = (sum: ReconciledSum) => ({
  ledger_nano_usd: sum.ledgerNanoUsd,
  billed_nano_usd: sum.billedNanoUsd,
  drift_nano_usd: sum.driftNanoUsd,
  drift_share: sum.driftShare,
  estimated_nano_usd: sum.estimatedNanoUsd,
  corrected_nano_usd: sum.correctionsNanoUsd,
  attempts: sum.attempts,
  estimated_attempts: sum.estimated,
  unpriced_attempts: sum.unpriced,
  corrections: sum.corrections,
  ledger_tokens: tokensJson(sum.ledgerTokens),
  billed_tokens: tokensJson(sum.billedTokens),
});

export function reconciledJson(reconciled: Reconciled): object {
  const { provider, from, to, timeZone, reconciliation, costs, tolerancePercent, isWithin, booked } =
    reconciled;
  const { driftShareAfter } = reconciled;
  return {
    object: 'reconciliation',
    provider,
    from,
    to,
    time_zone: timeZone,
    tolerance_percent: tolerancePercent,
    is_within: isWithin,
    drift_share_after: driftShareAfter,
    total: sumJson(totalSum(reconciliation)),
    days: reconciliation.days.map(({ day, state, lines }) => ({
      day,
      state,
      ...sumJson(sumLines(lines)),
      models: lines.map((line) => ({ model: line.model, reason: line.reason, ...sumJson(sumLines([line])) })),
    })),
    models: sumByModel(reconciliation).map(([model, sum]) => ({ model, ...sumJson(sum) })),
    projects: sumByProject(costs).map(([project, nanoUsd]) => ({ project, billed_nano_usd: nanoUsd })),
    unknown_models: reconciliation.unknownModels,
    corrections: reconciliation.corrections.map(({ day, model, sequence, cost, reason }) => ({
      day,
      model,
      sequence,
      cost_nano_usd: nanoOf(cost),
      reason,
    })),
    booked,
  };
}
