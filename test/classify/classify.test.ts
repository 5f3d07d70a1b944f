/** The task of whole requests, said by the weights that ship. */
import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classify/classify.ts';
import { type Task, tasks } from '../../src/core/classification.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { loadClassifier, readWeights, requestOfText, requestWith, textMessage } from './load-classifier.ts';

const { classify, version } = loadClassifier();

describe('plain requests', () => {
  test.each<[Task, string]>([
    ['translate', 'Translate into French: the lift is out of order until Thursday.'],
    [
      'summarize',
      'Summarize the following report in three bullet points:\n\nSales rose in March. Costs fell.',
    ],
    ['write', 'Write a short story about a lighthouse keeper who collects umbrellas.'],
    ['code', 'Write a Python function that merges two sorted lists.'],
    ['math', 'What is 17 * 23 + 4?'],
    ['chat', 'hey, how are you today?'],
    ['qa', 'Who invented the telephone?'],
    ['translate', '把这句话翻译成英文：会议改到下午三点'],
  ])('%s: %s', (task, text) => {
    expect(classify(requestOfText(text)).task.task).toBe(task);
  });
});

describe('the conversation is looked at, not the last message alone', () => {
  const asked = 'Translate into German: the shop opens at nine.';

  test('a short answer inherits what was asked', () => {
    const request = requestWith({
      messages: [
        textMessage('user', asked),
        textMessage('assistant', 'Formal or informal?'),
        textMessage('user', 'formal please'),
      ],
    });
    expect(classify(request).task.task).toBe('translate');
  });

  test('a new question does not', () => {
    const request = requestWith({
      messages: [
        textMessage('user', asked),
        textMessage('assistant', 'Das Geschäft öffnet um neun.'),
        textMessage(
          'user',
          'Now write a Python function that prints the opening hours from a list of dictionaries.',
        ),
      ],
    });
    expect(classify(request).task.task).toBe('code');
  });
});

describe('what is said', () => {
  const { task, evidence, model } = classify(requestOfText('Translate into French: good morning'));

  test('probabilities of every task add up to one and the best is the likeliest', () => {
    expect(Object.keys(task.probabilities)).toEqual([...tasks]);
    expect(Object.values(task.probabilities).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
    expect(task.probability).toBe(Math.max(...Object.values(task.probabilities)));
  });

  test('evidence is in words, strongest first', () => {
    expect(evidence.map(({ what }) => what).join('; ')).toContain('translate');
    expect(evidence.map(({ weight }) => weight)).toEqual(
      evidence.map(({ weight }) => weight).sort((a, b) => b - a),
    );
    expect(evidence.length).toBeLessThanOrEqual(8);
  });

  test('the version of the weights is told', () => {
    expect(model).toBe(version);
    expect(version).toMatch(/^[0-9a-f]{8}$/);
  });

  test('a request without text is not sure', () => {
    expect(classify(requestWith({})).task.isSure).toBe(false);
  });

  test('a request that cannot be read is judged, not thrown', () => {
    const broken = { ...requestWith({}), messages: null } as unknown as LlmRequest;
    const { task: judged, evidence: why } = classify(broken);
    expect(judged.isSure).toBe(false);
    expect(why).toEqual([{ what: 'could not be looked at', weight: 0 }]);
  });

  test('the same request is always judged the same', () => {
    const request = requestOfText('Can you shorten this email? Dear all, the picnic moves to Sunday.');
    const before = classify(request);
    classify(requestOfText('something else entirely, in between'));
    expect(classify(request)).toEqual(before);
  });
});

test('bytes that are no weights are refused at once', () => {
  expect(() => createClassifier(new ArrayBuffer(64))).toThrow('another format');
  const weights = readWeights();
  new Uint8Array(weights)[16] = 0x78;
  expect(() => createClassifier(weights)).toThrow('no version');
});
