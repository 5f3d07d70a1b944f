import { describe, expect, test } from 'vitest';
import { listModels } from '../../src/catalogue/catalogue.ts';
import { UsageError } from '../../src/cli/command.ts';
import { listRows } from '../../src/cli/list-models.ts';
import { command, printModels } from '../../src/cli/models-command.ts';
import { completeModel } from '../../src/core/complete-model.ts';
import { signalbox } from './run-signalbox.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const chat = { provider: 'here', protocols: ['openai-chat'] } as const;
const models = [
  completeModel({ ...chat, id: 'bare' }, 'test'),
  completeModel(
    {
      ...chat,
      id: 'thinker',
      contextTokens: 200_000,
      reasoning: { efforts: ['low', 'medium', 'high'], default: 'medium', style: 'effort' },
      prices: [
        { from: '2026-01-01', usd: { input: 1, output: 4 } },
        { from: '2026-12-01', usd: { input: 100, output: 400 } },
      ],
      quality: { medium: 40, high: 51.25 },
      latency: { medium: { firstEventMs: 3400, tokensPerSecond: null } },
      shutdown: '2026-12-11',
    },
    'test',
  ),
  completeModel(
    {
      ...chat,
      id: 'gone',
      aliases: ['old-faithful'],
      reasoning: { efforts: ['low', 'max'], default: null, style: 'effort' },
      prices: [{ from: '2026-01-01', usd: { input: 0, cachedInput: 0.25, output: 12.5 } }],
      quality: { default: 60 },
      shutdown: '2026-11-01',
    },
    'test',
  ),
];

const ids = (choice: Parameters<typeof listRows>[1]) =>
  listRows(models, choice, nowMs).map(({ model }) => model.id);

test('a line a model: the price of the day, what is unknown, what ends', () => {
  expect(printModels(listRows(models, {}, nowMs))).toEqual([
    'model    provider  in  cached   out  context  efforts          best index  by default   first  ends',
    'bare     here       –       –     –        –  does not reason  –           –                –',
    'thinker  here       1       –   4       200k  low–high         51.3 high   40.0 medium  3.4 s  2026-12-11, in 20 days',
    'gone     here       0    0.25  12.5        –  low max          60.0        60.0             –  ended 2026-11-01',
  ]);
});

describe('sorted, unknown last', () => {
  test.each([
    [{}, ['bare', 'thinker', 'gone']],
    [{ sort: 'name' as const }, ['bare', 'gone', 'thinker']],
    [{ sort: 'price' as const }, ['thinker', 'gone', 'bare']],
    [{ sort: 'quality' as const }, ['gone', 'thinker', 'bare']],
    [{ sort: 'context' as const }, ['thinker', 'bare', 'gone']],
    [{ filter: 'FAITH' }, ['gone']],
    [{ filter: 'nothing' }, []],
    [{ provider: 'there' }, []],
  ])('%j', (choice, expected) => {
    expect(ids(choice)).toEqual(expected);
  });
});

describe('the command', () => {
  test('prints the whole catalogue and nothing else into a pipe', () => {
    const { status, out, err } = signalbox(['models'], '', { NO_COLOR: '' });
    const lines = out.trimEnd().split('\n');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(listModels().map(({ id }) => id));
    expect(out).not.toContain('\u001b');
  });

  test('--json keeps unknown apart from free', () => {
    const { out } = signalbox(['models', '--json', '--filter', 'gemma-4-31b-it']);
    const priced = (JSON.parse(out) as { id: string; usdPerMillionTokens: object }[]).map(
      ({ id, usdPerMillionTokens }) => [id, usdPerMillionTokens],
    );
    expect(priced).toEqual([
      ['gemma-4-31b-it', expect.objectContaining({ input: 0, output: 0 })],
      ['openrouter/gemma-4-31b-it', expect.objectContaining({ cachedInput: null, output: 0.4 })],
    ]);
  });

  test.each([
    [['--srt', 'price'], /^There is no option --srt\. Did you mean --sort\? Options: --sort, --filter/],
    [['--sort'], /^--sort needs a value/],
    [['--sort', 'prize'], /^--sort prize: use one of price, .*Did you mean price\?/],
    [['--provider', 'opnai'], /Did you mean openai\?/],
    [['--json=1'], /^--json takes no value/],
    [['gpt'], /write --filter gpt/],
  ])('%j is wrong usage', async (args, reason) => {
    const asked = command.run(args);
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(reason);
  });

  test('nothing found is a finding', () => {
    expect(signalbox(['models', '--filter', 'zzz'])).toEqual({
      status: 1,
      out: '',
      err: "No model of the catalogue has 'zzz' in its name.\n",
    });
  });
});
