import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultTable } from '../../../src/dev/simulator/faults.ts';
import { markerMeanings } from '../../../src/dev/simulator/markers.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8');

test('docs/simulator.md has every fault and every marker, in the words of the code (npm run docs)', () => {
  const rows = page.split('\n');
  for (const [name, { about }] of Object.entries(faultTable))
    expect(rows.some((row) => row.startsWith(`| \`${name}\` |`) && row.endsWith(`| ${about} |`))).toBe(true);
  for (const [name, about] of Object.entries(markerMeanings))
    expect(rows).toContain(`| \`${name}\` | ${about} |`);
});
