import { expect, test } from 'vitest';
import { LookMemory, mostLabels } from '../../src/second-look/memory.ts';

const label = { level: 'low', domain: null } as const;

test('the label that was not asked for the longest goes first', () => {
  const memory = new LookMemory();
  for (let each = 0; each < mostLabels; each++) memory.keep(`key ${each}`, label, 1000, 0);
  expect(memory.find('key 0', 0)).toEqual(label);
  memory.keep('one more', label, 1000, 0);
  expect(memory.find('key 0', 0)).toEqual(label);
  expect(memory.find('key 1', 0)).toBeNull();
  expect(memory.find('one more', 0)).toEqual(label);
});

test('a label that is kept again is kept anew', () => {
  const memory = new LookMemory();
  memory.keep('key', label, 1000, 0);
  memory.keep('key', { level: 'high', domain: 'cyber' }, 1000, 900);
  expect(memory.find('key', 1500)).toEqual({ level: 'high', domain: 'cyber' });
});
