/**
 * The texts of a request that are looked at for risk, and whose words they are. Short requests are looked at whole.
 * Of a long text the start and the end are taken, and of a long conversation the newest texts first, until the budget
 * is spent: what was left out is told, never passed over in silence.
 */
import type { Block } from '../core/block.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RiskOrigin } from '../core/risk.ts';
import { fileText } from '../core/text-file.ts';
import { declaredTexts } from './declared-texts.ts';

export type RiskText = {
  readonly text: string;
  readonly origin: RiskOrigin;
  /** Which turn of the caller it stands in, by number; null: in none. */
  readonly turn: number | null;
};

/** Units taken from the start and from the end of one text, of all texts together, and of what stands beside them. */
export const riskBudget = { head: 2400, tail: 1600, total: 6000, declared: 2000 } as const;

/** A text is not cut to less than this: pieces of words say nothing, and each text has its price. */
const leastPart = 64;

function textsOfBlock(block: Block, origin: RiskOrigin): Omit<RiskText, 'turn'>[] {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return [{ text: block.text, origin }];
    case 'file':
      return [
        { text: fileText(block.source) ?? '', origin: 'document' },
        { text: block.context ?? '', origin: 'document' },
      ];
    case 'tool-call':
      return [{ text: block.input, origin: 'answer' }];
    case 'tool-result':
      return block.content.flatMap((inner) => textsOfBlock(inner, 'tool-result'));
    case 'image':
    case 'audio':
    case 'reasoning':
    case 'opaque':
      return [];
    default:
      return block satisfies never;
  }
}

const origins = { user: 'caller', assistant: 'answer', system: 'system' } as const;

/** Newest first, the leading system text after the newest message: long conversations must not push it out. */
export function orderTexts(request: LlmRequest): RiskText[] {
  let turns = 0;
  const messages = request.messages.map(({ role, content }): RiskText[] => {
    const texts = content.flatMap((block) => textsOfBlock(block, origins[role]));
    const isTurn = texts.some(({ text, origin }) => origin === 'caller' && text !== '');
    const turn = isTurn ? turns++ : null;
    return texts.map((text) => ({ ...text, turn: text.origin === 'caller' ? turn : null }));
  });
  const newest = messages.pop() ?? [];
  const system = request.system.flatMap((block) =>
    textsOfBlock(block, 'system').map((text) => ({ ...text, turn: null })),
  );
  return [...newest, ...system, ...messages.reverse().flat()];
}

/** What the caller says beside the conversation. */
export function orderDeclared(request: LlmRequest): RiskText[] {
  return declaredTexts(request).map((text) => ({ text, origin: 'caller', turn: null }));
}

/** Cut at white space, so that no word is made of halves. */
function clip(text: string, head: number, tail: number): string[] {
  if (text.length <= head + tail) return [text];
  const headEnd = text.lastIndexOf(' ', head);
  const tailStart = text.indexOf(' ', text.length - tail);
  return [
    text.slice(0, headEnd > head / 2 ? headEnd : head),
    text.slice(tailStart === -1 ? text.length - tail : tailStart),
  ];
}

type Gathered = { texts: RiskText[]; isWhole: boolean };

function takeTexts(all: readonly RiskText[], total: number): Gathered {
  const texts: RiskText[] = [];
  let left = total;
  let isWhole = true;
  for (const { text, origin, turn } of all) {
    if (text.length === 0) continue;
    if (left <= 0 || (text.length > left && left < leastPart)) return { texts, isWhole: false };
    const share = Math.min(1, left / (riskBudget.head + riskBudget.tail));
    const parts =
      text.length <= left
        ? [text]
        : clip(text, Math.floor(riskBudget.head * share), Math.floor(riskBudget.tail * share));
    for (const part of parts) {
      texts.push({ text: part, origin, turn });
      left -= part.length;
    }
    if (text.length > 0 && parts.length > 1) isWhole = false;
  }
  return { texts, isWhole };
}

/** What stands beside the conversation has a budget of its own, so that neither pushes the other out. */
export function gatherRiskTexts(request: LlmRequest): Gathered {
  const said = takeTexts(orderTexts(request), riskBudget.total);
  const beside = takeTexts(orderDeclared(request), riskBudget.declared);
  return { texts: [...said.texts, ...beside.texts], isWhole: said.isWhole && beside.isWhole };
}
