/** Puts the baseline's numbers into README.md, between its two marks, so that page and file cannot differ. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPassed, limits } from './limits.ts';
import type { Results } from './results.ts';

const path = join(import.meta.dirname, 'README.md');
const marks = /(<!-- results -->\n)[\s\S]*(<!-- end of results -->)/;

function linesOf(results: Results): readonly string[] {
  return Object.entries(results).flatMap(([name, { verdicts, command, date, load }]) =>
    verdicts.map((verdict) => {
      const { most, unit } = limits[verdict.limit];
      const value = `${verdict.value}${isPassed(verdict) ? ' (over)' : ''}`;
      return `| ${name}: ${verdict.what} | ${value} | ${most} | ${unit} | \`${command}\` | ${load} | ${date} |`;
    }),
  );
}

/** Errors: throws where the page has lost its marks. */
export function writeReadme(results: Results): void {
  const page = readFileSync(path, 'utf8');
  if (!marks.test(page)) throw new Error('bench/README.md has lost its marks for the results');
  const table = [
    '| what | measured | limit | unit | command | load | date |',
    '|---|---|---|---|---|---|---|',
    ...linesOf(results),
  ];
  const [machine] = Object.values(results).map((section) => {
    return `${section.machine}, Node ${section.node}, workerd ${section.workerd}`;
  });
  const text = `${machine}:\n\n${table.join('\n')}\n`;
  writeFileSync(
    path,
    page.replace(marks, (_, open, close) => `${open}${text}${close}`),
  );
}
