/** The figures of `REPORT-risk.md`, printed from rows that were judged by models that never saw their source. */
import { riskDomains } from '../src/core/risk.ts';
import { percent, printTable } from './print-table.ts';
import type { JudgedRisk } from './risk-folds.ts';
import {
  areaUnderCurve,
  cutAt,
  cutOfIntent,
  groupRisk,
  type RiskGroups,
  scoresOf,
  shareAbove,
} from './risk-measures.ts';
import { type PlantedMeasure, printPlanted } from './risk-planted-measures.ts';

/** Sources that mark a topic or a tone as harmful: many of their rows read as harmless to people too. */
const vagueSources = new Set(['safety_tuned_llamas', 'stl_physical_unsafe', 'stl_harmfulq', 'harmfulqa']);

const ladder = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1] as const;

/** Share of ordinary requests flagged at the cut of the summary and of the tables by source. */
const summaryShare = 0.01;

export function printSummary(groups: RiskGroups): string {
  const [harmful, ordinary, lookalikes, ownHarmful, ownLookalikes] = [
    groups.harmful,
    groups.ordinary,
    groups.lookalikes,
    groups.ownHarmful,
    groups.ownLookalikes,
  ].map(scoresOf) as [number[], number[], number[], number[], number[]];
  const raws = [groups.harmful, groups.ordinary, groups.lookalikes].map((rows) => rows.map(({ raw }) => raw));
  const cut = cutAt(ordinary, summaryShare);
  const above = (scores: readonly number[]) => percent(shareAbove(scores, cut));
  const area = (harmless: readonly number[]) => percent(areaUnderCurve(harmful, harmless));
  return [
    `AUROC against all harmless ${area([...ordinary, ...lookalikes])}, ordinary ${area(ordinary)}, look-alikes ${area(lookalikes)}; own twins ${percent(areaUnderCurve(ownHarmful, ownLookalikes))}`,
    `at 1 % of ordinary: found ${above(harmful)}, look-alikes flagged ${above(lookalikes)}; own found ${above(ownHarmful)}, own look-alikes flagged ${above(ownLookalikes)}`,
    `scores as each fold's model gave them: AUROC ${percent(areaUnderCurve(raws[0] ?? [], [...(raws[1] ?? []), ...(raws[2] ?? [])]))}, at 1 % of ordinary found ${percent(shareAbove(raws[0] ?? [], cutAt(raws[1] ?? [], summaryShare)))}`,
    `meant or talked about, harmful against look-alikes: ${percent(cutOfIntent(groups).right)} right of both sides`,
  ].join('\n');
}

/** What each cut finds and flags. */
function printLadder(groups: RiskGroups): string {
  const [harmful, ordinary, lookalikes] = [groups.harmful, groups.ordinary, groups.lookalikes].map(
    scoresOf,
  ) as [number[], number[], number[]];
  const clear = scoresOf(groups.harmful.filter(({ example }) => !vagueSources.has(example.row.source)));
  const table = ladder.map((share) => {
    const cut = cutAt(ordinary, share);
    const counts = [harmful, ordinary, lookalikes].map(
      (scores) => scores.filter((score) => score >= cut).length,
    );
    const precision = (counts[0] ?? 0) / counts.reduce((sum, count) => sum + count, 0);
    const shares = [harmful, clear, ordinary, lookalikes].map((scores) => percent(shareAbove(scores, cut)));
    return [cut.toFixed(2), ...shares, percent(precision)];
  });
  const columns = ['cut', 'harmful found %', 'without vague sources %', 'ordinary flagged %'];
  return printTable([...columns, 'look-alikes flagged %', 'precision %'], table);
}

function printDomains(judged: readonly JudgedRisk[], { harmful }: RiskGroups, cut: number): string {
  const table = riskDomains.map((domain, at) => {
    const scores = (label: number) =>
      judged
        .filter(({ example }) => example.labels[at + 1] === label)
        .map(({ outputs }) => outputs[at + 1] ?? 0);
    const own = harmful.filter(({ example }) => example.labels[at + 1] === 1);
    const area = percent(areaUnderCurve(scores(1), scores(0)));
    return [domain, scores(1).length, area, percent(shareAbove(scoresOf(own), cut))];
  });
  return printTable(['domain', 'rows', 'AUROC', 'harmful of unseen sources flagged %'], table);
}

export function printRiskReport(
  judged: readonly JudgedRisk[],
  planted: PlantedMeasure,
  everyday: readonly JudgedRisk[],
): string {
  const groups = groupRisk(judged);
  const cut = cutAt(scoresOf(groups.ordinary), summaryShare);
  const printGroups = (title: string, list: readonly JudgedRisk[], key: (each: JudgedRisk) => string) => {
    const table = [...Map.groupBy(list, key)]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([name, group]) => [name, group.length, percent(shareAbove(scoresOf(group), cut))]);
    return printTable([title, 'rows', 'flagged %'], table);
  };
  const sourceOf = ({ example }: JudgedRisk) => example.row.source;
  const languageOf = ({ example }: JudgedRisk) => example.row.lang;
  const content = judged.filter(({ example }) => example.row.content === true);
  return [
    printSummary(groups),
    printLadder(groups),
    printGroups('harmful, unseen source', groups.harmful, sourceOf),
    printGroups('look-alikes, unseen source', groups.lookalikes, sourceOf),
    printGroups('ordinary, family', groups.ordinary, ({ example }) => example.family.name),
    printPlanted([...judged, ...everyday], planted, cut),
    printGroups('content to moderate', content, ({ example }) =>
      example.row.harmful === 1 ? 'harmful' : 'harmless',
    ),
    printGroups('harmful, unseen, language', groups.harmful, languageOf),
    printGroups('own harmful, language', groups.ownHarmful, languageOf),
    printGroups('own harmless, language', groups.ownLookalikes, languageOf),
    printDomains(judged, groups, cut),
  ].join('\n\n');
}
