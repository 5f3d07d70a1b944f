/**
 * `node classifier/measure-agreement.ts`: how far two readers of the own rows agree. The first labels are those of the
 * authors, the second those of `data/second-labels.jsonl`, given to a random sample by a reader who did not see the
 * first. Needs nothing but the committed files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Task, tasks } from '../src/core/classification.ts';
import { riskDomains } from '../src/core/risk.ts';
import { percent, printTable } from './print-table.ts';
import { type RiskRow, readOwnRiskRows } from './risk-dataset.ts';
import { ownFolder, type Row, readOwnRows } from './rows.ts';

/** `was`: the author's label of a row that was corrected after the comparison. */
type Second = { id: string; task?: Task; was?: Task; harmful?: 0 | 1; risk?: string[] };
type Pair = { id: string; author: string; first: string; second: string };

const second = readFileSync(join(ownFolder, 'second-labels.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Second);

function indexById<R extends Row>(rows: readonly R[]): Map<string, R> {
  return new Map(rows.map((row) => [row.id, row]));
}

function must<R>(rows: Map<string, R>, id: string): R {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`second-labels.jsonl names ${id}, which no file holds`);
  return row;
}

function shareOf(pairs: readonly Pair[]): number {
  return pairs.filter(({ first, second }) => first === second).length / pairs.length;
}

/** Cohen's kappa: agreement beyond what two readers with these habits would reach by chance. */
function kappaOf(pairs: readonly Pair[]): number {
  const labels = new Set(pairs.flatMap(({ first, second }) => [first, second]));
  let chance = 0;
  for (const label of labels) {
    const firsts = pairs.filter(({ first }) => first === label).length;
    const seconds = pairs.filter(({ second }) => second === label).length;
    chance += (firsts * seconds) / pairs.length ** 2;
  }
  return chance === 1 ? Number.NaN : (shareOf(pairs) - chance) / (1 - chance);
}

function lineOf(name: string, pairs: readonly Pair[]): (string | number)[] {
  const kappa = kappaOf(pairs);
  return [name, pairs.length, percent(shareOf(pairs)), Number.isNaN(kappa) ? '' : kappa.toFixed(3)];
}

function byAuthor(pairs: readonly Pair[]): (string | number)[][] {
  const authors = [...new Set(pairs.map(({ author }) => author))].sort();
  return authors.map((author) =>
    lineOf(
      `author ${author}`,
      pairs.filter((pair) => pair.author === author),
    ),
  );
}

/** One label against all others. */
function only(pairs: readonly Pair[], label: string): Pair[] {
  const mark = (value: string) => (value.split(' ').includes(label) ? 'yes' : 'no');
  return pairs.map((pair) => ({ ...pair, first: mark(pair.first), second: mark(pair.second) }));
}

function perLabel(pairs: readonly Pair[], labels: readonly string[]): (string | number)[][] {
  return labels.map((label) => {
    const marked = only(pairs, label);
    const count = (key: 'first' | 'second') => marked.filter((pair) => pair[key] === 'yes').length;
    const both = marked.filter(({ first, second }) => first === 'yes' && second === 'yes').length;
    const kappa = kappaOf(marked);
    return [label, count('first'), count('second'), both, Number.isNaN(kappa) ? '' : kappa.toFixed(3)];
  });
}

function listDisputes(pairs: readonly Pair[]): string {
  const disputes = pairs.filter(({ first, second }) => first !== second);
  return printTable(
    ['row', 'author', 'first', 'second'],
    disputes.map(({ id, author, first, second }) => [id, author, first, second]),
  );
}

/** The first author's rows name nobody. */
function authorOf(row: Row & { author?: string }): string {
  return row.author ?? 'first';
}

const taskRows = indexById(readOwnRows());
const riskRows = indexById(readOwnRiskRows());
const taskPairs: Pair[] = [];
const harmPairs: Pair[] = [];
const domainPairs: Pair[] = [];
for (const { id, task, was, harmful, risk } of second) {
  if (task !== undefined) {
    const row = must(taskRows, id);
    taskPairs.push({ id, author: authorOf(row), first: was ?? row.task ?? '', second: task });
  }
  if (harmful !== undefined && risk !== undefined) {
    const row: RiskRow = must(riskRows, id);
    const pair = { id, author: authorOf(row) };
    harmPairs.push({ ...pair, first: String(row.harmful), second: String(harmful) });
    domainPairs.push({ ...pair, first: row.risk.toSorted().join(' '), second: risk.toSorted().join(' ') });
  }
}

const overall = ['sample', 'rows', 'agree %', 'kappa'];
const single = ['label', 'first', 'second', 'both', 'kappa'];
console.log('Task\n');
console.log(printTable(overall, [lineOf('all', taskPairs), ...byAuthor(taskPairs)]));
console.log(`\n${printTable(single, perLabel(taskPairs, tasks))}`);
console.log(`\n${listDisputes(taskPairs)}`);
console.log('\nHarmful or not\n');
console.log(printTable(overall, [lineOf('all', harmPairs), ...byAuthor(harmPairs)]));
console.log(`\n${listDisputes(harmPairs)}`);
console.log('\nThe whole set of domains\n');
console.log(printTable(overall, [lineOf('all', domainPairs), ...byAuthor(domainPairs)]));
console.log(`\n${printTable(single, perLabel(domainPairs, [...riskDomains, 'none']))}`);
console.log(`\n${listDisputes(domainPairs)}`);
