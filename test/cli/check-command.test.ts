import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command } from '../../src/cli/check-command.ts';
import { UsageError } from '../../src/cli/command.ts';
import { signalbox } from './run-signalbox.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('findings are exit code 1, one a line', () => {
  const file = write(
    'typo.config.ts',
    "export default { routes: [{ name: 'auto', use: ['gpt-5.55'] as const }] };",
  );
  const { status, out } = signalbox(['check', file]);
  expect(status).toBe(1);
  expect(out.split('\n').slice(0, 3)).toEqual([
    `${file}: 1 problem`,
    '',
    'problems: the router does not start with this',
  ]);
  expect(out).toMatch(/^ {2}routes\[0\]\.use\[0\]: there is no model "gpt-5\.55"\. did you mean gpt-5\.5/m);
});

test('as JSON', () => {
  const file = write('empty.config.mjs', 'export const routes = [];');
  const { status, out } = signalbox(['check', file, '--json']);
  expect(status).toBe(1);
  expect(JSON.parse(out)).toEqual({
    file,
    problems: [
      { path: '', what: 'exports no configuration', fix: 'write `export default defineConfig({ ... })`' },
    ],
    warnings: [],
  });
});

test('the shipped file is exit code 0 and one line', () => {
  expect(signalbox(['check'])).toEqual({
    status: 0,
    out: 'routes.config.ts: nothing to find fault with\n',
    err: '',
  });
});

test.each([
  ['a file that is not there', () => ['nowhere.ts'], /nowhere\.ts cannot be read: there is no such file/],
  [
    'a file that throws',
    () => [write('throws.mjs', 'throw new Error("oh dear")')],
    /throws\.mjs cannot be read: oh dear/,
  ],
  ['two files', () => ['a.ts', 'b.ts'], /One file at a time/],
  ['an option that is not there', () => ['--jsn'], /no option --jsn\. Did you mean --json\?/],
])('%s is wrong usage', async (_, args, reason) => {
  const asked = command.run(args());
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(reason);
});
