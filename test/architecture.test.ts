/** The architecture, held by a machine: every rule over every file of `src/`, and every rule on something that breaks it. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shippedProviders } from '../src/config/providers.ts';
import { protocolIds } from '../src/core/target.ts';
import { readSource, type Source } from './support/architecture/read-source.ts';
import {
  checkClients,
  checkConsole,
  checkDirection,
  checkFetch,
  checkHeader,
  checkInside,
  checkNames,
  checkPipeline,
  checkProtocols,
  checkSize,
} from './support/architecture/rules.ts';

/** Files over 300 lines: tables of data only. */
const longFiles = ['src/catalogue/models/openai.ts'] as const;

const sources: readonly Source[] = globSync('src/**/*.{ts,tsx}')
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map((path) => readSource(path, readFileSync(path, 'utf8')));

const namesOfOthers = [...Object.keys(shippedProviders), ...protocolIds];

/** What a rule says of a made-up file. */
function judge(rule: (source: Source) => string[], path: string, text: string): string[] {
  return rule(readSource(path, text));
}

test('there is something to check', () => {
  expect(sources.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/index.ts', 'src/pipeline.ts', 'src/core/request.ts']),
  );
});

describe('imports run one way', () => {
  test('in src', () => {
    expect(sources.flatMap(checkDirection)).toEqual([]);
    expect(sources.flatMap(checkInside)).toEqual([]);
  });

  test.each([
    ['upward', 'src/core/json.ts', "import { a } from '../sse/parse.ts';"],
    ['upward, types too', 'src/core/json.ts', "import type { A } from '../routing/plan.ts';"],
    ['sideways', 'src/upstream/attempt.ts', "import { a } from '../respond/pump.ts';"],
    ['sideways', 'src/config/shape.ts', "import { a } from '../catalogue/catalogue.ts';"],
    ['into the Worker entry', 'src/app.ts', "import app from './index.ts';"],
    ['out of deps at run time', 'src/deps.ts', "import { Health } from './upstream/health.ts';"],
    ['of a program', 'src/app.ts', "import { a } from './dev/start.ts';"],
    ['of app by a program', 'src/dev/start.ts', "import { a } from '../app.ts';"],
    ['of one program by another', 'src/cli/main.ts', "import { a } from '../dev/start.ts';"],
    ['from a folder in no layer', 'src/extra/a.ts', "import { a } from '../core/json.ts';"],
    ['by export', 'src/core/json.ts', "export { a } from '../sse/parse.ts';"],
    ['by import()', 'src/core/json.ts', "const a = () => import('../sse/parse.ts');"],
    ['by import type', 'src/core/json.ts', "type A = import('../sse/parse.ts').A;"],
  ])('%s is seen: %s', (_, path, text) => {
    expect(judge(checkDirection, path, text)).toHaveLength(1);
  });

  test.each([
    ['src/core/json.ts', "import { a } from './errors.ts';"],
    ['src/index.ts', "import { a } from './app.ts'; import b from '../package.json' with { type: 'json' };"],
    ['src/endpoints/models.ts', "import { a } from '../catalogue/catalogue.ts';"],
    ['src/pipeline.ts', "import type { Deps } from './deps.ts'; import { a } from './respond/pump.ts';"],
    ['src/deps.ts', "import type { Health } from './upstream/health.ts';"],
    ['src/cli/main.ts', "import { a } from '../pipeline.ts'; import b from 'openai';"],
    ['src/core/text.ts', "const a = \"import { b } from '../app.ts'\"; // import '../app.ts'"],
  ])('what is allowed passes: %s', (path, text) => {
    expect([...judge(checkDirection, path, text), ...judge(checkInside, path, text)]).toEqual([]);
  });

  test('a way out of src is seen', () => {
    expect(judge(checkInside, 'src/core/a.ts', "import { a } from '../../test/support/a.ts';")).toHaveLength(
      1,
    );
  });
});

describe('protocols never know each other', () => {
  test('in src', () => expect(sources.flatMap(checkProtocols)).toEqual([]));

  test.each([
    ['src/protocols/openai-chat/a.ts', "import { a } from '../openai-responses/b.ts';"],
    ['src/protocols/openai-chat/a.ts', "import { a } from '../index.ts';"],
  ])('seen: %s', (path, text) => expect(judge(checkProtocols, path, text)).toHaveLength(1));

  test('their index knows all', () => {
    const text = "import { a } from './openai-chat/index.ts'; import { b } from '../core/json.ts';";
    expect(judge(checkProtocols, 'src/protocols/index.ts', text)).toEqual([]);
  });
});

describe('small files and functions', () => {
  test('in src', () => expect(sources.flatMap((source) => checkSize(source, longFiles))).toEqual([]));

  test('every exception is still needed', () => {
    const needed = sources.filter((source) =>
      checkSize(source).some((word) => word.startsWith(`${source.path} `)),
    );
    expect(needed.map(({ path }) => path)).toEqual(longFiles);
  });

  const lines = (count: number) => 'x;\n'.repeat(count);

  test.each([
    ['a long file', lines(301)],
    ['a long function', `function f() {\n${lines(59)}}`],
    ['a long arrow function', `const f = () => {\n${lines(59)}};`],
    ['a long method', `class A {\n  f() {\n${lines(59)}  }\n}`],
  ])('%s is seen', (_, text) => {
    expect(judge((source) => checkSize(source), 'src/core/a.ts', text)).toHaveLength(1);
  });

  test('the bounds themselves are allowed', () => {
    expect(judge((source) => checkSize(source), 'src/core/a.ts', lines(300))).toEqual([]);
    expect(judge((source) => checkSize(source), 'src/core/a.ts', `function f() {\n${lines(58)}}`)).toEqual(
      [],
    );
  });
});

describe('names say something', () => {
  test('in src', () => expect(sources.flatMap(checkNames)).toEqual([]));

  test.each(['src/core/utils.ts', 'src/helpers/a.ts', 'src/core/key-manager.ts', 'src/common/a.tsx'])(
    '%s is seen',
    (path) => expect(judge(checkNames, path, '')).toHaveLength(1),
  );
});

describe('every file says what it is for', () => {
  test('in src', () => expect(sources.flatMap(checkHeader)).toEqual([]));

  test.each([
    ['none', 'const a = 1;'],
    ['behind code', "import a from 'a';\n/** For something. */"],
    ['empty', '/** */\nconst a = 1;'],
    ['too long', `/**\n${' * word\n'.repeat(7)} */\nconst a = 1;`],
  ])('seen: %s', (_, text) => expect(judge(checkHeader, 'src/a.ts', text)).toHaveLength(1));

  test.each(['/** For something. */\n', '/**\n * One.\n * Two.\n */\n', '// For something.\nconst a = 1;'])(
    'allowed: %j',
    (text) => expect(judge(checkHeader, 'src/a.ts', text)).toEqual([]),
  );
});

describe('effects stand where they are expected', () => {
  test('only outbound calls the outside', () => expect(sources.flatMap(checkFetch)).toEqual([]));
  test('only index logs', () => expect(sources.flatMap(checkConsole)).toEqual([]));
  test("no provider's client is in the Worker", () => expect(sources.flatMap(checkClients)).toEqual([]));

  test.each([
    [checkFetch, "await fetch('https://example.com');"],
    [checkFetch, 'const send = fetch;'],
    [checkFetch, "globalThis.fetch('https://example.com');"],
    [checkFetch, 'const deps = { fetch };'],
    [checkConsole, "console.log('a');"],
    [checkConsole, 'const { log } = console;'],
    [checkClients, "import OpenAI from 'openai';"],
    [checkClients, "import { Anthropic } from '@anthropic-ai/sdk/client';"],
  ])('seen by %p: %s', (rule, text) => expect(judge(rule, 'src/upstream/a.ts', text)).toHaveLength(1));

  test.each([
    [checkFetch, 'export default { fetch: app.fetch };'],
    [checkFetch, 'export function create(send: typeof fetch): void {}'],
    [checkConsole, "const text = 'console.log(1)'; // console.log(1)"],
    [checkClients, "import type OpenAI from 'openai';"],
    [checkClients, "import { a } from 'openai-compatible';"],
  ])('not seen by %p: %s', (rule, text) => expect(judge(rule, 'src/upstream/a.ts', text)).toEqual([]));

  test.each(['src/upstream/outbound.ts', 'src/index.ts', 'src/dev/start.ts', 'src/cli/main.ts'])(
    '%s may call',
    (path) => expect(judge(checkFetch, path, "fetch('http://127.0.0.1');")).toEqual([]),
  );
});

describe('the pipeline names no provider and no protocol', () => {
  test('in src', () => {
    expect(sources.flatMap((source) => checkPipeline(source, namesOfOthers))).toEqual([]);
  });

  test.each([
    "if (id === 'openai') {}",
    "const t = { 'openai-chat': 1 };",
    'const t = `anthropic-messages`;',
  ])('seen: %s', (text) => {
    const rule = (source: Source) => checkPipeline(source, namesOfOthers);
    expect(judge(rule, 'src/pipeline.ts', text)).toHaveLength(1);
  });
});
