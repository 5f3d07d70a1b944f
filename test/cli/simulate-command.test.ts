import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import type { Comparison } from '../../src/cli/comparison.ts';
import { command as diffCommand } from '../../src/cli/diff-command.ts';
import { printComparison } from '../../src/cli/print-comparison.ts';
import { printSimulation } from '../../src/cli/print-simulation.ts';
import { command as simulateCommand } from '../../src/cli/simulate-command.ts';
import type { Simulation } from '../../src/cli/simulation.ts';
import type { Tally } from '../../src/cli/tally.ts';
import { signalbox } from './run-signalbox.ts';

const tallyOf = (requests: number, usd: number): Tally => ({
  requests,
  costNanoUsd: { value: usd * 1_000_000_000, known: requests },
  quality: { value: 0.9, known: requests - 1 },
  firstEventMs: { value: 3400, known: requests },
  totalMs: { value: null, known: 0 },
});

test('a simulation for people', () => {
  const group = { name: 'everyday', tally: tallyOf(9, 2) };
  const simulation: Simulation = {
    requests: 10,
    refused: [{ line: 4, code: 'invalid_request', message: 'messages must be a list' }],
    routed: tallyOf(9, 2),
    baselines: [
      {
        target: 'gpt-5.5',
        tally: tallyOf(10, 8),
        refused: 0,
        cost: { requests: 9, beforeNanoUsd: 8_000_000_000, afterNanoUsd: 2_000_000_000 },
      },
    ],
    byRoute: [group],
    byTask: [{ ...group, name: 'chat' }],
    byTarget: [{ ...group, name: 'gpt-5.5@low' }],
    byArm: [{ ...group, name: 'everyday: trial' }],
  };
  expect(printSimulation(simulation)).toEqual([
    '                requests   cost          quality  first  whole  refused  routed costs',
    'as routed              9  $2.00   0.900 (8 of 9)  3.4 s      –        1',
    'always gpt-5.5        10  $8.00  0.900 (9 of 10)  3.4 s      –        0  -75 % over 9',
    '',
    'route     requests  share   cost         quality  first  whole',
    'everyday         9   90 %  $2.00  0.900 (8 of 9)  3.4 s      –',
    '',
    'task  requests  share   cost         quality  first  whole',
    'chat         9   90 %  $2.00  0.900 (8 of 9)  3.4 s      –',
    '',
    'target       requests  share   cost         quality  first  whole',
    'gpt-5.5@low         9   90 %  $2.00  0.900 (8 of 9)  3.4 s      –',
    '',
    'arm              requests  share   cost         quality  first  whole',
    'everyday: trial         9   90 %  $2.00  0.900 (8 of 9)  3.4 s      –',
    '',
    'refused: 1',
    '  line 4: messages must be a list',
  ]);
});

test('a comparison for people', () => {
  const place = { route: 'everyday', target: 'cheap', floor: 'strong' } as const;
  const comparison: Comparison = {
    requests: 20,
    before: tallyOf(20, 4),
    after: tallyOf(20, 5),
    cost: { requests: 20, beforeNanoUsd: 4_000_000_000, afterNanoUsd: 5_000_000_000 },
    moves: [
      {
        from: place,
        to: { ...place, target: 'dear', floor: 'none' },
        lines: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        cost: { requests: 12, beforeNanoUsd: 1_000_000_000, afterNanoUsd: 2_000_000_000 },
      },
    ],
    floors: [{ from: 'strong', to: 'none', lines: [1, 2] }],
    newlyRefused: [{ line: 19, code: 'no_target_available', message: 'nobody is there' }],
    newlyServed: [],
  };
  expect(printComparison(comparison)).toEqual([
    '12 of 20 requests move',
    '',
    '                   before             after  change',
    'served                 20                20',
    'cost                $4.00             $5.00  +25 %',
    'quality  0.900 (19 of 20)  0.900 (19 of 20)  0 %',
    'first               3.4 s             3.4 s  0 %',
    'whole                   –                 –',
    '',
    'from             to              requests  before  after  lines',
    'everyday: cheap  everyday: dear        12   $1.00  $2.00  1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more',
    '',
    'floor strong -> none: 2 (lines 1, 2)',
    'refused now: line 19: nobody is there',
  ]);
});

describe('the commands', () => {
  let folder: string;
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const routes = (rest: string) => `export default { routes: [
    { name: 'tools', when: { tools: 'any' }, use: ['claude-opus-4-7@low'], floor: 'basic' }, ${rest} ] };`;
  const tool = { name: 'find', input_schema: { type: 'object' } };
  const ask = { model: 'auto', messages: [{ role: 'user', content: 'hello' }] };
  const requests = [ask, { ...ask, tools: [tool] }, { text: 'hello' }, { messages: 5 }];
  let before: string;
  let after: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-simulate-'));
    before = write('before.mjs', routes("{ name: 'all', use: ['gpt-5.5@low'], baseline: 'gpt-5.5@high' }"));
    after = write('after.mjs', routes("{ name: 'all', use: ['gpt-5.6-luna@low'] }").replace('basic', 'none'));
    file = write('requests.jsonl', requests.map((line) => JSON.stringify(line)).join('\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('simulate: the mix, and the baseline that a route names', () => {
    const { status, out } = signalbox(['simulate', file, '--config', before, '--json']);
    const said = JSON.parse(out) as Simulation;
    expect(status).toBe(1);
    expect(said).toMatchObject({ requests: 4, routed: { requests: 3, costNanoUsd: { known: 3 } } });
    expect(said.refused.map(({ line, code }) => [line, code])).toEqual([[4, 'invalid_request']]);
    expect(said.byTarget.map(({ name, tally }) => [name, tally.requests])).toEqual([
      ['gpt-5.5@low', 2],
      ['claude-opus-4-7@low', 1],
    ]);
    expect(said.byRoute.map(({ name }) => name)).toEqual(['all', 'tools']);
    expect(said.baselines.map(({ target, tally, refused }) => [target, tally.requests, refused])).toEqual([
      ['gpt-5.5@high', 3, 1],
    ]);
  });

  test('diff: what moves, what it costs, whose floor falls', () => {
    const { status, out } = signalbox(['diff', before, after, file, '--json']);
    const said = JSON.parse(out) as Comparison;
    expect(status).toBe(1);
    expect(said.moves.map(({ from, to, lines }) => [from.target, to.target, lines])).toEqual([
      ['gpt-5.5@low', 'gpt-5.6-luna@low', [1, 3]],
      ['claude-opus-4-7@low', 'claude-opus-4-7@low', [2]],
    ]);
    expect(said.floors).toEqual([{ from: 'basic', to: 'none', lines: [2] }]);
    expect(said.cost.requests).toBe(3);
    expect(said.cost.afterNanoUsd).toBeLessThan(said.cost.beforeNanoUsd);
  });

  test('diff of a file with itself changes nothing', () => {
    const { status, out } = signalbox(['diff', before, before, file]);
    expect(status).toBe(0);
    expect(out).toMatch(/^0 of 4 requests move\n/);
  });

  test.each([
    [simulateCommand, ['--baseline', 'gpt-5.55'], /there is no model 'gpt-5\.55'\. Did you mean gpt-5\.5/],
    [
      simulateCommand,
      ['--baseline', 'gpt-5.5@max'],
      /gpt-5\.5 does not take the effort 'max'; it takes none, low/,
    ],
    [simulateCommand, ['a.jsonl', 'b.jsonl'], /One file at a time/],
    [diffCommand, ['a.config.ts'], /Two routes files/],
    [diffCommand, ['a.config.ts', 'b.config.ts'], /a\.config\.ts cannot be read: there is no such file/],
  ])('wrong usage %#', async (command, args, reason) => {
    const asked = command.run(args);
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(reason);
  });
});
