/**
 * `npm run bench`: CPU per request against a bare proxy, cold start and size; `--full`, `--guarded`, `--delay`,
 * `--memory`, `--slow-readers`, `--cold`, `--classify` and `--plan` measure that alone, `--all` everything. Compares with the
 * committed baseline; `--write` replaces it and the table in README.md.
 * Exits 1 when a limit is passed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleWorker } from './bundle.ts';
import { isPassed, limits, type Verdict } from './limits.ts';
import { printTable } from './print-table.ts';
import { makeSection, readBaseline, type Section, writeBaseline } from './results.ts';
import { type Bench, type SectionName, sections } from './sections.ts';
import { writeReadme } from './write-readme.ts';

const flags = {
  full: { type: 'boolean' },
  guarded: { type: 'boolean' },
  cold: { type: 'boolean' },
  classify: { type: 'boolean' },
  plan: { type: 'boolean' },
  delay: { type: 'boolean' },
  memory: { type: 'boolean' },
  'slow-readers': { type: 'boolean' },
  all: { type: 'boolean' },
  write: { type: 'boolean' },
} as const;

const usual: readonly SectionName[] = ['cpu', 'cold', 'size'];

function chooseSections(asked: Readonly<Record<string, boolean | undefined>>): readonly SectionName[] {
  const names = Object.keys(sections) as SectionName[];
  if (asked.all) return names;
  const chosen = names.filter((name) => asked[name]);
  return chosen.length > 0 ? chosen : usual;
}

function verdictTable(verdicts: readonly Verdict[], baseline: readonly Verdict[]): string {
  const before = new Map(baseline.map(({ what, value }) => [what, value]));
  const rows = verdicts.map((verdict) => {
    const { most, unit } = limits[verdict.limit];
    const known = before.get(verdict.what);
    return [
      verdict.what,
      verdict.value.toFixed(2),
      known === undefined ? '-' : known.toFixed(2),
      `${most} ${unit}`,
      isPassed(verdict) ? 'OVER' : 'ok',
    ];
  });
  return printTable([['', 'now', 'baseline', 'limit', ''], ...rows]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  const baseline = readBaseline();
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
  try {
    const bench: Bench = { folder, modules: bundleWorker(join(folder, 'out')) };
    const measured: Record<string, Section> = {};
    for (const name of chooseSections(values)) {
      console.error(`measuring ${name}`);
      const { flag, measure } = sections[name];
      const section = makeSection(flag, await measure(bench));
      measured[name] = section;
      console.log(`\n${name} (${section.command})`);
      console.log(verdictTable(section.verdicts, baseline[name]?.verdicts ?? []));
      console.log(JSON.stringify(section.details, null, 2));
      if (section.verdicts.some(isPassed)) process.exitCode = 1;
    }
    if (values.write) writeReadme(writeBaseline(measured));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
process.exit();
