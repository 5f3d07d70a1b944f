/** The difficulty of whole requests, said by the weights that ship. */
import { describe, expect, test } from 'vitest';
import { createDifficultyJudge } from '../../src/classify/difficulty.ts';
import { readWeights } from '../../src/cli/read-weights.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { requestOfText, requestWith, textMessage } from './load-classifier.ts';
import { loadDifficulty } from './load-difficulty.ts';

const judge = loadDifficulty();

function scoreOf(text: string): number {
  return judge(requestOfText(text)).score;
}

const hard =
  'Prove that a bounded sequence of real numbers has a convergent subsequence, and say where it fails.';

describe('the harder of two requests about the same thing', () => {
  test.each([
    ['What is 12 + 30?', hard],
    [
      'What is the capital of Norway?',
      'Compare how three historians explain the union of 1397, and weigh them.',
    ],
    [
      'Write a Python function that adds two numbers.',
      'Write a thread-safe cache in C++ with expiry and explain why each memory order is needed.',
    ],
    ['hi', 'Plan the migration of 40 services to events, with the risks and the way back at each step.'],
    ['你好', '证明数列收敛，并比较两种方法的优缺点。'],
    ['Danke!', 'Vergleiche drei Architekturen und bewerte Kosten, Konsistenz und Risiken im Betrieb.'],
  ])('%s < %s', (easy, harder) => {
    expect(scoreOf(easy)).toBeLessThan(scoreOf(harder));
  });
});

describe('the conversation is looked at, not the last message alone', () => {
  const conversation = requestWith({
    messages: [
      textMessage('user', hard),
      textMessage('assistant', 'Shall I use nested intervals?'),
      textMessage('user', 'yes, do that'),
    ],
  });

  test('a short answer inherits what was asked', () => {
    const alone = scoreOf('yes, do that');
    expect(judge(conversation).score - alone).toBeGreaterThan((scoreOf(hard) - alone) / 2);
  });
});

describe('what is said', () => {
  test('a chance, with evidence in words, strongest first', () => {
    const { score, evidence, model } = judge(requestOfText(hard));
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(1);
    const weights = evidence.map(({ weight }) => Math.abs(weight));
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(evidence.length).toBeLessThanOrEqual(8);
    expect(evidence.find(({ what }) => what.includes('proof'))?.weight).toBeGreaterThan(0);
    expect(model).toMatch(/^[0-9a-f]{8}$/);
  });

  test('a request without text is judged', () => {
    const { score } = judge(requestWith({}));
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(0.5);
  });

  test('the same request is always judged the same', () => {
    const before = judge(requestOfText(hard));
    scoreOf('something else, in between');
    expect(judge(requestOfText(hard))).toEqual(before);
  });

  test('what cannot be looked at is taken for hard, not thrown', () => {
    const unknown = { score: 1, evidence: [{ what: 'could not be looked at', weight: 0 }] };
    const broken = { ...requestWith({}), messages: null } as unknown as LlmRequest;
    expect(judge(broken)).toMatchObject(unknown);
    const none = { features: new Int32Array(0), values: new Float32Array(0) };
    const { judge: alone } = createDifficultyJudge(readWeights('difficulty.bin'));
    expect(alone(broken, none)).toMatchObject(unknown);
  });
});

test('bytes that are no weights are refused at once', () => {
  expect(() => createDifficultyJudge(new ArrayBuffer(64))).toThrow('another format');
  expect(() => createDifficultyJudge(readWeights('risk.bin'))).toThrow('no difficulty');
});
