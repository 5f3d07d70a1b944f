/** Unary -> stream: the events a finished answer amounts to. The inverse of `collect.ts`. */
import type { Block } from './block.ts';
import type { LlmResponse } from './response.ts';
import type { BlockDelta, StreamEvent } from './stream-event.ts';

/** A block as it starts (what deltas add is empty) and the deltas that complete it. */
export function openBlock(block: Block): { start: Block; deltas: BlockDelta[] } {
  switch (block.type) {
    case 'text': {
      const { citations, ...bare } = block;
      const deltas: BlockDelta[] = block.text === '' ? [] : [{ kind: 'text', text: block.text }];
      for (const citation of citations ?? []) deltas.push({ kind: 'citation', citation });
      return { start: { ...bare, text: '' }, deltas };
    }
    case 'reasoning': {
      const { seal, ...bare } = block;
      const deltas: BlockDelta[] = block.parts.map((text, part) => ({ kind: 'reasoning', text, part }));
      if (seal && !block.redacted) deltas.push({ kind: 'seal', seal });
      return { start: { ...bare, parts: [], ...(block.redacted && seal && { seal }) }, deltas };
    }
    case 'tool-call':
      return {
        start: { ...block, input: '' },
        deltas: block.input === '' ? [] : [{ kind: 'input', text: block.input }],
      };
    case 'refusal':
      return {
        start: { ...block, text: '' },
        deltas: block.text === '' ? [] : [{ kind: 'refusal', text: block.text }],
      };
    default:
      return { start: block, deltas: [] };
  }
}

export function replay(response: LlmResponse): StreamEvent[] {
  const { blocks, stop, usage, serviceTier, ...start } = response;
  const events: StreamEvent[] = [
    { type: 'response-start', ...start, ...(serviceTier !== undefined && { serviceTier }) },
  ];
  blocks.forEach((block, index) => {
    const { start: opened, deltas } = openBlock(block);
    events.push({ type: 'block-start', index, block: opened });
    for (const delta of deltas) events.push({ type: 'block-delta', index, delta });
    events.push({ type: 'block-end', index });
  });
  events.push({ type: 'usage', usage }, { type: 'response-end', stop });
  return events;
}
