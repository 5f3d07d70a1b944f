// Anthropic's usage and cost reports of an organisation, by UTC day, in the shapes of its Admin API.
// Must not reckon: the books are in invoice-bill.ts.

import { type BilledCall, type Group, groupCalls } from './invoice-bill.ts';
import { listParameter, pageOf, type ReportQuery } from './invoice-pages.ts';
import { type Meter, printCharge } from './invoice-prices.ts';
import { invalid } from './messages/errors.ts';
import type { WireError } from './wire.ts';

export type AnthropicReport = 'usage' | 'cost';

const groupsOf: Readonly<Record<AnthropicReport, readonly string[]>> = {
  usage: ['api_key_id', 'workspace_id', 'model', 'service_tier', 'context_window'],
  cost: ['workspace_id', 'description'],
};

const workspaceOf = ({ project }: BilledCall) => `wrkspc_${project}`;

const windowOf = ({ tokens }: BilledCall) =>
  tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h > 200_000
    ? '200k-1M'
    : '0-200k';

/** What a call may be grouped by. */
const names: Readonly<Record<string, (call: BilledCall) => string>> = {
  api_key_id: ({ apiKey }) => `apikey_${apiKey}`,
  workspace_id: workspaceOf,
  model: ({ model }) => model,
  service_tier: ({ tier }) => tier,
  context_window: windowOf,
};

function usageResults(calls: BilledCall[], groups: readonly string[]): unknown[] {
  const keyed = (call: BilledCall) => JSON.stringify(groups.map((name) => names[name]?.(call)));
  return groupCalls(calls, keyed).map(({ call, tokens }) => {
    const asked = (name: string) => (groups.includes(name) ? names[name]?.(call) : null);
    return {
      uncached_input_tokens: tokens.input,
      cache_creation: {
        ephemeral_1h_input_tokens: tokens.cacheWrite1h,
        ephemeral_5m_input_tokens: tokens.cacheWrite5m,
      },
      cache_read_input_tokens: tokens.cacheRead,
      output_tokens: tokens.output,
      server_tool_use: { web_search_requests: 0 },
      api_key_id: asked('api_key_id'),
      workspace_id: asked('workspace_id'),
      model: asked('model'),
      service_tier: asked('service_tier'),
      context_window: asked('context_window'),
    };
  });
}

const tokenTypes: readonly (readonly [type: string, what: string, meter: Meter])[] = [
  ['uncached_input_tokens', 'Input Tokens', 'input'],
  ['cache_creation.ephemeral_5m_input_tokens', 'Input Tokens, Cache Write (5m)', 'cacheWrite5m'],
  ['cache_creation.ephemeral_1h_input_tokens', 'Input Tokens, Cache Write (1h)', 'cacheWrite1h'],
  ['cache_read_input_tokens', 'Input Tokens, Cache Hit', 'cacheRead'],
  ['output_tokens', 'Output Tokens', 'output'],
];

const plainCost = {
  currency: 'USD',
  description: null,
  cost_type: null,
  context_window: null,
  model: null,
  service_tier: null,
  token_type: null,
};

/** Cents, as a decimal string. */
const cents = (femto: bigint) => printCharge(femto, 13);

function describedCosts({ call, tokens, charges }: Group, workspace: string | null): unknown[] {
  const { model, tier } = call;
  return tokenTypes.flatMap(([type, what, meter]) =>
    tokens[meter] === 0
      ? []
      : [
          {
            ...plainCost,
            amount: cents(charges[meter]),
            description: `${model} Usage - ${what}`,
            cost_type: 'tokens',
            context_window: windowOf(call),
            model,
            service_tier: tier,
            token_type: type,
            workspace_id: workspace,
          },
        ],
  );
}

function costResults(calls: BilledCall[], groups: readonly string[]): unknown[] {
  const byWorkspace = groups.includes('workspace_id');
  const isDescribed = groups.includes('description');
  const keyed = (call: BilledCall) =>
    JSON.stringify([
      byWorkspace && workspaceOf(call),
      isDescribed && [call.model, call.tier, windowOf(call)],
    ]);
  return groupCalls(calls, keyed).flatMap((group) => {
    const workspace = byWorkspace ? workspaceOf(group.call) : null;
    if (isDescribed) return describedCosts(group, workspace);
    const all = Object.values(group.charges).reduce((sum, charge) => sum + charge, 0n);
    return [{ ...plainCost, amount: cents(all), workspace_id: workspace }];
  });
}

type Read<T> = T | { error: WireError };

function readQuery(params: URLSearchParams, nowMs: number): Read<ReportQuery> {
  const starting = params.get('starting_at');
  if (starting === null) return { error: invalid('starting_at: Field required') };
  const ending = params.get('ending_at');
  const fromMs = Date.parse(starting);
  const toMs = ending === null ? nowMs : Date.parse(ending);
  if (Number.isNaN(fromMs)) return { error: invalid('starting_at: Input should be a valid datetime') };
  if (Number.isNaN(toMs)) return { error: invalid('ending_at: Input should be a valid datetime') };
  if (toMs <= fromMs) return { error: invalid('ending_at: must be after starting_at') };
  const limit = Number(params.get('limit') ?? 7);
  if (!Number.isInteger(limit) || limit < 1 || limit > 31)
    return { error: invalid('limit: Input should be between 1 and 31') };
  if ((params.get('bucket_width') ?? '1d') !== '1d')
    return { error: invalid("bucket_width: Input should be '1d'") };
  return { fromMs, toMs, limit, page: params.get('page') };
}

const rfc3339 = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', 'Z');

export function answerAnthropicReport(
  report: AnthropicReport,
  params: URLSearchParams,
  calls: readonly BilledCall[],
  nowMs: number,
): { body: unknown } | { error: WireError } {
  const query = readQuery(params, nowMs);
  if ('error' in query) return query;
  const groups = listParameter(params, 'group_by');
  const known = groupsOf[report];
  const unknown = groups.find((name) => !known.includes(name));
  if (unknown !== undefined)
    return { error: invalid(`group_by: Input should be one of ${known.join(', ')}`) };
  const workspaces = report === 'usage' ? listParameter(params, 'workspace_ids') : [];
  const isAsked = (call: BilledCall) => workspaces.length === 0 || workspaces.includes(workspaceOf(call));
  const page = pageOf(calls.filter(isAsked), query);
  if (page === undefined) return { error: invalid('page: Input should be a page token') };
  const results = report === 'usage' ? usageResults : costResults;
  const data = page.days.map((day) => ({
    starting_at: rfc3339(day.fromMs),
    ending_at: rfc3339(day.toMs),
    results: results(day.calls, groups),
  }));
  return { body: { data, has_more: page.next !== null, next_page: page.next } };
}
