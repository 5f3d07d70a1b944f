// OpenAI's usage and costs of an organisation, by UTC day, in the shapes of its Administration API.
// Must not reckon: the books are in invoice-bill.ts.

import { type BilledCall, type Group, groupCalls } from './invoice-bill.ts';
import { listParameter, pageOf, type ReportQuery } from './invoice-pages.ts';
import { type Meter, printCharge } from './invoice-prices.ts';
import { invalid, missing } from './openai-checks.ts';
import type { WireError } from './wire.ts';

export type OpenaiReport = 'completions' | 'embeddings' | 'costs';

interface ReportRules {
  groups: readonly string[];
  mostDays: number;
  isIn: (call: BilledCall) => boolean;
  results: (calls: BilledCall[], groups: readonly string[]) => unknown[];
}

const usageGroups = ['project_id', 'user_id', 'api_key_id', 'model', 'batch', 'service_tier'];

/** What a group may be asked for by; null where it is not. */
const named = (groups: readonly string[], { call }: Pick<Group, 'call'>) => {
  const values: Record<string, unknown> = {
    project_id: `proj_${call.project}`,
    user_id: null,
    api_key_id: `key_${call.apiKey.slice(0, 16)}`,
    model: call.model,
    batch: false,
    service_tier: call.tier,
  };
  const asked = (name: string) => (groups.includes(name) ? (values[name] ?? null) : null);
  return { project_id: asked('project_id'), user_id: null, api_key_id: asked('api_key_id'), asked };
};

function keyOfGroup(groups: readonly string[]): (call: BilledCall) => string {
  return (call) => {
    const { asked } = named(groups, { call });
    return JSON.stringify(groups.map(asked));
  };
}

function usageResults(object: string, hasOutput: boolean): ReportRules['results'] {
  return (calls, groups) =>
    groupCalls(calls, keyOfGroup(groups)).map((group) => {
      const { tokens, requests } = group;
      const written = tokens.cacheWrite5m + tokens.cacheWrite1h;
      const { asked, ...names } = named(groups, group);
      return {
        object,
        input_tokens: tokens.input + tokens.cacheRead + written,
        ...(hasOutput && {
          output_tokens: tokens.output,
          input_cached_tokens: tokens.cacheRead,
          input_uncached_tokens: tokens.input,
          input_cache_write_tokens: written,
          input_audio_tokens: 0,
          output_audio_tokens: 0,
        }),
        num_model_requests: requests,
        ...names,
        model: asked('model'),
        ...(hasOutput && { batch: asked('batch'), service_tier: asked('service_tier') }),
      };
    });
}

const lineItems: readonly (readonly [what: string, meters: readonly Meter[]])[] = [
  ['input', ['input']],
  ['cached input', ['cacheRead']],
  ['cache write', ['cacheWrite5m', 'cacheWrite1h']],
  ['output', ['output']],
];

/** Whether a line is asked for or not, amounts are those of the lines, so that the sums are the same. */
function costResults(calls: BilledCall[], groups: readonly string[]): unknown[] {
  const byLine = groups.includes('line_item');
  const others = groups.filter((name) => name !== 'line_item');
  const sums = new Map<string, { names: object; item: string | null; femto: bigint; quantity: number }>();
  for (const group of groupCalls(calls, keyOfGroup([...others, ...(byLine ? ['model'] : [])]))) {
    const { asked: _, ...names } = named(others, group);
    for (const [what, meters] of lineItems) {
      const quantity = meters.reduce((sum, meter) => sum + group.tokens[meter], 0);
      if (quantity === 0) continue;
      const item = byLine ? `${group.call.model}, ${what}` : null;
      const key = JSON.stringify([names, item]);
      const sum = sums.get(key) ?? { names, item, femto: 0n, quantity: 0 };
      for (const meter of meters) sum.femto += group.charges[meter];
      sum.quantity += quantity;
      sums.set(key, sum);
    }
  }
  return [...sums.values()].map(({ names, item, femto, quantity }) => ({
    object: 'organization.costs.result',
    amount: { value: Number(printCharge(femto, 15)), currency: 'usd' },
    line_item: item,
    ...names,
    quantity: item === null ? null : quantity,
    quantity_unit: item === null ? null : 'tokens',
  }));
}

const reports: Readonly<Record<OpenaiReport, ReportRules>> = {
  completions: {
    groups: usageGroups,
    mostDays: 31,
    isIn: ({ isEmbedding }) => !isEmbedding,
    results: usageResults('organization.usage.completions.result', true),
  },
  embeddings: {
    groups: ['project_id', 'user_id', 'api_key_id', 'model'],
    mostDays: 31,
    isIn: ({ isEmbedding }) => isEmbedding,
    results: usageResults('organization.usage.embeddings.result', false),
  },
  costs: {
    groups: ['project_id', 'user_id', 'line_item', 'api_key_id'],
    mostDays: 180,
    isIn: () => true,
    results: costResults,
  },
};

type Read<T> = T | { error: WireError };

function readQuery(params: URLSearchParams, rules: ReportRules, nowMs: number): Read<ReportQuery> {
  const whole = (name: string) => (params.has(name) ? Number(params.get(name)) : undefined);
  const start = whole('start_time');
  if (start === undefined) return { error: missing('start_time') };
  const end = whole('end_time') ?? Math.ceil(nowMs / 1000);
  const limit = whole('limit') ?? 7;
  for (const [name, value] of [
    ['start_time', start],
    ['end_time', end],
    ['limit', limit],
  ] as const)
    if (!Number.isInteger(value)) return { error: invalid(`Invalid value for '${name}'.`, name) };
  if (limit < 1 || limit > rules.mostDays)
    return { error: invalid(`Invalid value for 'limit': must be between 1 and ${rules.mostDays}.`, 'limit') };
  if (end <= start) return { error: invalid("'end_time' must be after 'start_time'.", 'end_time') };
  const width = params.get('bucket_width') ?? '1d';
  if (width !== '1d') return { error: invalid(`Invalid bucket_width '${width}'.`, 'bucket_width') };
  return { fromMs: start * 1000, toMs: end * 1000, limit, page: params.get('page') };
}

const seconds = (atMs: number) => atMs / 1000;

export function answerOpenaiReport(
  report: OpenaiReport,
  params: URLSearchParams,
  calls: readonly BilledCall[],
  nowMs: number,
): { body: unknown } | { error: WireError } {
  const rules = reports[report];
  const query = readQuery(params, rules, nowMs);
  if ('error' in query) return query;
  const groups = listParameter(params, 'group_by');
  const unknown = groups.find((name) => !rules.groups.includes(name));
  if (unknown !== undefined) return { error: invalid(`Invalid group_by '${unknown}'.`, 'group_by') };
  const projects = listParameter(params, 'project_ids');
  const isAsked = ({ project }: BilledCall) => projects.length === 0 || projects.includes(`proj_${project}`);
  const page = pageOf(
    calls.filter((call) => rules.isIn(call) && isAsked(call)),
    query,
  );
  if (page === undefined) return { error: invalid("Invalid 'page' cursor.", 'page') };
  const data = page.days.map((day) => ({
    object: 'bucket',
    start_time: seconds(day.fromMs),
    end_time: seconds(day.toMs),
    results: rules.results(day.calls, groups),
  }));
  return { body: { object: 'page', data, has_more: page.next !== null, next_page: page.next } };
}
