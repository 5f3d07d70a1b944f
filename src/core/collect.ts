/** Stream -> unary: the answer a finished stream amounts to. The inverse of `replay.ts`. */
import type { Block } from './block.ts';
import type { UpstreamFault } from './errors.ts';
import { err, ok, type Result } from './errors.ts';
import type { LlmResponse } from './response.ts';
import type { BlockDelta, StreamEvent } from './stream-event.ts';
import { mergeUsage } from './usage.ts';

function copyBlock(block: Block): Block {
  if (block.type === 'reasoning') return { ...block, parts: [...block.parts] };
  if (block.type === 'text' && block.citations) return { ...block, citations: [...block.citations] };
  return { ...block };
}

function applyReasoning(block: Block, delta: BlockDelta): void {
  if (block.type !== 'reasoning') return;
  if (delta.kind === 'seal') block.seal = delta.seal;
  if (delta.kind !== 'reasoning') return;
  while (block.parts.length <= delta.part) block.parts.push('');
  block.parts[delta.part] += delta.text;
}

/** Adds one delta to a block that `collect` owns. A delta that does not fit its block changes nothing. */
function applyDelta(block: Block, delta: BlockDelta): void {
  switch (delta.kind) {
    case 'text':
      if (block.type === 'text') block.text += delta.text;
      return;
    case 'refusal':
      if (block.type === 'refusal') block.text += delta.text;
      return;
    case 'input':
      if (block.type === 'tool-call') block.input += delta.text;
      return;
    case 'citation':
      if (block.type === 'text') block.citations = [...(block.citations ?? []), delta.citation];
      return;
    case 'opaque':
      if (block.type === 'opaque') block.value = delta.value as typeof block.value;
      return;
    case 'reasoning':
    case 'seal':
      applyReasoning(block, delta);
      return;
    default:
      delta satisfies never;
  }
}

/** The answer, or the error the stream ended with. Blocks are in the order of their index. */
export function collect(events: Iterable<StreamEvent>): Result<LlmResponse, UpstreamFault> {
  const response: LlmResponse = { blocks: [], stop: { reason: 'unknown' }, usage: {} };
  const blocks = new Map<number, Block>();
  for (const event of events) {
    switch (event.type) {
      case 'response-start': {
        const { type: _, ...start } = event;
        Object.assign(response, start);
        break;
      }
      case 'block-start':
        blocks.set(event.index, copyBlock(event.block));
        break;
      case 'block-delta': {
        const block = blocks.get(event.index);
        if (block) applyDelta(block, event.delta);
        break;
      }
      case 'usage':
        response.usage = mergeUsage(response.usage, event.usage);
        break;
      case 'response-end':
        response.stop = event.stop;
        if (event.serviceTier !== undefined) response.serviceTier = event.serviceTier;
        response.blocks = [...blocks.entries()].sort(([a], [b]) => a - b).map(([, block]) => block);
        return ok(response);
      case 'error':
        return err(event.fault);
      case 'block-end':
      case 'ping':
        break;
      default:
        event satisfies never;
    }
  }
  return err({
    kind: 'truncated',
    status: null,
    code: null,
    message: 'the stream ended without its end marker',
  });
}
