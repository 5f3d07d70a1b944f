/** Numbers the blocks of one decoded stream and starts them; remembers what kinds there were. */
import type { Block } from '../../core/block.ts';
import { replay } from '../../core/replay.ts';
import type { BlockDelta, StreamEvent } from '../../core/stream-event.ts';
import type { OutputKinds } from './stop.ts';

export class BlockFeed implements OutputKinds {
  /** The model that answers, once it is known: seals are valid for it. */
  model: string | undefined = undefined;
  hasToolCall = false;
  hasRefusal = false;
  #next = 0;

  /** A place in the order of blocks, for one that starts now or later. */
  reserve(): number {
    return this.#next++;
  }

  start(index: number, block: Block): StreamEvent {
    if (block.type === 'tool-call') this.hasToolCall = true;
    if (block.type === 'refusal') this.hasRefusal = true;
    return { type: 'block-start', index, block };
  }

  /** Blocks of which nothing was told before: whole. */
  tell(blocks: readonly Block[]): StreamEvent[] {
    return blocks.flatMap((block) => {
      const index = this.reserve();
      const events = replay({ blocks: [block], stop: { reason: 'unknown' }, usage: {} });
      return events.flatMap((event): StreamEvent[] => {
        if (event.type === 'block-start') return [this.start(index, event.block)];
        return 'index' in event ? [{ ...event, index }] : [];
      });
    });
  }
}

export function delta(index: number, piece: BlockDelta): StreamEvent {
  return { type: 'block-delta', index, delta: piece };
}
