/** The committed requests are what training takes them for: known labels, no id twice, no second reader's labels. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOwnRiskRows } from '../../classifier/risk-dataset.ts';
import { ownFolder, readOwnRows, requestOf } from '../../classifier/rows.ts';
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

describe('own rows', () => {
  test('no id stands twice', () => {
    const seen = new Set<unknown>();
    expect(rows.filter(({ id }) => seen.size === seen.add(id).size)).toEqual([]);
  });

  test('every task is a known one', () => {
    expect(rows.filter(({ task }) => task !== undefined && !tasks.some((name) => name === task))).toEqual([]);
  });

  test('every request holds words of a user', () => {
    const isEmpty = ({ messages }: ReturnType<typeof requestOf>) =>
      !messages.some(({ content }) =>
        content.some((part) => part.type === 'text' && part.text.trim() !== ''),
      );
    expect(readOwnRows().filter((row) => isEmpty(requestOf(row)))).toEqual([]);
  });

  test('the labels of the second reader are never read as requests', () => {
    const known = new Set(rows.map(({ id }) => id));
    const second = readFile('second-labels.jsonl');
    expect(second.filter(({ id }) => !known.has(id))).toEqual([]);
    expect(readOwnRows().length).toBe(rows.filter(({ task }) => task !== undefined).length);
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
