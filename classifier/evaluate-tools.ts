/**
 * How well the effect of tools is judged: precision and recall per class and domain over `data/tools.jsonl`, on the
 * domains that no word table was ever changed for, and with every verb taken away that only the judged domain uses.
 * `node classifier/evaluate-tools.ts [--data FOLDER] [--misses]`: FOLDER may hold third-party rows
 * (`train.tools.jsonl`), which are only judged.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createToolJudge, type DeclaredTool, judgeTool } from '../src/classify/tools/judge-tool.ts';
import { createVocabulary } from '../src/classify/tools/vocabulary.ts';
import type { JsonObject } from '../src/core/json.ts';
import { type ToolEffect, toolEffects } from '../src/core/signals.ts';

type Row = {
  name: string;
  description?: string;
  parameters?: JsonObject;
  effect: ToolEffect;
  lang: string;
  domain: string;
};
type Judged = Row & { said: ToolEffect; isSure: boolean };

/** Chosen before the tables were first run on any row; the tables are not changed for what goes wrong in them. */
const heldOut: ReadonlySet<string> = new Set([
  'banking',
  'kubernetes',
  'travel',
  'health',
  'monitoring',
  'telecom-and-support',
  'crm',
  'vectors-and-memory',
  'games-and-media',
  'home',
  'multi-action',
  'francais',
  'japanese',
  'other-languages',
]);

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, misses: { type: 'boolean', default: false } },
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readRows<T>(path: string): T[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

function declare({ name, description, parameters }: Row): DeclaredTool {
  return {
    name,
    ...(description !== undefined && { description }),
    ...(parameters && { schema: parameters }),
  };
}

function share(part: number, whole: number): string {
  return whole === 0 ? '    –' : `${((100 * part) / whole).toFixed(1).padStart(5)}`;
}

function report(title: string, rows: readonly Judged[]): void {
  const count = (test: (row: Judged) => boolean) => rows.filter(test).length;
  const columns = toolEffects.map((effect) => {
    const hits = count(({ effect: truth, said }) => truth === effect && said === effect);
    const [precision, recall] = [count(({ said }) => said === effect), count((row) => row.effect === effect)];
    return `${share(hits, precision)} /${share(hits, recall)}`;
  });
  const changes = count(({ effect }) => effect !== 'read');
  const found = count(({ effect, said }) => effect !== 'read' && said !== 'read');
  const reads = rows.length - changes;
  const flagged = count(({ effect, said }) => effect === 'read' && said !== 'read');
  const sure = rows.filter(({ isSure }) => isSure);
  const right = sure.filter(({ effect, said }) => effect === said).length;
  const tail = `${share(found, changes)}   ${share(flagged, reads)}   ${share(sure.length, rows.length)} ${share(right, sure.length)}`;
  print(`${title.padEnd(26)}${String(rows.length).padStart(4)}  ${columns.join('   ')}   ${tail}`);
}

function printMisses(rows: readonly Judged[]): void {
  for (const { name, description = '', effect, said, domain } of rows)
    if (effect !== said) print(`  ${domain}: ${effect} judged ${said}: ${name} · ${description}`);
}

const rows = readRows<Row>(join(import.meta.dirname, './data/tools.jsonl'));
const domains = [...new Set(rows.map(({ domain }) => domain))];
const judged: Judged[] = rows.map((row) => ({ ...row, ...pick(judgeTool(declare(row))) }));

function pick({ effect, isSure }: { effect: ToolEffect; isSure: boolean }): {
  said: ToolEffect;
  isSure: boolean;
} {
  return { said: effect, isSure };
}

/** English verbs in the names and descriptions of these rows. */
function wordsOf(some: readonly Row[]): Set<string> {
  const text = some
    .map(({ name, description = '' }) => `${name.replaceAll(/[_.]/g, ' ')} ${description}`)
    .join(' ');
  return new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
}

/** Each domain judged without the verbs that stand in no other domain: as if its words had never been seen. */
function leaveDomainsOut(): Judged[] {
  return domains.flatMap((domain) => {
    const inside = rows.filter((row) => row.domain === domain);
    const outside = wordsOf(rows.filter((row) => row.domain !== domain));
    const unseen = new Set(
      [...wordsOf(inside)].flatMap(stems).filter((word) => !stems(word).some((stem) => outside.has(stem))),
    );
    const judge = createToolJudge(createVocabulary(unseen));
    return inside.map((row) => ({ ...row, ...pick(judge(declare(row))) }));
  });
}

/** A word and what its base form may be. */
function stems(word: string): string[] {
  return [
    word,
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ing$/, ''),
    word.replace(/ing$/, 'e'),
  ];
}

print(
  'per class: precision / recall, %; then recall of all that changes, reads flagged, share sure, right when sure',
);
print(
  `${' '.repeat(32)}${toolEffects.map((effect) => effect.padEnd(16)).join('')}changes   reads   sure  right`,
);
for (const domain of domains)
  report(
    `${heldOut.has(domain) ? '* ' : '  '}${domain}`,
    judged.filter((row) => row.domain === domain),
  );
report('all', judged);
report(
  '* held-out domains',
  judged.filter(({ domain }) => heldOut.has(domain)),
);
report(
  'names alone',
  rows.map((row) => ({ ...row, ...pick(judgeTool({ name: row.name })) })),
);
report('without a domain’s verbs', leaveDomainsOut());
/** Described in a few words, mostly without a verb; the tables were mended by what went wrong in them. */
const terse = readRows<Row>(join(import.meta.dirname, './data/tools-f.jsonl'));
const judgedTerse: Judged[] = terse.map((row) => ({ ...row, ...pick(judgeTool(declare(row))) }));
report('described in few words', judgedTerse);
if (options.misses) printMisses([...judged.filter(({ domain }) => !heldOut.has(domain)), ...judgedTerse]);

const third = options.data && join(options.data, 'train.tools.jsonl');
if (third && existsSync(third)) {
  type ThirdRow = { name: string; description: string; params: string; effect: string; domain: string };
  const others = readRows<ThirdRow>(third)
    .filter(({ effect }) => effect === 'read' || effect === 'write')
    .map(({ name, description, params, effect, domain }) => {
      const names = params.split(',').map((each) => each.split(':')[0]?.trim() ?? '');
      const properties = Object.fromEntries(names.filter((each) => each !== '').map((each) => [each, {}]));
      const said = pick(judgeTool({ name, description, schema: { properties } }));
      return { name, description, effect: effect as ToolEffect, lang: 'en', domain, ...said };
    });
  report('third-party rows', others);
}
