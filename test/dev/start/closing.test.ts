import { expect, test } from 'vitest';
import { createClosing } from '../../../src/dev/start/closing.ts';

test('ends in reverse order, goes on after a failure, and ends nothing twice', async () => {
  const closing = createClosing();
  const ended: string[] = [];
  const failure = new Error('stuck');
  closing.add(() => {
    ended.push('first');
  });
  closing.add(() => Promise.reject(failure));
  closing.add(async () => {
    ended.push('last');
  });
  expect(await closing.closeAll()).toEqual([failure]);
  expect(ended).toEqual(['last', 'first']);
  expect(await closing.closeAll()).toEqual([]);
  expect(ended).toHaveLength(2);
});
