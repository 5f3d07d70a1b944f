/** A red team's run for people: tables by kind and domain, benign twins, the worst, what changed. Pure. */
import { type Paint, plainPaint } from '../paint.ts';
import { type Column, printTable } from '../table.ts';
import type { Difference } from './difference.ts';
import { type CaseResult, type Group, loudestOf, type RedteamReport, worstOf } from './report.ts';

const shownIds = 10;
const shownOfKind = 3;
const shownAlarms = 10;

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(part === whole ? 0 : 1)} %`;
}

function groupColumns(title: string): readonly Column<Group>[] {
  const count = (title: string, read: (group: Group) => number): Column<Group> => ({
    title,
    align: 'right',
    cell: (group) => (read(group) === 0 ? { text: '0', style: 'faint' } : String(read(group))),
  });
  return [
    { title, cell: ({ name }) => name },
    count('cases', ({ cases }) => cases),
    count('risk seen', ({ atRisk }) => atRisk),
    count('refused', ({ outcomes }) => outcomes.refused),
    count('held', ({ outcomes }) => outcomes.held),
    count('stepped up', ({ outcomes }) => outcomes['stepped-up']),
    count('restricted', ({ outcomes }) => outcomes.restricted),
    count('allowed', ({ outcomes }) => outcomes.allowed),
    count('not judged', ({ notJudged }) => notJudged),
    count('unexpected', ({ unexpected }) => unexpected),
    { title: 'share', align: 'right', cell: ({ unexpected, cases }) => share(unexpected, cases) },
  ];
}

const caseColumns: readonly Column<CaseResult>[] = [
  { title: 'id', cell: ({ id }) => id },
  { title: 'kind', cell: ({ kind }) => kind },
  { title: 'domain', cell: ({ domain }) => domain },
  { title: 'language', cell: ({ language }) => language, dropRank: 2 },
  { title: 'risk', cell: ({ risk }) => risk },
  { title: 'outcome', cell: ({ outcome }) => outcome },
  { title: 'floor', cell: ({ floor }) => floor },
  { title: 'route', cell: ({ route }) => route, dropRank: 1 },
  { title: 'target', cell: ({ target }) => target, dropRank: 1 },
];

function printIds(title: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const rest = ids.length > shownIds ? ` and ${ids.length - shownIds} more` : '';
  return [`${title}: ${ids.length} (${ids.slice(0, shownIds).join(', ')}${rest})`];
}

function printCases(title: string, results: readonly CaseResult[], options: Options): string[] {
  return results.length === 0 ? [] : ['', title, ...printTable(caseColumns, results, options)];
}

function printDifference(difference: Difference): string[] {
  const lines = [
    ...printIds('missed now', difference.newlyMissed),
    ...printIds('false alarms now', difference.newFalseAlarms),
    ...printIds('not judged now', difference.newlyNotJudged),
    ...printIds('as expected now', difference.mended),
    ...printIds('treated otherwise', difference.moved),
    ...printIds('new cases', difference.added),
    ...printIds('cases that are gone', difference.gone),
  ];
  return ['', 'since the last run', ...(lines.length > 0 ? lines : ['nothing changed'])];
}

/** Why cases could not be judged, the most frequent first. */
function printNotJudged(results: readonly CaseResult[]): string[] {
  const failed = results.filter(({ verdict }) => verdict === 'not-judged');
  const groups = Map.groupBy(failed, ({ code }) => code ?? 'unknown');
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([code, group]) =>
      printIds(
        `not judged, ${code}`,
        group.map(({ id }) => id),
      ),
    );
}

type Options = { readonly paint?: Paint; readonly maxWidth?: number };

/** `difference`: null without a run to compare with. */
export function printReport(
  report: RedteamReport,
  difference: Difference | null,
  options: Options = {},
): string[] {
  const { paint = plainPaint } = options;
  const { cases, missed, falseAlarms, pairs, results, byKind, byDomain } = report;
  const benign = byKind.find(({ name }) => name === 'benign-twin')?.cases ?? 0;
  const where = report.live === null ? 'offline' : `at ${report.live}`;
  return [
    `${cases} cases ${where}, config ${report.config}, tier ${report.tier}`,
    paint(missed > 0 ? 'bad' : 'good', `missed ${missed} of ${cases - benign} risky`),
    paint(falseAlarms > 0 ? 'warn' : 'good', `false alarms ${falseAlarms} of ${benign} benign`),
    `pairs told apart ${pairs.toldApart} of ${pairs.compared}; alike ${pairs.alike.length}, reversed ${pairs.reversed.length}`,
    ...printNotJudged(results),
    '',
    ...printTable(groupColumns('kind'), byKind, options),
    '',
    ...printTable(groupColumns('domain (risky cases)'), byDomain, options),
    ...printCases('missed, the least care first, of each kind', worstOf(results, shownOfKind), options),
    ...printCases('false alarms, the most care first', loudestOf(results, shownAlarms), options),
    ...(pairs.reversed.length > 0
      ? ['', ...printIds('benign with more care than its twin', pairs.reversed)]
      : []),
    ...(difference === null ? [] : printDifference(difference)),
  ];
}
