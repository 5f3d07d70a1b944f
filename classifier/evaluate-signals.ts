/**
 * What the signals are worth: `node classifier/evaluate-signals.ts [--data FOLDER]`. Languages against the labels of the
 * own rows and, where a folder is given, of third-party ones; findings in rows and in made-up codes; time per request.
 */
import { parseArgs } from 'node:util';
import { scanSensitive } from '../src/classify/signals/findings/scan.ts';
import { readSignals } from '../src/classify/signals/read-signals.ts';
import type { LlmRequest } from '../src/core/request.ts';
import { createRandom } from './random.ts';
import { type Row, readOwnRows, readThirdParty, requestOf } from './rows.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });

type Tally = { rows: number; right: number; unsure: number };

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((part / whole) * 100).toFixed(1)} %`;
}

/** Chinese of either script: the labels of rows do not tell them apart everywhere. */
function plain(code: string): string {
  return code.toLowerCase().replace('zh-hant', 'zh').replace('zh-cn', 'zh').replace('zh-tw', 'zh');
}

function textOf({ text, messages }: Row): string {
  return text ?? messages?.findLast(({ role }) => role === 'user')?.content ?? '';
}

function judgeLanguages(name: string, rows: readonly Row[]): void {
  const byLanguage = new Map<string, Tally>();
  const byLength = new Map<string, Tally>();
  for (const row of rows) {
    if (row.lang === 'und') continue;
    const { length } = textOf(row);
    const said = readSignals(requestOf(row)).language.lastTurn[0]?.code ?? 'und';
    const bucket =
      length < 30 ? 'under 30' : length < 60 ? '30 to 59' : length < 200 ? '60 to 199' : '200 and more';
    for (const [tallies, key] of [
      [byLanguage, plain(row.lang)],
      [byLength, bucket],
    ] as const) {
      const tally = tallies.get(key) ?? { rows: 0, right: 0, unsure: 0 };
      tally.rows++;
      if (plain(said) === plain(row.lang)) tally.right++;
      else if (said === 'und') tally.unsure++;
      tallies.set(key, tally);
    }
  }
  for (const [title, tallies] of [
    ['units', byLength],
    ['language', byLanguage],
  ] as const) {
    console.log(`\n${name}, by ${title}: rows, right, said to be unsure, wrong`);
    for (const [key, { rows: count, right, unsure }] of [...tallies].sort((a, b) => b[1].rows - a[1].rows))
      console.log(
        `  ${key}: ${count}  ${share(right, count)}  ${share(unsure, count)}  ${share(count - right - unsure, count)}`,
      );
  }
  const all = [...byLength.values()].reduce((a, b) => ({
    rows: a.rows + b.rows,
    right: a.right + b.right,
    unsure: a.unsure + b.unsure,
  }));
  console.log(`  all: ${all.rows}  ${share(all.right, all.rows)}  ${share(all.unsure, all.rows)}`);
}

const random = createRandom(7);

function digits(count: number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
}

function hex(count: number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Numbers that are nobody's card, account, identity or phone. */
const codes: Readonly<Record<string, () => string>> = {
  'order numbers of 6 to 12 digits': () => `order ${digits(6 + Math.floor(random() * 7))}`,
  'order numbers of 13 to 19 digits': () => `order ${digits(13 + Math.floor(random() * 7))}`,
  '16 digits in fours': () => `ref ${[0, 1, 2, 3].map(() => digits(4)).join(' ')}`,
  '12 digits in fours': () => `ref ${[0, 1, 2].map(() => digits(4)).join(' ')}`,
  'grouped codes': () => `SKU ${digits(3)}-${digits(4)}-${digits(2)}`,
  'letters and digits': () => `INV-${digits(4)}/${digits(3)} AB${digits(7)}C`,
  'dates and times': () =>
    `2${digits(3)}-0${digits(1)}-1${digits(1)} 1${digits(1)}:2${digits(1)}:3${digits(1)}`,
  'milliseconds since 1970': () => `17${digits(11)}`,
  ISBN: () => `ISBN 978-${digits(1)}-${digits(4)}-${digits(4)}-${digits(1)}`,
  'EAN of 13 digits': () => `EAN 4${digits(12)}`,
  UUID: () => [8, 4, 4, 4, 12].map(hex).join('-'),
  'SHA-1': () => hex(40),
  'prices and tables': () => [0, 1, 2, 3, 4].map(() => `${digits(3)}.${digits(2)}`).join(' '),
  'rows of four-digit numbers': () => [0, 1, 2, 3, 4, 5].map(() => digits(4)).join(' '),
  'versions of four parts': () => `v${[0, 1, 2, 3].map(() => Math.floor(random() * 32)).join('.')}`,
};
const draws = 20_000;

function countFalseAlarms(): void {
  console.log(`\nfindings in ${draws} made-up codes of each form`);
  for (const [name, make] of Object.entries(codes)) {
    const kinds = new Map<string, number>();
    for (let count = 0; count < draws; count++)
      for (const { kind } of scanSensitive(make()).findings) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const said = [...kinds].map(([kind, count]) => `${kind} ${share(count, draws)}`);
    console.log(`  ${name}: ${said.join(', ') || 'none'}`);
  }
}

function countFindings(name: string, rows: readonly Row[]): void {
  const kinds = new Map<string, number>();
  let hits = 0;
  for (const row of rows) {
    const { found } = readSignals(requestOf(row));
    if (found.length > 0) hits++;
    for (const { kind, count } of found) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  const said = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ');
  console.log(`\n${name}: ${hits} of ${rows.length} requests with findings: ${said || 'none'}`);
}

/** Microseconds, of the quickest of many rounds: the machine may be busy. */
function quickest(run: () => void, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 300; round++) {
    const start = performance.now();
    for (let count = 0; count < times; count++) run();
    best = Math.min(best, ((performance.now() - start) * 1000) / times);
  }
  return best;
}

function measureTime(requests: readonly LlmRequest[]): void {
  const two = requests.filter(({ messages, system }) => {
    const { length } = JSON.stringify([messages, system]);
    return length > 1900 && length < 2300;
  });
  const each = quickest(() => {
    for (const request of two) readSignals(request);
  }, 1);
  console.log(
    `\nall signals, requests of about 2 KB (${two.length}): ${(each / two.length).toFixed(1)} µs each`,
  );
  const words =
    'The committee met again to consider the plan for a new bridge and after a debate it was approved. ';
  const long = Buffer.from(words.repeat(2100).slice(0, 200_000)).toString();
  console.log(
    `scan of 200 KB of prose with nothing to find: ${quickest(() => scanSensitive(long), 5).toFixed(0)} µs`,
  );
  const [first] = two;
  if (first === undefined) return;
  const large = {
    ...first,
    messages: [{ role: 'user', content: [{ type: 'text', text: long }] }],
  } as LlmRequest;
  console.log(`all signals of 200 KB of prose: ${quickest(() => readSignals(large), 5).toFixed(0)} µs`);
}

const own = readOwnRows();
judgeLanguages('own rows', own);
const third = readThirdParty(values.data, 'train.task.jsonl') ?? [];
if (third.length > 0) judgeLanguages('third-party rows', third);
countFindings('own rows', own);
if (third.length > 0) countFindings('third-party rows', third);
countFalseAlarms();
measureTime(own.map(requestOf));
