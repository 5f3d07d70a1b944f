/** All texts of a request and whose words they are, in the order they were written. Leaves nothing with words out. */
import type { Block } from '../../core/block.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { RiskOrigin } from '../../core/risk.ts';
import { fileText } from '../../core/text-file.ts';

export type RequestText = { readonly text: string; readonly origin: RiskOrigin };

function wordsOf(block: Block, origin: RiskOrigin): RequestText[] {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return [{ text: block.text, origin }];
    case 'reasoning':
      return block.parts.map((text) => ({ text, origin }));
    case 'file': {
      const text = fileText(block.source) ?? '';
      return [text, block.context ?? ''].map((part) => ({ text: part, origin: 'document' }));
    }
    case 'tool-call':
      return [{ text: block.input, origin: 'answer' }];
    case 'tool-result':
      return block.content.flatMap((inner) => wordsOf(inner, 'tool-result'));
    case 'image':
    case 'audio':
    case 'opaque':
      return [];
    default:
      return block satisfies never;
  }
}

const origins = { user: 'caller', assistant: 'answer', system: 'system' } as const;

export function textsOfRequest(request: LlmRequest): RequestText[] {
  const system = request.system.flatMap((block) => wordsOf(block, 'system'));
  const said = request.messages.flatMap(({ role, content }) =>
    content.flatMap((block) => wordsOf(block, origins[role])),
  );
  return [...system, ...said].filter(({ text }) => text !== '');
}

/** What a user said last: text blocks of the newest message of a user that has any. */
export function lastUserText(request: LlmRequest): string[] {
  for (let at = request.messages.length - 1; at >= 0; at--) {
    const message = request.messages[at];
    if (message?.role !== 'user') continue;
    const texts = message.content.flatMap((block) =>
      block.type === 'text' && block.text.trim() !== '' ? [block.text] : [],
    );
    if (texts.length > 0) return texts;
  }
  return [];
}
