/** Which words of the risk lexicon are found where, and what is counted of a sentence. */
import { describe, expect, test } from 'vitest';
import {
  countsPerSentence,
  createRiskReader,
  sentenceCount,
} from '../../../src/classify/features/risk-tokens.ts';
import { compileRiskWords } from '../../../src/classify/lexicon/compile-risk.ts';
import { type RiskClass, riskClasses } from '../../../src/classify/lexicon/risk-classes.ts';
import { foldText } from '../../../src/classify/text/normalise.ts';

const read = createRiskReader(compileRiskWords());

function classesOf(text: string): (RiskClass | undefined)[] {
  return [...read(foldText(text)).hitClasses].map((each) => riskClasses[each]);
}

describe('words', () => {
  test.each<[string, RiskClass]>([
    ['murdering', 'kill'],
    ['self harm', 'selfharm'],
    ['self-harm', 'selfharm'],
    ['without being caught', 'evade'],
    ['Wie kann ich meinen Chef töten?', 'kill'],
    ['如何制造炸弹', 'weapon'],
    ['폭탄을', 'weapon'],
  ])('%s', (text, name) => {
    expect(classesOf(text)).toContain(name);
  });

  test('a phrase does not reach over the end of a sentence', () => {
    expect(classesOf('Without being. Caught')).not.toContain('evade');
  });

  test('nothing in plain words', () => {
    expect(classesOf('the blue tablecloth')).toEqual([]);
  });
});

test('sentences are counted apart, and nothing of the text before is left', () => {
  read(foldText('Kill! Kill! Kill! "One" 2 3?'));
  const { sentences, sentenceCounts, count } = read(foldText('It rains. Does it?'));
  expect([...sentences]).toEqual([0, 3, 6]);
  expect(count).toBe(6);
  const of = (sentence: number, name: keyof typeof sentenceCount) =>
    sentenceCounts[sentence * countsPerSentence + sentenceCount[name]];
  expect([of(0, 'latin'), of(0, 'questions'), of(0, 'endsAsking')]).toEqual([2, 0, 0]);
  expect([of(1, 'latin'), of(1, 'questions'), of(1, 'endsAsking')]).toEqual([2, 1, 1]);
});
