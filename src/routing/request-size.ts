/**
 * How big a request is, measured once for all its candidates: tokens by family of models, how much of them is the last
 * turn, and how far the caller's cache hints reach. Knows no model. Pure.
 */
import type { Block, CacheHint } from '../core/block.ts';
import type { LlmRequest, Tool } from '../core/request.ts';
import type { PromptExtent, RequestTraits } from '../core/request-traits.ts';
import type { TokenFamily } from '../core/token-rates.ts';

export type RequestSize = PromptExtent & {
  /** Input tokens. */
  readonly tokens: Readonly<Record<TokenFamily, number>>;
  /** The least bound on output that the client or the route sets, or null. */
  readonly maxOutputTokens: number | null;
  /** Answers that are asked for, each up to that bound. */
  readonly choices: number;
};

/** In characters, as other blocks count. */
const perMedia = 4000;

function charsOf(block: Block): number {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return block.text.length;
    case 'reasoning':
      return block.parts.reduce((sum, part) => sum + part.length, 0);
    case 'tool-call':
      return block.name.length + block.input.length;
    case 'tool-result':
      return block.content.reduce((sum, inner) => sum + charsOf(inner), 0);
    case 'file':
      return block.source.kind === 'text' ? block.source.text.length : perMedia;
    case 'image':
    case 'audio':
      return perMedia;
    case 'opaque':
      return 0;
    default:
      return block satisfies never;
  }
}

/** Of its schema only a guess: writing it out would cost more than the answer is worth. */
const perSchema = 400;

function charsOfTool(tool: Tool): number {
  return tool.kind === 'provider' ? perSchema : perSchema + (tool.description?.length ?? 0);
}

/** In the order in which a prompt is put together: tools, system, messages. */
class Walk {
  chars = 0;
  hinted = 0;
  ttl: '5m' | '1h' = '5m';
  lastTurnFrom = 0;

  pass(chars: number, cache: CacheHint | undefined): void {
    this.chars += chars;
    if (cache === undefined) return;
    this.hinted = this.chars;
    this.ttl = cache.ttl ?? '5m';
  }
}

function hintOf(block: Block): CacheHint | undefined {
  return 'cache' in block ? block.cache : undefined;
}

function leastCap(asked: number | undefined, routeCap: number | null): number | null {
  if (asked === undefined || routeCap === null) return asked ?? routeCap;
  return Math.min(asked, routeCap);
}

export function readExtent(request: LlmRequest): PromptExtent {
  const walk = new Walk();
  for (const tool of request.tools) walk.pass(charsOfTool(tool), 'cache' in tool ? tool.cache : undefined);
  for (const block of request.system) walk.pass(block.text.length, block.cache);
  walk.lastTurnFrom = walk.chars;
  for (const { role, content } of request.messages) {
    for (const block of content) walk.pass(charsOf(block), hintOf(block));
    if (role === 'assistant') walk.lastTurnFrom = walk.chars;
  }
  const share = (chars: number) => (walk.chars === 0 ? 0 : chars / walk.chars);
  return { lastTurn: share(walk.chars - walk.lastTurnFrom), hinted: share(walk.hinted), hintTtl: walk.ttl };
}

/** `routeCap`: the route's own bound on output tokens. */
export function sizeRequest(
  { extent, maxOutputTokens, choices = 1 }: Pick<RequestTraits, 'extent' | 'maxOutputTokens' | 'choices'>,
  tokens: RequestSize['tokens'],
  routeCap: number | null = null,
): RequestSize {
  return { ...extent, tokens, maxOutputTokens: leastCap(maxOutputTokens, routeCap), choices };
}
