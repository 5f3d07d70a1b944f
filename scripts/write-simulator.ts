/** Writes the tables of docs/simulator.md, each between its two marks, from the simulator's own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultTable } from '../src/dev/simulator/faults.ts';
import { markerMeanings } from '../src/dev/simulator/markers.ts';

const file = join(import.meta.dirname, '../docs/simulator.md');
const valueWords = { flag: '', number: '`=n`', text: '`=text`' } as const;

const faults = [
  '| fault | value | does |',
  '| --- | --- | --- |',
  ...Object.entries(faultTable).map(
    ([name, { value, about }]) => `| \`${name}\` | ${valueWords[value]} | ${about} |`,
  ),
];
const markers = [
  '| marker | does |',
  '| --- | --- |',
  ...Object.entries(markerMeanings).map(([name, about]) => `| \`${name}\` | ${about} |`),
];

/** Throws where the page lacks the marks. */
function replaceTable(page: string, name: string, table: readonly string[]): string {
  const from = `<!-- ${name}: written by npm run docs -->`;
  const to = `<!-- end of ${name} -->`;
  const start = page.indexOf(from);
  const end = page.indexOf(to);
  if (start === -1 || end === -1) throw new Error(`docs/simulator.md lacks its marks ${from} and ${to}`);
  return `${page.slice(0, start)}${from}\n\n${table.join('\n')}\n\n${page.slice(end)}`;
}

const page = readFileSync(file, 'utf8');
writeFileSync(file, replaceTable(replaceTable(page, 'faults', faults), 'markers', markers));
