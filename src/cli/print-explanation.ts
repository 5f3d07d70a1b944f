/** A decision in about ten lines for a person: what the request is, which route, each candidate, what gets lost. Pure. */
import type { Judged } from '../core/judged.ts';
import type { ExplainedPrediction, Explanation } from '../routing/explain.ts';
import { type Paint, plainPaint } from './paint.ts';
import { printDuration, printShare, printUsd } from './print-numbers.ts';
import { printObjective } from './print-objective.ts';
import { type Column, printTable } from './table.ts';

type Row = {
  /** Its place among the attempts; null: rejected. */
  readonly place: number | null;
  readonly target: string;
  readonly predicted: ExplainedPrediction | null;
  readonly remark: string;
};

const nanoPerUsd = 1_000_000_000;

function usd(value: number | undefined): string | null {
  return value === undefined ? null : printUsd(value * nanoPerUsd);
}

const columns: readonly Column<Row>[] = [
  { title: '', align: 'right', cell: ({ place }) => (place === null ? '' : String(place)) },
  {
    title: 'target',
    cell: ({ target, place }) => (place === null ? { text: target, style: 'faint' } : target),
  },
  { title: 'quality', align: 'right', cell: ({ predicted }) => predicted?.quality?.toFixed(3) ?? null },
  { title: 'cost', align: 'right', cell: ({ predicted }) => usd(predicted?.costUsd?.expected) },
  { title: 'at most', align: 'right', cell: ({ predicted }) => usd(predicted?.costUsd?.high) },
  { title: 'first', align: 'right', cell: ({ predicted }) => printDuration(predicted?.latency.firstEventMs) },
  { title: 'whole', align: 'right', cell: ({ predicted }) => printDuration(predicted?.latency.totalMs) },
  { title: '', cell: ({ remark, place }) => (place === null ? { text: remark, style: 'warn' } : remark) },
];

function rowsOf({ attempts, rejected }: Explanation): readonly Row[] {
  return [
    ...attempts.map(({ target, predicted, lane, protocol, background }, at) => ({
      place: at + 1,
      target,
      predicted,
      remark: [
        ...(lane === 'translate' ? [`translated to ${protocol}`] : []),
        ...(background ? ['in the background'] : []),
      ].join(', '),
    })),
    ...rejected.map(({ target, predicted, reason, detail }) => ({
      place: null,
      target,
      predicted,
      remark: `${reason}: ${detail}`,
    })),
  ];
}

function printRisk({ risk }: Judged): string {
  return risk.level === 'none' ? 'none' : `${risk.level} (${risk.domain ?? 'any harm'})`;
}

/** What the request is, and why. */
function describe(judged: Judged): string {
  const { task, difficulty, tools } = judged;
  return [
    `${task.task} ${printShare(task.probability)}${task.isSure ? '' : ', not sure'}`,
    `harder than ${printShare(difficulty.rank)}`,
    `risk ${printRisk(judged)}`,
    ...(tools.highest === null ? [] : [`tools ${tools.highest}`]),
  ].join('; ');
}

/** One line a loss, with those that have it. */
function printLosses({ attempts }: Explanation): readonly string[] {
  const losers = new Map<string, string[]>();
  for (const { target, losses } of attempts) {
    for (const { field, how } of losses) {
      const loss = `${field} ${how}`;
      losers.set(loss, [...(losers.get(loss) ?? []), target]);
    }
  }
  return [...losers].map(([loss, targets]) => `${loss} for ${targets.join(', ')}`);
}

function printHedge({ afterMs, off }: NonNullable<Explanation['hedge']>): string {
  return off === null ? `after ${printDuration(afterMs)} without output` : `none: ${off}`;
}

function printShadow({ target, off }: NonNullable<Explanation['shadow']>): string {
  return off === null ? `a copy to ${target}` : `no copy to ${target}: ${off}`;
}

/** `dual-use, harm: fence, log` */
function printSafeguards({ rules, actions }: Explanation['safeguards']): string {
  const by = rules.length === 0 ? 'the route' : rules.join(', ');
  return actions.length === 0 ? by : `${by}: ${actions.join(', ')}`;
}

export function printExplanation(explanation: Explanation, paint: Paint = plainPaint): string[] {
  const { route, passed, objective, floor, classification, maxAttempts, team, arm } = explanation;
  const { hedge, shadow, stay, explored, notice, safeguards } = explanation;
  const label = (name: string, text: string) => `${paint('title', name.padEnd(8))}${text}`;
  const why = classification?.evidence.map(({ what }) => what).slice(0, 3) ?? [];
  const floorWords = floor === 'none' ? '' : `; safeguards at least ${floor}`;
  return [
    ...(classification === null ? [] : [label('request', describe(classification))]),
    ...(why.length === 0 ? [] : [label('because', why.join('; '))]),
    label('route', `${route}: ${printObjective(objective)}${floorWords}; at most ${maxAttempts} attempts`),
    ...(safeguards.rules.length + safeguards.actions.length === 0
      ? []
      : [label('guards', printSafeguards(safeguards))]),
    ...(team === null ? [] : [label('team', `${team.name} has its own ${team.differs.join(', ')}`)]),
    ...(arm === null ? [] : [label('arm', arm)]),
    ...(stay === null ? [] : [label('stays', stay)]),
    ...(explored === null ? [] : [label('tries', `${explored} out, to learn of it`)]),
    ...(passed.length === 0
      ? []
      : [label('not', passed.map((one) => `${one.route} (${one.because})`).join(', '))]),
    ...printTable(columns, rowsOf(explanation), { paint }),
    ...printLosses(explanation).map((loss) => label('loses', loss)),
    ...(hedge === null ? [] : [label('hedge', printHedge(hedge))]),
    ...(shadow === null ? [] : [label('shadow', printShadow(shadow))]),
    ...(notice === null ? [] : [label('notice', notice)]),
  ];
}
