/** The report of the task head as Markdown, from judgements of unseen sources. Prints figures; draws none up itself. */
import { tasks } from '../src/core/classification.ts';
import {
  accuracy,
  accuracyWhereSure,
  type Bin,
  calibrationError,
  confusion,
  type Judged,
  meanOfGroups,
  reliability,
  sureCurve,
} from './measures.ts';
import { percent, printTable } from './print-table.ts';
import { familiesRead } from './sources.ts';

type KeyOf = (each: Judged) => string;

export function printGroups(title: string, judged: readonly Judged[], key: KeyOf): string {
  const rows = [...Map.groupBy(judged, key)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, group]) => [
      name,
      group.length,
      percent(accuracy(group)),
      percent(accuracyWhereSure(group, 0.8)),
    ]);
  return printTable([title, 'rows', 'accuracy %', 'surest 80 % of them'], rows);
}

export function printConfusion(judged: readonly Judged[]): string {
  const matrix = confusion(judged, tasks.length);
  const guessed = tasks.map((_, guess) => matrix.reduce((sum, row) => sum + (row[guess] ?? 0), 0));
  const rows = matrix.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const hits = row[truth] ?? 0;
    return [
      tasks[truth] ?? '',
      ...row,
      percent(hits / total),
      percent(hits / Math.max(1, guessed[truth] ?? 0)),
    ];
  });
  return printTable(['truth', ...tasks, 'recall %', 'precision %'], rows);
}

function printReliability(judged: readonly Judged[]): string {
  const row = ({ from, count, accuracy: right, probability }: Bin) => [
    `${from.toFixed(1)} to ${(from + 0.1).toFixed(1)}`,
    count,
    percent(probability),
    percent(right),
    '#'.repeat(Math.round(right * 20)),
  ];
  const bins = reliability(judged).filter(({ count }) => count > 0);
  return printTable(['probability', 'rows', 'said %', 'right %', ''], bins.map(row));
}

function printCurve(judged: readonly Judged[]): string {
  const rows = sureCurve(judged).map(({ cut, share, right, rightBelow }) => [
    cut.toFixed(2),
    percent(share),
    percent(right),
    percent(rightBelow),
  ]);
  return printTable(['cut', 'sure %', 'right where sure %', 'right where not %'], rows);
}

/** Accuracy, on the surest 80 %, mean over families, calibration error. */
export function printSummary(judged: readonly Judged[], temperature: number): string {
  return [
    `accuracy ${percent(accuracy(judged))}`,
    `on the surest 80 % ${percent(accuracyWhereSure(judged, 0.8))}`,
    `mean over families ${percent(meanOfGroups(judged))}`,
    `calibration error ${calibrationError(judged).toFixed(3)} at temperature ${temperature.toFixed(2)}`,
  ].join(', ');
}

export type ReportParts = {
  /** Each judged by a model that read nothing of its family, nor any source that must not ship. */
  readonly unseen: readonly Judged[];
  /** The part of the same sources that was kept aside, judged by the model that ships. */
  readonly dev: readonly Judged[];
  readonly temperature: number;
  readonly surePast: number;
  readonly counts: { readonly own: number; readonly shipped: number };
};

function printDev(dev: readonly Judged[]): string {
  const row = (what: string, part: readonly Judged[]) => [
    what,
    part.length,
    percent(accuracy(part)),
    percent(accuracyWhereSure(part, 0.8)),
    calibrationError(part).toFixed(3),
  ];
  return printTable(
    ['rows of', 'rows', 'accuracy %', 'surest 80 %', 'calibration error'],
    [
      row(
        'sources it was trained on',
        dev.filter(({ mayShip }) => mayShip),
      ),
      row(
        'sources it was not trained on (licence)',
        dev.filter(({ mayShip }) => !mayShip),
      ),
      row('both', dev),
    ],
  );
}

export function printReport(parts: ReportParts): string {
  const { unseen, dev, temperature, surePast, counts } = parts;
  const aim = (what: string, wanted: string, reached: string, isReached: boolean) => [
    what,
    wanted,
    isReached ? reached : `**missed**: ${reached}`,
  ];
  const [all, sure, error] = [accuracy(unseen), accuracyWhereSure(unseen, 0.8), calibrationError(unseen)];
  const unread = unseen.filter(({ group }) => !familiesRead.has(group));
  return `# The task head: how it does on sources it never saw

Written by \`node classifier/evaluate.ts --data FOLDER --report\`. Training: ${counts.own} own rows and
${counts.shipped - counts.own} third-party rows of sources whose licence permits it (\`classifier/sources.ts\`). Every family of
sources (sources that share authors or texts) is judged by a model that read nothing of that family, and no model read
a source that must not ship. Settings (where cues are looked for, how much sources and words weigh) were chosen by the
accuracy over all unseen sources together, never by one source or by the rows of \`dev\`: the total flatters itself a
little. The own rows \`own-task-e-*\` were written after rows of ${[...familiesRead].join(', ')} had been read, by their
form, never by their words: those families flatter themselves more, the others are told apart below. Language \`und\`: the source does not say; mostly English.

${printTable(
  ['aim, unseen sources', 'wanted', 'reached'],
  [
    aim('accuracy', 'at least 78 %', `${percent(all)} %`, all >= 0.78),
    aim('on the surest 80 %', 'at least 86 %', `${percent(sure)} %`, sure >= 0.86),
    aim('expected calibration error', 'at most 0.05', error.toFixed(3), error <= 0.05),
  ],
)}

Mean over families: ${percent(meanOfGroups(unseen))} %. Families no row of which was read while rows were written: accuracy
${percent(accuracy(unread))} %, on the surest 80 % of them ${percent(accuracyWhereSure(unread, 0.8))} % (${unread.length} rows).

## By family

${printGroups('family', unseen, ({ group }) => group)}

## By source

${printGroups('source', unseen, ({ source }) => source)}

## By language

${printGroups('language', unseen, ({ lang }) => lang)}

## What is taken for what

Rows are the truth, columns what was said.

${printConfusion(unseen)}

## Calibration

Expected calibration error over ten bins ${error.toFixed(3)}, at temperature ${temperature.toFixed(2)}, which was fitted on these same rows.

${printReliability(unseen)}

## Where it should not be relied on

\`isSure\` is false below a probability of ${surePast.toFixed(2)}. The curve it was chosen from:

${printCurve(unseen)}

## Rows kept aside of the same sources (\`dev\`)

${printDev(dev)}
`;
}
