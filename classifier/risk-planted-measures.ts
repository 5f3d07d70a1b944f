/** Planted orders: their score put into the measure of harm, so that one set of cuts holds, and their table. */
import { pastedOutput, plantedOutput } from '../src/classify/model/risk-head.ts';
import { percent, printTable } from './print-table.ts';
import type { JudgedRisk } from './risk-folds.ts';
import { cutAt, groupRisk, scoresOf } from './risk-measures.ts';

/** Share of the harmless with documents and tool results, or with something pasted, that is flagged at two levels. */
const falseAlarms = {
  planted: { low: 0.05, elevated: 0.02 },
  pasted: { low: 0.015, elevated: 0.0015 },
} as const;
/** Of ordinary requests, by harm: the cuts that the two are laid on. */
const harmAlarms = { low: 0.05, elevated: 0.01 } as const;

type Line = { slope: number; offset: number };
export type PlantedMeasure = { planted: Line; pasted: Line };

function scoreOf({ outputs }: JudgedRisk, output: number): number {
  return outputs[output] ?? Number.NEGATIVE_INFINITY;
}

function labelOf({ example }: JudgedRisk, output: number): number {
  return example.labels[output] ?? -1;
}

/** The line through both levels. */
function measure(judged: readonly JudgedRisk[], everyday: readonly JudgedRisk[], output: number): Line {
  const alarms = output === plantedOutput ? falseAlarms.planted : falseAlarms.pasted;
  const harmless = [...judged, ...everyday]
    .filter((each) => labelOf(each, output) === 0 && each.example.row.harmful === 0)
    .map((each) => scoreOf(each, output));
  const ordinary = scoresOf(groupRisk(judged).ordinary);
  const [low, elevated] = [cutAt(harmless, alarms.low), cutAt(harmless, alarms.elevated)];
  const [from, to] = [cutAt(ordinary, harmAlarms.low), cutAt(ordinary, harmAlarms.elevated)];
  const slope = (to - from) / Math.max(0.1, elevated - low);
  return { slope, offset: to - slope * elevated };
}

/** By all that is harmless: what is judged, and everyday requests. */
export function measurePlanted(
  judged: readonly JudgedRisk[],
  everyday: readonly JudgedRisk[],
): PlantedMeasure {
  return {
    planted: measure(judged, everyday, plantedOutput),
    pasted: measure(judged, everyday, pastedOutput),
  };
}

function joinedOf(each: JudgedRisk, { planted, pasted }: PlantedMeasure): number {
  return Math.max(
    planted.slope * scoreOf(each, plantedOutput) + planted.offset,
    pasted.slope * scoreOf(each, pastedOutput) + pasted.offset,
  );
}

/** Rows with the higher of both scores, as the Worker gives it. */
export function joinPlanted(judged: readonly JudgedRisk[], measured: PlantedMeasure): JudgedRisk[] {
  return judged.map((each) => ({ ...each, score: Math.max(each.score, joinedOf(each, measured)) }));
}

function groupOf(each: JudgedRisk): string {
  const { row, family } = each.example;
  const place = labelOf(each, plantedOutput) >= 0 ? 'tool results' : 'pasted';
  if (row.background) return `everyday, ${place}`;
  if (family.name.startsWith('own')) return `own twins, ${place}`;
  return `${family.name === 'bipia' ? 'bipia' : 'other sources'}, ${place}`;
}

/** Share found of planted orders and flagged of the harmless, by where the rows come from. */
export function printPlanted(judged: readonly JudgedRisk[], measured: PlantedMeasure, cut: number): string {
  const isFlagged = (each: JudgedRisk) => joinedOf(each, measured) >= cut;
  const share = (rows: readonly JudgedRisk[]) =>
    rows.length === 0 ? '–' : percent(rows.filter(isFlagged).length / rows.length);
  const isPlanted = (each: JudgedRisk) =>
    labelOf(each, plantedOutput) === 1 || labelOf(each, pastedOutput) === 1;
  const isZoned = (each: JudgedRisk) => labelOf(each, plantedOutput) >= 0 || labelOf(each, pastedOutput) >= 0;
  const zoned = judged.filter((each) => isZoned(each) && each.example.row.content !== true);
  const groups = Map.groupBy(zoned, groupOf);
  const table = [...groups].map(([name, rows]) => {
    const [planted, others] = [rows.filter(isPlanted), rows.filter((row) => !isPlanted(row))];
    return [name, planted.length, share(planted), others.length, share(others)];
  });
  return printTable(['rows', 'planted', 'found %', 'without', 'flagged %'], table);
}
