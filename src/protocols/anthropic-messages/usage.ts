/**
 * Token counts of Messages, both ways. On the wire `input_tokens` excludes what was read from or written to the
 * cache; canonical input includes it: the decoder adds, the encoder subtracts. Nothing is summed over events.
 */
import { asCount, asString, defined, isObject, type JsonObject } from '../../core/json.ts';
import type { Usage } from '../../core/usage.ts';

/** Counts as the wire has them; a field is absent until the provider reports it. */
export type WireUsage = {
  input?: number;
  cacheRead?: number;
  cacheCreation?: number;
  cacheCreation1h?: number;
  output?: number;
  thinking?: number;
  webSearches?: number;
  /** Calls of tools whose fee nobody knows. */
  otherTools?: number;
  /** Code ran in a container, which is billed by its time. */
  container?: true;
  /** Tokens of compactions: billed, but not part of the top-level counts. */
  compaction?: { input: number; cacheRead: number; cacheCreation: number; output: number };
};

function readCompaction(iterations: unknown): WireUsage['compaction'] {
  if (!Array.isArray(iterations)) return undefined;
  const total = { input: 0, cacheRead: 0, cacheCreation: 0, output: 0 };
  let isAny = false;
  for (const each of iterations) {
    if (!isObject(each) || each.type !== 'compaction') continue;
    isAny = true;
    total.input += asCount(each.input_tokens) ?? 0;
    total.cacheRead += asCount(each.cache_read_input_tokens) ?? 0;
    total.cacheCreation += asCount(each.cache_creation_input_tokens) ?? 0;
    total.output += asCount(each.output_tokens) ?? 0;
  }
  return isAny ? total : undefined;
}

/** The search has a meter of its own; the others cost their tokens alone. */
const known: ReadonlySet<string> = new Set([
  'web_search_requests',
  'web_fetch_requests',
  'tool_search_requests',
]);

/** The calls themselves may be long past in a stream whose bytes pass: these counts stand at its end. */
function countOtherTools(server: JsonObject, iterations: unknown): number {
  let count = 0;
  for (const [name, calls] of Object.entries(server))
    if (!known.has(name) && name.endsWith('_requests')) count += asCount(calls) ?? 0;
  // A model that another one asks for advice is billed at its own price.
  for (const each of Array.isArray(iterations) ? iterations : [])
    if (isObject(each) && each.type === 'advisor_message') count++;
  return count;
}

/**
 * `raw` over `earlier`: a stream's counts are cumulative, so each later number replaces the earlier one. `container`: as
 * the message or its delta names it.
 */
export function readUsage(raw: unknown, container: unknown, earlier: WireUsage = {}): WireUsage {
  const before: WireUsage = isObject(container) ? { ...earlier, container: true } : earlier;
  if (!isObject(raw)) return before;
  const hourly = isObject(raw.cache_creation) ? raw.cache_creation.ephemeral_1h_input_tokens : undefined;
  const details = isObject(raw.output_tokens_details) ? raw.output_tokens_details.thinking_tokens : undefined;
  const server = isObject(raw.server_tool_use) ? raw.server_tool_use : {};
  const later = defined<WireUsage>({
    input: asCount(raw.input_tokens),
    cacheRead: asCount(raw.cache_read_input_tokens),
    cacheCreation: asCount(raw.cache_creation_input_tokens),
    cacheCreation1h: asCount(hourly),
    output: asCount(raw.output_tokens),
    thinking: asCount(details),
    webSearches: asCount(server.web_search_requests),
    otherTools: countOtherTools(server, raw.iterations) || undefined,
    compaction: readCompaction(raw.iterations),
  });
  return { ...before, ...later };
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}

export function toUsage(wire: WireUsage): Usage {
  const { compaction } = wire;
  const cacheRead = sum(wire.cacheRead, compaction?.cacheRead);
  const cacheCreation = sum(wire.cacheCreation, compaction?.cacheCreation);
  const usage: Usage = {};
  if (wire.input !== undefined) {
    usage.inputTokens = wire.input + (compaction?.input ?? 0) + (cacheRead ?? 0) + (cacheCreation ?? 0);
  }
  if (cacheRead !== undefined) usage.cacheReadInputTokens = cacheRead;
  if (cacheCreation !== undefined) usage.cacheCreationInputTokens = cacheCreation;
  if (wire.cacheCreation1h !== undefined) usage.cacheCreation1hInputTokens = wire.cacheCreation1h;
  if (wire.output !== undefined) usage.outputTokens = wire.output + (compaction?.output ?? 0);
  if (wire.thinking !== undefined) usage.reasoningOutputTokens = wire.thinking;
  if (wire.webSearches) usage.webSearchCalls = wire.webSearches;
  const others = (wire.otherTools ?? 0) + (wire.container ? 1 : 0);
  if (others > 0) usage.otherToolCalls = others;
  return usage;
}

/** Of a whole message. */
export function decodeUsage({ usage, container }: JsonObject): Usage {
  return toUsage(readUsage(usage, container));
}

/** The tier that served the request; fast mode counts as one, since it has its own price. */
export function readServiceTier(rawUsage: unknown): string | undefined {
  if (!isObject(rawUsage)) return undefined;
  if (rawUsage.speed === 'fast') return 'fast';
  return asString(rawUsage.service_tier);
}

const tierOf: Readonly<Record<string, string>> = {
  default: 'standard',
  standard: 'standard',
  priority: 'priority',
  batch: 'batch',
};

/** The counts of a finished answer. `null` is what the wire has for "not reported". */
function encodeCounts(usage: Usage): JsonObject {
  const read = usage.cacheReadInputTokens;
  const written = usage.cacheCreationInputTokens;
  const { inputTokens, reasoningOutputTokens, webSearchCalls } = usage;
  return {
    input_tokens: inputTokens === undefined ? null : Math.max(0, inputTokens - (read ?? 0) - (written ?? 0)),
    cache_creation_input_tokens: written ?? null,
    cache_read_input_tokens: read ?? null,
    output_tokens: usage.outputTokens ?? 0,
    output_tokens_details:
      reasoningOutputTokens === undefined ? null : { thinking_tokens: reasoningOutputTokens },
    server_tool_use:
      webSearchCalls === undefined ? null : { web_search_requests: webSearchCalls, web_fetch_requests: 0 },
  };
}

/** `usage` of a message: the two totals must be numbers there, so what is not known reads 0. */
export function encodeUsage(usage: Usage, serviceTier?: string): JsonObject {
  const counts = encodeCounts(usage);
  const hourly = usage.cacheCreation1hInputTokens;
  const written = usage.cacheCreationInputTokens ?? 0;
  return {
    ...counts,
    input_tokens: counts.input_tokens ?? 0,
    cache_creation:
      hourly === undefined
        ? null
        : { ephemeral_5m_input_tokens: Math.max(0, written - hourly), ephemeral_1h_input_tokens: hourly },
    inference_geo: null,
    service_tier: serviceTier === undefined ? null : (tierOf[serviceTier] ?? null),
    speed: null,
    ...(serviceTier === 'fast' && { service_tier: 'standard', speed: 'fast' }),
  };
}

/** `usage` of a `message_delta`: cumulative, with the input counts that the start could not know. */
export const encodeDeltaUsage = encodeCounts;
