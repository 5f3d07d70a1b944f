/** The phrase automaton: notation, where phrases may start and end, and that minimising loses nothing. */
import { describe, expect, test } from 'vitest';
import { compilePhrases, readPhrases } from '../../../src/classify/lexicon/compile-phrases.ts';
import { createPhraseFinder } from '../../../src/classify/lexicon/phrases.ts';
import { taskCues } from '../../../src/classify/lexicon/task-cues.ts';
import { taskLanguages } from '../../../src/classify/lexicon/task-languages.ts';
import { readChunks } from '../../../src/classify/model/chunks.ts';
import { readPhrases as readCompiled } from '../../../src/classify/model/read-phrases.ts';
import { normaliseText } from '../../../src/classify/text/normalise.ts';
import { readWeights } from '../load-classifier.ts';

function finder<Name extends string>(lines: Record<Name, string>) {
  const names = Object.keys(lines) as Name[];
  const find = createPhraseFinder(compilePhrases(names, [lines]));
  return (raw: string): Name[] => {
    const found = new Set<number>();
    find(normaliseText(raw), (cue) => found.add(cue));
    return names.filter((_, cue) => found.has(cue));
  };
}

test('notation', () => {
  expect(readPhrases('a {b,c,} d| e* |{x,y}{1,2}')).toEqual([
    'a b d',
    'a c d',
    'a d',
    'e*',
    'x1',
    'x2',
    'y1',
    'y2',
  ]);
});

describe('finds', () => {
  const find = finder({
    translate: 'translat*|翻译',
    greet: 'hi|good morning',
    either: 'either * or',
    number: '0 words',
  });

  test.each<[string, string[]]>([
    ['Translating this', ['translate']],
    ['mistranslated', []],
    ['HI!', ['greet']],
    ['his', []],
    ['chi', []],
    ['Good\nmorning', ['greet']],
    ['请翻译这封信', ['translate']],
    ['either tea, or coffee', ['either']],
    [`either ${'tea '.repeat(30)} or coffee`, []],
    ['or either', []],
    ['in 150 words', ['number']],
  ])('%s', (raw, expected) => {
    expect(find(raw)).toEqual(expected);
  });
});

describe('the lexicon of tasks', () => {
  const compiled = compilePhrases(taskCues, taskLanguages);
  const find = createPhraseFinder(compiled);

  test.each(taskCues)('every phrase of %s is found in itself', (cue) => {
    const number = taskCues.indexOf(cue);
    const missed = taskLanguages
      .flatMap((lines) => readPhrases(lines[cue] ?? ''))
      .filter((phrase) => {
        let isFound = false;
        const raw = phrase.replace(' * ', ' in the end ').replace(/\*$/, '');
        find(normaliseText(raw), (found) => {
          isFound ||= found === number;
        });
        return !isFound;
      });
    expect(missed).toEqual([]);
  });

  test('the weights that ship were trained with it', () => {
    expect(readCompiled(readChunks(readWeights()))).toEqual(compiled);
  });
});
