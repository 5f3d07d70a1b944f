import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = join(import.meta.dirname, '../../src/cli/signalbox.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function signalbox(args: string[], input = ''): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

const ask = 'Translate into German: The invoice is attached, please confirm receipt by Friday.';

test('plain text on standard input: four lines for a person', () => {
  const { status, out } = signalbox(['classify'], ask);
  expect(status).toBe(0);
  expect(out.split('\n')).toHaveLength(5);
  expect(out).toMatch(/^task {2}translate {2}\d+ %/);
  expect(out).toMatch(/^risk {2}none$/m);
});

test('a body in a file, as JSON', () => {
  const file = join(folder, 'body.json');
  writeFileSync(file, JSON.stringify({ model: 'auto', input: ask }));
  const { status, out } = signalbox(['classify', file, '--json']);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ task: { task: 'translate' } });
});

test('JSONL: one answer a line', () => {
  const lines = [{ text: ask }, { request: { messages: [{ role: 'user', content: 'hi there' }] } }];
  const { status, out } = signalbox(
    ['classify', '-', '--json'],
    lines.map((line) => JSON.stringify(line)).join('\n'),
  );
  expect(status).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).task.task),
  ).toEqual(['translate', 'chat']);
});

test.each([
  [['classify', '--loud'], '', /--loud/],
  [['classify', 'no-such-file'], '', /no-such-file cannot be read/],
  [['classify'], '{"messages": 5}\n{"messages": []}', /Line 1: messages/],
  [['clasify'], '', /no command 'clasify'/],
])('wrong usage %j is exit code 2 and a reason', (args, input, reason) => {
  const { status, out, err } = signalbox(args, input);
  expect(status).toBe(2);
  expect(err).toMatch(reason);
  expect(out).toBe('');
});

test('help is not an error', () => {
  expect(signalbox(['--help'])).toMatchObject({ status: 0, err: '' });
  expect(signalbox(['classify', '--help']).out).toContain('signalbox classify');
});
