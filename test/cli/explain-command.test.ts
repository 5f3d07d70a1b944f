import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import { command } from '../../src/cli/explain-command.ts';
import { printExplanation } from '../../src/cli/print-explanation.ts';
import type { ExplainedPrediction, Explanation } from '../../src/routing/explain.ts';
import { signalbox } from './run-signalbox.ts';

const predicted = (quality: number | null, expected: number, high: number): ExplainedPrediction => ({
  quality,
  costUsd: { expected, high },
  latency: { firstEventMs: 3400, totalMs: null },
  tokens: { input: 10, cachedInput: 0, output: { expected: 20, high: 50 } },
});

const explanation: Explanation = {
  route: 'everyday',
  passed: [
    { route: 'sensitive', because: 'the risk is none' },
    { route: 'hard', because: 'the task is write' },
  ],
  objective: { kind: 'cheapest', bar: { ofBest: 0.97, atLeast: 0.8 } },
  floor: 'basic',
  classification: null,
  safeguards: { rules: [], actions: [] },
  attempts: [
    {
      target: 'cheap',
      provider: 'openai',
      protocol: 'openai-chat',
      lane: 'translate',
      losses: [
        { what: 'sampling', how: 'dropped', field: 'temperature' },
        { what: 'effort', how: 'adapted', field: 'reasoning_effort' },
      ],
      predicted: predicted(0.9612, 0.00012, 0.0004),
    },
    {
      target: 'spare',
      provider: 'anthropic',
      protocol: 'anthropic-messages',
      lane: 'passthrough',
      losses: [{ what: 'sampling', how: 'dropped', field: 'temperature' }],
      predicted: null,
    },
  ],
  rejected: [
    {
      target: 'weak',
      reason: 'below-bar',
      detail: '0.700; 0.930 is asked',
      predicted: predicted(0.7, 0.0001, 0.0002),
    },
  ],
  maxAttempts: 3,
  hedge: { afterMs: 3000, off: null },
  shadow: { target: 'spare', off: 'the conversation is not in its share' },
  team: { name: 'shop', differs: ['use', 'limits'] },
  arm: 'trial',
  stay: 'it is inside a tool loop',
  explored: null,
  notice: 'cheap ends on 2026-12-11',
};

test('a decision in ten lines', () => {
  expect(printExplanation(explanation)).toEqual([
    'route   everyday: the cheapest with 97 % of the best or a quality of 0.8; safeguards at least basic; at most 3 attempts',
    'team    shop has its own use, limits',
    'arm     trial',
    'stays   it is inside a tool loop',
    'not     sensitive (the risk is none), hard (the task is write)',
    '   target  quality       cost    at most  first  whole',
    '1  cheap     0.961  $0.000120  $0.000400  3.4 s      –  translated to openai-chat',
    '2  spare         –          –          –      –      –',
    '   weak      0.700  $0.000100  $0.000200  3.4 s      –  below-bar: 0.700; 0.930 is asked',
    'loses   temperature dropped for cheap, spare',
    'loses   reasoning_effort adapted for cheap',
    'hedge   after 3 s without output',
    'shadow  no copy to spare: the conversation is not in its share',
    'notice  cheap ends on 2026-12-11',
  ]);
});

describe('the command', () => {
  let folder: string;
  let config: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-explain-'));
    config = join(folder, 'routes.mjs');
    writeFileSync(
      config,
      `export default { routes: [
        { name: 'tools', when: { tools: 'any' }, use: ['claude-opus-4-7@low'] },
        { name: 'prod', when: { caller: { tags: { env: ['prod'] } } }, use: ['gpt-5.5@low'] },
        { name: 'all', use: ['gpt-5.5@low', 'claude-opus-4-7@low'] },
      ],
      teams: { shop: { routes: {
        prod: { canary: { use: 'claude-opus-4-7@low', share: 99.99, name: 'trial' } },
      } } } };`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const ask = { model: 'auto', messages: [{ role: 'user', content: 'hello' }] };
  const tool = { name: 'find', description: 'finds', input_schema: { type: 'object' } };

  test('one decision a line as JSON, each body in its own protocol', () => {
    const lines = [ask, { ...ask, max_tokens: 10, tools: [tool] }, { model: 'gpt-5.5', input: 'hello' }];
    const { status, out } = signalbox(
      ['explain', '--config', config, '--json'],
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    const said = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Explanation);
    expect(status).toBe(0);
    expect(said.map(({ route }) => route)).toEqual(['all', 'tools', 'model']);
    expect(said.map(({ attempts }) => attempts.map(({ target, lane }) => `${target} ${lane}`))).toEqual([
      ['gpt-5.5@low passthrough', 'claude-opus-4-7@low translate'],
      ['claude-opus-4-7@low passthrough'],
      ['gpt-5.5 passthrough'],
    ]);
    expect(said[0]?.attempts[0]?.predicted?.costUsd?.expected).toBeGreaterThan(0);
    expect(said[1]?.passed).toEqual([]);
    expect(said[0]?.passed).toEqual([
      { route: 'tools', because: 'it declares no tool' },
      { route: 'prod', because: 'the caller has no tag env' },
    ]);
  });

  test('for people, for another model and fewer providers', () => {
    const args = ['--config', config, '--model', 'route/all', '--configured', 'anthropic'];
    const { status, out } = signalbox(['explain', ...args], 'hello');
    expect(status).toBe(0);
    expect(out).toMatch(/^route {3}all: the first as written; at most 3 attempts$/m);
    expect(out).toMatch(/^1 {2}claude-opus-4-7@low .* translated to anthropic-messages$/m);
    expect(out).toMatch(/^ {3}gpt-5\.5@low .*not-configured: OPENAI_API_KEY is not set$/m);
  });

  test('for a team, in a conversation', () => {
    const args = ['--config', config, '--team', 'shop', '--tag', 'env=prod', '--session', 'one', '--json'];
    const { status, out } = signalbox(['explain', ...args], 'hello');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      route: 'prod',
      team: { name: 'shop', differs: ['canary'] },
      arm: 'trial',
      attempts: [{ target: 'claude-opus-4-7@low' }, { target: 'gpt-5.5@low' }],
    });
  });

  test('a tier that is not there is wrong usage', () => {
    const { status, err } = signalbox(['explain', '--config', config, '--tier', 'gold'], 'hello');
    expect(status).toBe(2);
    expect(err).toContain('use one of anonymous, user, verified, trusted');
  });

  test('what would be refused is exit code 1', () => {
    const { status, out } = signalbox(
      ['explain', '--config', config, '--configured', 'google'],
      [ask, ask].map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(status).toBe(1);
    expect(out.split('\n').filter((line) => line.startsWith('line '))).toEqual(['line 1', 'line 2']);
    expect(out).toMatch(
      /^refused: No target of 'auto' is available\. gpt-5\.5@low: OPENAI_API_KEY is not set/m,
    );
  });

  test.each([
    [['--configured', 'opnai'], /there is no provider 'opnai'\. Did you mean openai\?/],
    [['--modle', 'auto'], /no option --modle\. Did you mean --model\?/],
    [['nowhere.json'], /nowhere\.json cannot be read/],
  ])('%j is wrong usage', async (args, reason) => {
    const asked = command.run(args);
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(reason);
  });
});
