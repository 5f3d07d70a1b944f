import { expect, test } from 'vitest';
import { remember } from '../../../src/classify/tools/remember.ts';

test('a reading is made once for each text, and the oldest is given up', () => {
  const made: string[] = [];
  const read = remember(2, (text) => {
    made.push(text);
    return { text };
  });
  for (const text of ['a', 'b', 'a', 'b', 'c', 'b', 'a']) expect(read(text)).toEqual({ text });
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});

test('null is a reading too, and a long text is not kept', () => {
  const made: string[] = [];
  const read = remember(2, (text) => {
    made.push(text);
    return null;
  });
  const long = 'a'.repeat(400);
  for (const text of ['a', 'a', long, long]) expect(read(text)).toBeNull();
  expect(made).toEqual(['a', long, long]);
});
