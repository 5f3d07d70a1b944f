/**
 * Token usage by OpenTelemetry GenAI names. Inclusive: `inputTokens` contains cached and cache-written tokens,
 * `outputTokens` contains reasoning. `undefined` means not reported, never zero. Only decoders add.
 */

export type Usage = {
  /** All input tokens, cached ones included. */
  inputTokens?: number;
  /** Subset of input read from the provider's prompt cache. */
  cacheReadInputTokens?: number;
  /** Subset of input written to the prompt cache. */
  cacheCreationInputTokens?: number;
  /** Subset of the cache writes kept for an hour. */
  cacheCreation1hInputTokens?: number;
  /** All output tokens, reasoning included. */
  outputTokens?: number;
  /** Subset of output spent on reasoning. */
  reasoningOutputTokens?: number;
  /** Calls of the provider's own tools, which it bills by the call. Absent: none, or not reported. */
  webSearchCalls?: number;
  fileSearchCalls?: number;
  /** Of tools whose fee does not follow from the call: code in a container, images, other models. At least so many. */
  otherToolCalls?: number;
};

export const toolMeters = [
  'webSearchCalls',
  'fileSearchCalls',
  'otherToolCalls',
] as const satisfies readonly (keyof Usage)[];

export type ToolMeter = (typeof toolMeters)[number];

/** Integer nano-USD a call from a day (`YYYY-MM-DD`, UTC) on, oldest first. */
export type ToolFees = Readonly<
  Partial<Record<ToolMeter, readonly { readonly from: string; readonly nanoUsd: number }[]>>
>;

/** Null: none is known for that time. */
export function feeAt(fees: ToolFees | undefined, tool: ToolMeter, atMs: number): number | null {
  return fees?.[tool]?.findLast(({ from }) => Date.parse(from) <= atMs)?.nanoUsd ?? null;
}

const tokenMeters = [
  'inputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'cacheCreation1hInputTokens',
  'outputTokens',
  'reasoningOutputTokens',
] as const satisfies readonly (keyof Usage)[];

const meters = [...tokenMeters, ...toolMeters];

/** Later reports replace earlier ones meter by meter: streams send cumulative counts, so nothing is ever summed. */
export function mergeUsage(earlier: Usage, later: Usage): Usage {
  const merged: Usage = { ...earlier };
  for (const meter of meters) {
    const value = later[meter];
    if (value !== undefined) merged[meter] = value;
  }
  return merged;
}

/** An answer in many steps reads its context anew in each: so many windows, and whatever was written in them. */
const mostWindows = 10;
/** Of a model whose limits nobody knows. */
const unknownWindow = 10_000_000;
const mostToolCalls = 10_000;

/** How much a model reads and writes at once; null: nobody knows. */
export type TokenLimits = {
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
};

/** False where one of the counts is more than such a model can come to in one answer. */
export function isBelievable(usage: Usage, { contextTokens, maxOutputTokens }: TokenLimits): boolean {
  const window = contextTokens === null ? unknownWindow : contextTokens + (maxOutputTokens ?? contextTokens);
  const isWithin = (most: number) => (meter: keyof Usage) => (usage[meter] ?? 0) <= most;
  return tokenMeters.every(isWithin(mostWindows * window)) && toolMeters.every(isWithin(mostToolCalls));
}

/** What cannot be true counts as not reported, and so does what stands beside it. */
export function believedUsage(usage: Usage, limits: TokenLimits): Usage {
  return isBelievable(usage, limits) ? usage : {};
}

export type DisjointMeters = {
  uncachedInputTokens: number;
  cacheReadInputTokens: number;
  cacheCreationInputTokens: number;
  visibleOutputTokens: number;
  reasoningOutputTokens: number;
};

/** Meters that do not overlap and add up to the totals; null where a total was not reported. */
export function disjointMeters(usage: Usage): DisjointMeters | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return null;
  const cacheReadInputTokens = Math.min(usage.cacheReadInputTokens ?? 0, inputTokens);
  const cacheCreationInputTokens = Math.min(
    usage.cacheCreationInputTokens ?? 0,
    inputTokens - cacheReadInputTokens,
  );
  const reasoningOutputTokens = Math.min(usage.reasoningOutputTokens ?? 0, outputTokens);
  return {
    uncachedInputTokens: inputTokens - cacheReadInputTokens - cacheCreationInputTokens,
    cacheReadInputTokens,
    cacheCreationInputTokens,
    visibleOutputTokens: outputTokens - reasoningOutputTokens,
    reasoningOutputTokens,
  };
}

/** The tier that served an answer, as far as these events of its stream say. */
export function tierIn(
  events: readonly { readonly type: string; readonly serviceTier?: string }[],
): string | undefined {
  return events.findLast((event) => event.serviceTier !== undefined)?.serviceTier;
}

/** What the usage reports among some events of a stream amount to. */
export function usageIn(events: readonly { readonly type: string; readonly usage?: Usage }[]): Usage {
  let usage: Usage = {};
  for (const event of events) if (event.usage) usage = mergeUsage(usage, event.usage);
  return usage;
}
