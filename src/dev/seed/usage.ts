/** How many tokens of which kind a demo request uses at a target, and how long that takes. */
import type { Effort, Model, Target } from '../../core/target.ts';
import type { Usage } from '../../core/usage.ts';
import { priceOf } from '../../routing/price.ts';
import type { DemoApp } from './apps.ts';
import type { Chance } from './chance.ts';

/** What a request brings along, whoever serves it. */
export type Size = {
  readonly inputTokens: number;
  /** Without reasoning. */
  readonly outputTokens: number;
  /** Of the input; 0: nothing is in a cache. */
  readonly cachedShare: number;
  /** The prompt comes for the first time, and is kept. */
  readonly isNew: boolean;
};

export function sizeOf(app: DemoApp, times: number, chance: Chance): Size {
  const isNew = app.cached > 0 && chance.happens(0.18);
  const jitter = 0.85 + 0.3 * chance.share();
  return {
    inputTokens: Math.min(900_000, chance.around(app.inputTokens * times, 0.55)),
    outputTokens: chance.around(app.outputTokens, 0.6),
    cachedShare: isNew ? 0 : Math.min(0.97, app.cached * jitter),
    isNew,
  };
}

const thinkingAt: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 0.1,
  low: 0.35,
  medium: 0.8,
  high: 1.3,
  xhigh: 2,
  max: 3,
};

function reasoningOf(app: DemoApp, { model, effort }: Target, outputTokens: number, chance: Chance): number {
  const hard = model.reasoning === null ? 0 : thinkingAt[effort ?? model.reasoning.default ?? 'medium'];
  const usual = app.thinking * hard * outputTokens;
  return usual < 1 ? 0 : chance.around(usual, 0.4);
}

/** Of prompts that come for the first time, what Anthropic is asked to keep; its other hosts write on their own. */
const writtenShare = 0.8;

type CachePart = Pick<
  Usage,
  'cacheReadInputTokens' | 'cacheCreationInputTokens' | 'cacheCreation1hInputTokens'
>;

function cacheOf(size: Size, model: Model, atMs: number, chance: Chance): CachePart {
  const price = priceOf(model, atMs, null);
  const hasCache = price === null || price.rates.cachedInput !== null;
  const read = hasCache ? Math.floor(size.inputTokens * size.cachedShare) : 0;
  if (!model.protocols.includes('anthropic-messages')) return { cacheReadInputTokens: read };
  const written = Math.floor((size.inputTokens - read) * (size.isNew ? writtenShare : 0.3));
  const isLong = chance.happens(0.1);
  return {
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
    ...(isLong && { cacheCreation1hInputTokens: written }),
  };
}

/** What the provider reports of a whole answer. */
export function usageOf(app: DemoApp, size: Size, target: Target, atMs: number, chance: Chance): Usage {
  const reasoning = reasoningOf(app, target, size.outputTokens, chance);
  const searches = target.protocol === 'openai-responses' && app.endUsers === 12 ? chance.below(4) : 0;
  return {
    inputTokens: size.inputTokens,
    ...cacheOf(size, target.model, atMs, chance),
    outputTokens: size.outputTokens + reasoning,
    ...(reasoning > 0 && { reasoningOutputTokens: reasoning }),
    ...(searches > 0 && { webSearchCalls: searches }),
  };
}

export type Times = {
  /** To the first output. */
  readonly firstMs: number;
  /** To the end. */
  readonly wholeMs: number;
};

const usualTokensPerSecond = 90;

export function timesOf(usage: Usage, { model, effort }: Target, chance: Chance): Times {
  const known = model.latency?.[effort ?? 'default'] ?? model.latency?.default;
  const rate = known?.tokensPerSecond ?? usualTokensPerSecond;
  const { inputTokens = 0, outputTokens = 0, reasoningOutputTokens = 0 } = usage;
  const thoughtMs = (reasoningOutputTokens / rate) * 1000;
  const readMs = inputTokens / 60;
  const firstMs = chance.around(450 + readMs + thoughtMs, 0.25);
  const writtenMs = ((outputTokens - reasoningOutputTokens) / rate) * 1000;
  return { firstMs, wholeMs: firstMs + chance.around(writtenMs, 0.2) };
}
