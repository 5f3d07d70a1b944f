/** The words of difficulty: all can be found, in the file as in the source, and nothing else is. */
import { describe, expect, test } from 'vitest';
import { countSigns, firstClass, sign, signCount } from '../../src/classify/features/difficulty-signs.ts';
import { compileDifficultyWords } from '../../src/classify/lexicon/difficulty/compile-words.ts';
import { makeWordTable } from '../../src/classify/lexicon/difficulty/word-table.ts';
import {
  type DifficultyClass,
  difficultyClasses,
  difficultyWords,
} from '../../src/classify/lexicon/difficulty/words.ts';
import { readChunks } from '../../src/classify/model/chunks.ts';
import { rankOf, readDifficultyWords } from '../../src/classify/model/difficulty-head.ts';
import { readWeights } from '../../src/cli/read-weights.ts';

const keys = compileDifficultyWords();
const table = makeWordTable(keys);
const classes = Object.keys(difficultyClasses) as DifficultyClass[];

function countsOf(text: string): Float64Array {
  const counts = new Float64Array(signCount);
  countSigns(counts, table, text, 1);
  return counts;
}

function classesOf(text: string): DifficultyClass[] {
  const counts = countsOf(text);
  return classes.filter((_, at) => (counts[firstClass + at] ?? 0) > 0);
}

test.each(classes)('every word of %s is found', (name) => {
  const words = difficultyWords[name].split(' ').map((word) => word.replace('*', ''));
  expect(words.filter((word) => !classesOf(word).includes(name))).toEqual([]);
});

test('the weights that ship hold these words', () => {
  expect(readDifficultyWords(readChunks(readWeights('difficulty.bin')))).toEqual(keys);
});

describe('a walk', () => {
  test.each<[string, DifficultyClass[]]>([
    ['Demonstration', ['proof']],
    ['provide', []],
    ['PROVE', ['proof']],
    ['provinces proved it', ['proof']],
    ['approve', []],
    ['größte', ['extreme']],
    ['增长最大的', ['extreme']],
    ['최적분석', []],
  ])('%s: %j', (text, found) => {
    expect(classesOf(text)).toEqual(found);
  });

  test('counts words, numbers, formulas, names, clauses, parts and lines', () => {
    const counts = countsOf('1. Let $x^2 = \\frac{1}{2024}$, says Ada Lovelace?\n2. Interdisciplinary work!');
    const of = (name: keyof typeof sign) => counts[sign[name]];
    expect(of('words')).toBe(8);
    expect(of('numbers')).toBe(5);
    expect(of('longNumbers')).toBe(1);
    expect(of('commands')).toBe(1);
    expect(of('operators')).toBe(2);
    expect(of('brackets')).toBe(4);
    expect(of('parts')).toBe(2);
    expect(of('questions')).toBe(1);
    expect(of('lines')).toBe(1);
    expect(of('veryLongWords')).toBe(1);
  });

  test('a text counts as much as its weight', () => {
    const half = new Float64Array(signCount);
    countSigns(half, table, 'Prove it, then 证明 it.', 0.5);
    expect([...half]).toEqual([...countsOf('Prove it, then 证明 it.')].map((count) => count / 2));
  });
});

test('the rank is the share of steps below', () => {
  const steps = Float32Array.of(-2, -1, 0, 2, 6);
  expect([-3, -2, -1.5, 0, 1, 6, 9].map((score) => rankOf({ steps }, score))).toEqual([
    0, 0, 0.125, 0.5, 0.625, 1, 1,
  ]);
});
