/** After each test: nothing private was told, whatever the test was about. */
import { afterEach, expect } from 'vitest';
import { findTold } from './world/private-words.ts';

afterEach(async () => {
  expect(await findTold()).toEqual([]);
});
