/** Writes the fault table of docs/routing.md, between its two marks, from the code's own table. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorTable } from '../src/core/errors.ts';
import { type FaultPolicy, faultTable } from '../src/core/fault-table.ts';

const file = join(import.meta.dirname, '../docs/routing.md');
const from = '<!-- faults: written by npm run docs -->';
const to = '<!-- end of faults -->';

function circuit({ breaker }: FaultPolicy): string {
  if (breaker === 'ignore') return '';
  return breaker === 'count' ? 'counts' : `opens for ${breaker / 60_000} min`;
}

const rows = Object.entries(faultTable).map(([kind, policy]) => {
  const answer = `${errorTable[policy.code].status} \`${policy.code}\``;
  return `| ${kind} | ${policy.retry ? 'yes' : ''} | ${policy.fallback ? 'yes' : ''} | ${circuit(policy)} | ${answer} |`;
});
const table = [
  '| fault before the first output | retry | fallback | circuit | the client gets, if nothing is left |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');

const page = readFileSync(file, 'utf8');
const start = page.indexOf(from);
const end = page.indexOf(to);
if (start === -1 || end === -1) throw new Error(`docs/routing.md lacks its marks ${from} and ${to}`);
writeFileSync(file, `${page.slice(0, start)}${from}\n\n${table}\n\n${page.slice(end)}`);
