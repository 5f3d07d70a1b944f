/**
 * Which parts of a request are looked at: fixed places with fixed budgets, so that 200 KB cost about what 2 KB do. The
 * last user turn is what is asked; earlier ones count the more the less the last one says ("yes, do that"). Must not
 * read the request's model name or anything a caller could use to choose a class.
 */
import type { Block } from '../core/block.ts';
import type { LlmRequest, Message } from '../core/request.ts';

export type Part = {
  text: string;
  /** 1 for what is asked now; less for what it only continues. */
  weight: number;
};

export type Sample = {
  /** User turns, the last one first. */
  turns: Part[];
  /** The start and end of the leading system text and of instructions given later. */
  system: string;
  /** The end of the answer given last. */
  answer: string;
  /** The tool result that waits to be worked on. */
  toolResult: string;
};

const budgets = {
  turn: [1400, 800],
  earlier: [400, 150],
  system: [700, 300],
  answer: [100, 300],
  toolResult: [300, 100],
} as const;
const mostTurns = 4;

/** The start and the end of a text, within budget. */
export function clip(text: string, [head, tail]: readonly [head: number, tail: number]): string {
  return text.length <= head + tail ? text : `${text.slice(0, head)}\n${text.slice(-tail)}`;
}

/** Text of blocks, from both ends inwards, so that joining never copies a long conversation. */
function textOf(blocks: readonly Block[], budget: readonly [number, number]): string {
  const parts = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return clip(first, budget);
  return clip(parts.map((part) => clip(part, budget)).join('\n'), budget);
}

function hasText(message: Message): boolean {
  return message.content.some((block) => block.type === 'text' && block.text.trim() !== '');
}

/** Units of text that say enough by themselves. */
const sufficient = 48;

/** What an earlier turn is worth after a later one of this length: all but everything after "ok". */
function inheritance(length: number): number {
  return Math.max(0.15, 0.9 * (1 - length / sufficient));
}

function sampleTurns(messages: readonly Message[]): Part[] {
  const turns: Part[] = [];
  let weight = 1;
  for (let at = messages.length - 1; at >= 0 && turns.length < mostTurns; at--) {
    const message = messages[at];
    if (message === undefined || message.role !== 'user' || !hasText(message)) continue;
    const text = textOf(message.content, turns.length === 0 ? budgets.turn : budgets.earlier);
    turns.push({ text, weight });
    weight *= inheritance(text.length);
    if (weight < 0.1) break;
  }
  return turns;
}

function sampleSystem(request: LlmRequest): string {
  const later = request.messages.filter((message) => message.role === 'system');
  const blocks = [...request.system, ...later.flatMap((message) => message.content)];
  return textOf(blocks, budgets.system);
}

function sampleToolResult(messages: readonly Message[]): string {
  const results = messages.at(-1)?.content.filter((block) => block.type === 'tool-result') ?? [];
  return textOf(results.flatMap((block) => block.content).slice(0, 4), budgets.toolResult);
}

export function sampleRequest(request: LlmRequest): Sample {
  const answer = request.messages.findLast((message) => message.role === 'assistant');
  return {
    turns: sampleTurns(request.messages),
    system: sampleSystem(request),
    answer: textOf(answer?.content ?? [], budgets.answer),
    toolResult: sampleToolResult(request.messages),
  };
}
