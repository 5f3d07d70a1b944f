/** The worked examples of docs/finance.md: their sums are right, and are what the router's own code comes to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findModel } from '../../src/catalogue/catalogue.ts';
import { shippedProviders } from '../../src/config/providers.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { UpstreamFault } from '../../src/core/errors.ts';
import type { AttemptRecord, RoutePlan } from '../../src/core/plan.ts';
import { type CostByMeter, totalOf } from '../../src/core/row.ts';
import type { Run } from '../../src/core/run.ts';
import { StopSwitch } from '../../src/core/stop-switch.ts';
import type { Target } from '../../src/core/target.ts';
import type { Usage } from '../../src/core/usage.ts';
import { buildRows } from '../../src/ledger/build-rows.ts';
import { priceUsage } from '../../src/ledger/price-usage.ts';
import { queryUsage } from '../../src/ledger/query-usage.ts';
import { slicesOf } from '../support/usage/slices-of.ts';
import { makeRequest } from '../support/world/requests.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/finance.md'), 'utf8');
const [, chapter = ''] = page.split('\n## Worked examples\n');
const [all = ''] = chapter.split('\n## ');
const sections = all.split('\n### ').slice(1);

type Section = {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly (readonly string[])[];
};

/** Cells of the one table, without its head. */
function readSection(text: string): Section {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return { title: text.split('\n')[0] ?? '', text, rows: cells.slice(2) };
}

const examples = sections.map(readSection);
const isChain = ({ rows }: Section) => rows[0]?.length === 9;

/** `–`: nobody knows. */
function numberOf(text: string): number | null {
  const value = Number(text.replaceAll(',', ''));
  return text === '–' ? null : value;
}

/** `640 × 5,000 + 2 × 3`; `–`: nothing is charged. */
function reckon(text: string): number {
  const terms = text === '–' ? [] : text.split(' + ');
  return terms.reduce((sum, term) => {
    const [tokens, rate, ...more] = term.split(' × ').map(numberOf);
    if (typeof tokens !== 'number' || typeof rate !== 'number' || more.length > 0) throw new Error(text);
    return sum + tokens * rate;
  }, 0);
}

const number = (text: string | undefined) => numberOf(text ?? '') ?? 0;

function modelNamed(id: string) {
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

test('there is one of each kind', () => {
  expect(examples.map(({ title }) => title)).toEqual([
    'A plain request',
    'Reasoning',
    'A cached read',
    'A cache write',
    'A long context',
    'The batch tier',
    'The priority tier',
    'A price that changed',
    'Tools of the provider',
    'A discount',
    'A price that nobody knows',
    'A fallback chain',
    'A hedge',
  ]);
});

/** What stands in the first column, and what is told of it: the usage that reports it and the meter that it is billed on. */
const billedAs: Readonly<Record<string, { usage: (tokens: number) => Usage; meter: keyof CostByMeter }>> = {
  input: { usage: (tokens) => ({ inputTokens: tokens }), meter: 'input' },
  'cached input': {
    usage: (tokens) => ({ inputTokens: tokens, cacheReadInputTokens: tokens }),
    meter: 'cacheRead',
  },
  'cache write, 5 minutes': {
    usage: (tokens) => ({ inputTokens: tokens, cacheCreationInputTokens: tokens }),
    meter: 'cacheWrite',
  },
  'cache write, 1 hour': {
    usage: (tokens) => ({
      inputTokens: tokens,
      cacheCreationInputTokens: tokens,
      cacheCreation1hInputTokens: tokens,
    }),
    meter: 'cacheWrite',
  },
  output: { usage: (tokens) => ({ outputTokens: tokens }), meter: 'output' },
  'web searches': { usage: (calls) => ({ webSearchCalls: calls }), meter: 'tools' },
  'file searches': { usage: (calls) => ({ fileSearchCalls: calls }), meter: 'tools' },
};

function billedAsNamed(name = '') {
  const found = billedAs[name];
  if (found === undefined) throw new Error(`nothing is billed as '${name}'`);
  return found;
}

function addUp(parts: readonly Usage[]): Usage {
  const sum: Usage = {};
  for (const part of parts)
    for (const [name, tokens] of Object.entries(part) as [keyof Usage, number][])
      sum[name] = (sum[name] ?? 0) + tokens;
  return sum;
}

describe.each(examples.filter((each) => !isChain(each)))('$title', ({ text, rows }) => {
  const parts = rows.slice(0, -1);
  const total = numberOf(rows.at(-1)?.at(-1) ?? '');

  test('its arithmetic is right', () => {
    for (const [, tokens, usdPerMillion = '', arithmetic = '', nanoUsd = ''] of parts) {
      const rate = numberOf(usdPerMillion);
      if (rate === null) continue;
      expect(arithmetic).toBe(`${tokens} × ${(rate * 1000).toLocaleString('en')}`);
      expect(reckon(arithmetic)).toBe(numberOf(nanoUsd));
    }
    if (total !== null) expect(parts.reduce((sum, cells) => sum + number(cells[4]), 0)).toBe(total);
  });

  test('the router comes to the same', () => {
    const [, id = '', date = ''] = /^`(\S+)` on (\d{4}-\d\d-\d\d)/m.exec(text) ?? [];
    const tier = /, tier `(\w+)`/.exec(text)?.[1] ?? null;
    const discount = Number(/`discountPercent: (\d+)`/.exec(text)?.[1] ?? 0);
    const paid = /^Paid: (\S+) \+ (\S+) = (\S+)\.$/m.exec(text)?.slice(1).map(number);
    const model = modelNamed(id);
    const provider = { id: model.provider, priceFactor: 1000 - 10 * discount };
    const usage = addUp(parts.map(([name, tokens]) => billedAsNamed(name).usage(number(tokens))));
    const priced = priceUsage({ usage, model, provider, tier, atMs: Date.parse(`${date}T12:00:00Z`) });
    if (total === null) return expect(priced).toBeNull();
    expect(priced?.listNanoUsd).toBe(total);
    if (discount > 0) {
      expect([priced?.cost.input, priced?.cost.output, priced && totalOf(priced.cost)]).toEqual(paid);
      return;
    }
    const meters: CostByMeter = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 };
    const expected: Record<string, number> = { ...meters };
    for (const [name, , , , nanoUsd] of parts) {
      const { meter } = billedAsNamed(name);
      expected[meter] = (expected[meter] ?? 0) + number(nanoUsd);
    }
    expect(priced?.cost).toEqual(expected);
  });
});

const startedAtMs = Date.parse('2026-11-21T12:00:00Z');

function targetOf(id: string): Target {
  const model = modelNamed(id);
  const shipped = shippedProviders[model.provider as keyof typeof shippedProviders];
  const [protocol = 'openai-responses'] = model.protocols.filter((each) => each !== 'openai-chat');
  const provider = { id: model.provider, ...shipped };
  return { name: id, model, wireModel: id, provider, protocol, effort: null };
}

const faultOf = (kind: UpstreamFault['kind']): UpstreamFault => ({
  kind,
  status: null,
  code: null,
  message: '',
});

/** What the third and the fourth column tell, as the run would have recorded it. */
function recordOf([, model = '', role = '', became = '']: readonly string[]): AttemptRecord {
  const base = {
    target: targetOf(model.replaceAll('`', '')),
    lane: 'translate',
    role: role as AttemptRecord['role'],
    startedAtMs,
    durationMs: 800,
    abortedBy: null,
    fault: null,
  } as const;
  if (became === 'answered') return { ...base, outcome: 'committed' };
  if (became === 'outrun') return { ...base, outcome: 'aborted', abortedBy: 'hedge' };
  return { ...base, outcome: 'failed', fault: faultOf(became as UpstreamFault['kind']) };
}

const plan: Pick<RoutePlan, 'route' | 'arm' | 'floor'> = { route: 'everyday', arm: null, floor: 'basic' };

describe.each(examples.filter(isChain))('$title', ({ text, rows }) => {
  const attempts = rows.slice(0, -1);
  const total = number(rows.at(-1)?.at(-1));

  test('its arithmetic is right', () => {
    for (const cells of attempts) expect(reckon(cells[7] ?? '')).toBe(number(cells[8]));
    expect(attempts.reduce((sum, cells) => sum + number(cells[8]), 0)).toBe(total);
  });

  test('the router comes to the same', () => {
    const records = attempts.map(recordOf);
    const last = attempts.at(-1) ?? [];
    const usage = { inputTokens: number(last[4]), outputTokens: number(last[5]) };
    const { target } = records.at(-1) as AttemptRecord;
    const deadlines = { firstEventMs: 1000, idleMs: 1000, totalMs: 10_000 };
    const response = { blocks: [], stop: { reason: 'end' }, usage } as const;
    const run: Run = {
      kind: 'answered',
      planned: { target, lane: 'translate', request: makeRequest(), losses: [], deadlines, prediction: null },
      answer: { kind: 'unary', text: '', response: { ...response, blocks: [] } },
      losses: [],
      records,
      stop: new StopSwitch(),
    };
    const built = buildRows({
      requestId: 'req_1',
      caller: callerNamed('key-1'),
      endUser: null,
      configVersion: 'abc',
      modelAsked: 'auto',
      plan,
      baseline: null,
      judged: null,
      run,
      carried: { outcome: 'completed', fault: null, usage, hasEnded: true, stop: null, streamedBytes: 0 },
      endedAtMs: startedAtMs + 5000,
      inputTokens: () => ({ openai: 640, anthropic: 900, 'anthropic-4': 900, google: 0, other: 0 }),
    });
    expect(
      built.map((row) => [
        String(row.attempt),
        row.role,
        row.usage.inputTokens ?? 0,
        row.usage.outputTokens ?? 0,
        row.usageSource,
        row.cost && totalOf(row.cost),
      ]),
    ).toEqual(
      attempts.map((cells) => [
        cells[0],
        cells[2],
        number(cells[4]),
        number(cells[5]),
        cells[6],
        number(cells[8]),
      ]),
    );
    const { total: counters } = queryUsage(slicesOf(built), { by: [], filter: {}, teams: 'all' });
    const said = (words: RegExp) => number(words.exec(text)?.[1]);
    expect([counters.costFallbacks, counters.costFailed, counters.costEstimated]).toEqual([
      said(/`cost_fallbacks` is ([\d,]+\d)/),
      said(/`cost_failed` and `cost_estimated` are ([\d,]+\d)/),
      said(/`cost_failed` and `cost_estimated` are ([\d,]+\d)/),
    ]);
  });
});
