/** What a request declares about its input and output, and how far its loop of tool calls is. No text is read. */
import type { Block } from '../../core/block.ts';
import type { LlmRequest, Message } from '../../core/request.ts';
import type { Signals, ToolLoop } from '../../core/signals.ts';

type Media = Pick<Signals['input'], 'images' | 'audio' | 'files'>;

function countBlock(media: Media, block: Block): void {
  if (block.type === 'image') media.images++;
  else if (block.type === 'audio') media.audio++;
  else if (block.type === 'file') media.files++;
  else if (block.type === 'tool-result') for (const inner of block.content) countBlock(media, inner);
}

export function countMedia(request: LlmRequest): Media {
  const media = { images: 0, audio: 0, files: 0 };
  for (const { content } of request.messages) for (const block of content) countBlock(media, block);
  return media;
}

/** Speech is asked for by a field, pictures by declaring the provider's tool that makes them. */
export function wantedOutput({ features, tools }: LlmRequest): Signals['output'] {
  return {
    audio: features.some(({ feature }) => feature === 'audio-output'),
    image: tools.some(({ kind, name }) => kind === 'provider' && name.startsWith('image_generation')),
  };
}

export function structuredOutput({ format }: LlmRequest): Signals['structuredOutput'] {
  return format === undefined || format.kind === 'text' ? 'none' : format.kind;
}

function isTurn({ role, content }: Message): boolean {
  return role === 'user' && content.some(({ type }) => type !== 'tool-result');
}

function hasCall({ role, content }: Message): boolean {
  return role === 'assistant' && content.some(({ type }) => type === 'tool-call');
}

/** Calls that no later message answers. */
function countOpen(messages: readonly Message[]): number {
  const open = new Set<string>();
  for (const { content } of messages)
    for (const block of content) {
      if (block.type === 'tool-call') open.add(block.id);
      else if (block.type === 'tool-result') open.delete(block.callId);
    }
  return open.size;
}

export function readToolLoop({ messages }: LlmRequest): ToolLoop {
  const lastTurn = messages.findLastIndex(isTurn);
  const openCalls = countOpen(messages);
  const newest = messages.findLast(({ role }) => role !== 'system');
  const areResultsIn =
    openCalls === 0 && (newest?.content.some(({ type }) => type === 'tool-result') ?? false);
  return {
    state: areResultsIn ? 'results-in' : openCalls > 0 ? 'open' : 'none',
    openCalls,
    turns: messages.filter(isTurn).length,
    steps: messages.slice(lastTurn + 1).filter(hasCall).length,
  };
}
