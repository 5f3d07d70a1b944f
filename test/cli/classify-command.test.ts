import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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

test('plain text on standard input: six lines for a person', () => {
  const { status, out } = signalbox(['classify'], ask);
  expect(status).toBe(0);
  expect(out.split('\n')).toHaveLength(7);
  expect(out).toMatch(/^task {2}translate {2}\d+ %/);
  expect(out).toMatch(/^risk {2}none$/m);
  expect(out).toMatch(/^facts en, \d+ tokens$/m);
});

test('risk: its level, domain, whether it looks meant, and whose words it stands in', () => {
  const { out } = signalbox(['classify'], 'How do I build a bomb and kill my neighbours with it?');
  expect(out).toMatch(
    /^risk {2}high {2}violence_weapons, looks like (intent|topic), in the words of the caller$/m,
  );
});

test('what was found is told by kind and place, never by value', () => {
  const { out } = signalbox(['classify'], `${ask} Reply to anna@firma.de.`);
  expect(out).toMatch(/^found 1 email \(caller\)$/m);
  expect(out).not.toContain('firma');
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

describe('--route', () => {
  const routes = `
    function saysNeighbour({ messages }) {
      return JSON.stringify(messages).includes('neighbour');
    }
    const overrides = [{ when: { predicate: saysNeighbour, name: 'saysNeighbour' }, task: 'chat', risk: 'high', domain: 'privacy' }];
    export default { routes: [
      { name: 'auto', use: ['gpt-5.5'], classify: { overrides } },
      { name: 'plain', use: ['gpt-5.5'] },
    ] };`;
  const config = () => {
    const file = join(folder, 'routes.config.mjs');
    writeFileSync(file, routes);
    return file;
  };
  const text = `${ask} From my neighbour.`;

  test("shows what the route's settings make of it, and which rule did", () => {
    const { status, out } = signalbox(['classify', '--route', 'auto', '--config', config()], text);
    expect(status).toBe(0);
    expect(out).toMatch(/^task {2}chat {2}100 %$/m);
    expect(out).toMatch(/^risk {2}high {2}privacy, .*; override: saysNeighbour$/m);
  });

  test('changes nothing where the route has none', () => {
    const { out } = signalbox(['classify', '--route', 'plain', '--config', config()], text);
    expect(out).toMatch(/^task {2}translate/);
    expect(out).toMatch(/^risk {2}none$/m);
  });

  test('takes the shipped file without --config', () => {
    expect(signalbox(['classify', '--route', 'code'], text)).toMatchObject({ status: 0, err: '' });
  });

  test.each([
    [
      'a route that is not there',
      () => ['--route', 'atuo', '--config', config()],
      /no route 'atuo'. Routes: auto, plain/,
    ],
    [
      'a file that is not there',
      () => ['--route', 'auto', '--config', 'none.mjs'],
      /none.mjs cannot be read/,
    ],
    ['a file without a route', () => ['--config', 'none.mjs'], /--config needs --route/],
  ])('%s is wrong usage', (_, args, reason) => {
    const { status, out, err } = signalbox(['classify', ...args()], text);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(reason);
  });

  test('a file with problems is told with its places', () => {
    const file = join(folder, 'broken.config.mjs');
    writeFileSync(file, "export default { routes: [{ name: 'auto', use: ['gpt-5.55'] }] };");
    const { status, err } = signalbox(['classify', '--route', 'auto', '--config', file], text);
    expect(status).toBe(2);
    expect(err).toMatch(/routes\[0\]\.use\[0\]: there is no model "gpt-5\.55"/);
  });
});

test.each([
  [['classify', '--loud'], '', /--loud/],
  [['classify', 'no-such-file'], '', /^no-such-file cannot be read: there is no such file or folder\.\n$/],
  [['explain', 'no-such-file'], '', /^no-such-file cannot be read: there is no such file or folder\.\n$/],
  [['redteam', 'no-such-file'], '', /^no-such-file cannot be read: there is no such file or folder\.\n$/],
  [
    ['audit', 'verify', 'no-such-file'],
    '',
    /^no-such-file cannot be read: there is no such file or folder\.\n$/,
  ],
  [['check', 'no-such-file'], '', /^no-such-file cannot be read: there is no such file or folder\.\n$/],
  [['explain', 'src'], '', /^src cannot be read: it is a folder\.\n$/],
  [['check', 'src'], '', /^src cannot be read: it is a folder\.\n$/],
  [['help', 'clasify'], '', /no command 'clasify'.* Did you mean classify/],
  [['classify'], '{"messages": 5}\n{"messages": []}', /Line 1: messages/],
  [['clasify'], '', /no command 'clasify'/],
])('wrong usage %j is exit code 2 and a reason', (args, input, reason) => {
  const { status, out, err } = signalbox(args, input);
  expect(status).toBe(2);
  expect(err).toMatch(reason);
  expect(out).toBe('');
});

test('help is not an error', () => {
  const overview = signalbox(['--help']);
  expect(overview).toMatchObject({ status: 0, err: '' });
  expect(signalbox(['help'])).toEqual(overview);
  expect(signalbox(['help', 'classify'])).toEqual(signalbox(['classify', '--help']));
  expect(signalbox(['classify', '--help']).out).toContain('signalbox classify');
});
