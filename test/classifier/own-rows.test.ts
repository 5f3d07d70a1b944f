/** The committed requests are what training takes them for: known labels, no id twice, no second reader's labels. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOwnRiskRows } from '../../classifier/risk-dataset.ts';
import { ownFolder, readOwnRows, readTaskRows, requestOf } from '../../classifier/rows.ts';
import { tasks } from '../../src/core/classification.ts';
import { riskDomains } from '../../src/core/risk.ts';

function readFile(name: string): Record<string, unknown>[] {
  return readFileSync(join(ownFolder, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

const names = globSync('{task,risk}-*.jsonl', { cwd: ownFolder }).sort();
const rows = names.flatMap(readFile);
const framed = globSync('own-task-*.jsonl', { cwd: ownFolder }).sort().flatMap(readFile);

describe('own rows', () => {
  test('no id stands twice', () => {
    const seen = new Set<unknown>();
    expect([...rows, ...framed].filter(({ id }) => seen.size === seen.add(id).size)).toEqual([]);
  });

  test('every task is a known one', () => {
    const isUnknown = ({ task }: Record<string, unknown>) => !tasks.some((name) => name === task);
    expect(rows.filter((row) => row.task !== undefined && isUnknown(row))).toEqual([]);
    expect(framed.filter(isUnknown)).toEqual([]);
  });

  test('every request holds words of a user', () => {
    const isEmpty = ({ messages }: ReturnType<typeof requestOf>) =>
      !messages.some(({ content }) =>
        content.some((part) => part.type === 'text' && part.text.trim() !== ''),
      );
    expect(readTaskRows().filter((row) => isEmpty(requestOf(row)))).toEqual([]);
  });

  test('the labels of the second reader are never read as requests', () => {
    const known = new Set(rows.map(({ id }) => id));
    const second = readFile('second-labels.jsonl');
    expect(second.filter(({ id }) => !known.has(id))).toEqual([]);
    const labelled = rows.filter(({ task }) => task !== undefined).length;
    expect(readOwnRows().length).toBe(labelled);
    expect(readTaskRows().length).toBe(labelled + framed.length);
  });
});

describe('own risk rows', () => {
  const known = new Set<string>([...riskDomains, 'other_harm', 'none']);
  const risky = readOwnRiskRows();

  test('harm has a domain, and no harm has none', () => {
    const isOdd = ({ harmful, risk }: (typeof risky)[number]) =>
      risk.length === 0 || risk.some((name) => !known.has(name)) || (harmful === 0) !== risk.includes('none');
    expect(risky.filter(isOdd)).toEqual([]);
  });
});
