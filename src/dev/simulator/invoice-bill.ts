// The books of one organisation at a provider: what each answer is billed as, and sums of it by any names.
// Must not know the shape that a provider reports them in.

import { keyOf } from './access.ts';
import { chargesFor, type Meter, type MeterCharges, type MeterTokens } from './invoice-prices.ts';
import { asObject, asText } from './json.ts';
import { answeredName, findModel } from './models.ts';
import { answeredTier } from './openai-checks.ts';
import type { Charge, Records } from './records.ts';
import { digest } from './seed.ts';

export interface BilledCall {
  /** Start of its UTC day. */
  dayMs: number;
  /** As the provider names it. */
  model: string;
  isEmbedding: boolean;
  tier: string;
  /** The project or workspace of the key, and the key's own id. */
  project: string;
  apiKey: string;
  tokens: MeterTokens;
  charges: MeterCharges;
}

const dayMs = 86_400_000;

export const dayOf = (atMs: number): number => Math.floor(atMs / dayMs) * dayMs;

/** A key that is called another provider in the router may be another project of the same organisation. */
function isOf(organisation: string, provider: string): boolean {
  return provider === organisation || provider.startsWith(`${organisation}-`);
}

function billOf({ line, atMs, headers, body, cacheWrite1hTokens }: Charge): BilledCall {
  const family = findModel(line.model);
  const cacheWrite5m = line.cacheWriteTokens - cacheWrite1hTokens;
  const tokens: MeterTokens = {
    input: line.inputTokens - line.cacheReadTokens - line.cacheWriteTokens,
    cacheRead: line.cacheReadTokens,
    cacheWrite5m,
    cacheWrite1h: cacheWrite1hTokens,
    output: line.outputTokens,
  };
  const tier =
    line.wire === 'messages' ? 'standard' : answeredTier(asText(asObject(body ?? {}).service_tier));
  const key = digest(`${line.provider}:${keyOf(headers)}`);
  return {
    dayMs: dayOf(atMs),
    model: family === undefined ? line.model : answeredName(line.model, family),
    isEmbedding: line.wire === 'embeddings',
    tier,
    project: key.slice(0, 24),
    apiKey: key.slice(24, 48),
    tokens,
    charges: chargesFor(line.model, tier, atMs, tokens),
  };
}

/** In the order of the requests. */
export function readBooks(records: Records, organisation: string): BilledCall[] {
  return records
    .charges()
    .filter(({ line }) => isOf(organisation, line.provider))
    .map(billOf);
}

export interface Group {
  /** The first of its calls: what they have in common can be read there. */
  call: BilledCall;
  requests: number;
  tokens: Record<Meter, number>;
  charges: Record<Meter, bigint>;
}

/** One group for each of the names that `nameOf` gives, in the order of their first call. */
export function groupCalls(calls: readonly BilledCall[], nameOf: (call: BilledCall) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const call of calls) {
    const name = nameOf(call);
    const group = groups.get(name);
    if (group === undefined) {
      groups.set(name, { call, requests: 1, tokens: { ...call.tokens }, charges: { ...call.charges } });
      continue;
    }
    group.requests += 1;
    for (const meter of Object.keys(call.tokens) as Meter[]) {
      group.tokens[meter] += call.tokens[meter];
      group.charges[meter] += call.charges[meter];
    }
  }
  return [...groups.values()];
}
