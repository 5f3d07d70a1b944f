// Decides what the model says: blocks, in order, cut to the asked limits. The same for every protocol.
// Must not know wire shapes, time, or faults.

import { type Ask, type Effort, lastUserText, type ToolSpec } from './ask.ts';
import { chooseCalls } from './choose-calls.ts';
import { labelHint } from './choose-label.ts';
import { composeText, composeThoughts, dictatedText } from './compose-text.ts';
import { type Json, parseJson } from './json.ts';
import { limitBlocks } from './limit-answer.ts';
import { findMarker } from './markers.ts';
import { exampleForSchema } from './schema-example.ts';
import { seededRandom } from './seed.ts';
import { countTokens, splitTokens } from './tokens.ts';

/** One part of an answer. A piece is one token of text. */
export type AnswerBlock =
  | { kind: 'reasoning'; pieces: string[]; tokens: number; redacted: boolean }
  | { kind: 'text'; pieces: string[] }
  | { kind: 'refusal'; pieces: string[]; category: string }
  | { kind: 'call'; tool: ToolSpec; pieces: string[]; isCut: boolean };

export type AnswerEnd = 'done' | 'calls' | 'cap' | 'stop' | 'refusal' | 'filter';

export interface Answer {
  blocks: AnswerBlock[];
  end: AnswerEnd;
  /** The stop string that was hit. */
  stopString?: string;
  outputTokens: number;
  /** Part of `outputTokens`. */
  reasoningTokens: number;
}

export function decideAnswer(ask: Ask): Answer {
  const prompt = lastUserText(ask);
  const refusal = findMarker(prompt, 'refuse');
  if (refusal !== undefined) return limitBlocks(ask, [refusalBlock(refusal.value)], 'refusal');
  const reasoning = reasoningBlocks(ask);
  const calls = chooseCalls(ask);
  if (calls.length > 0) {
    const blocks: AnswerBlock[] = [...reasoning];
    if (ask.preamble) blocks.push({ kind: 'text', pieces: splitTokens(preambleFor(calls.length)) });
    for (const call of calls) {
      const pieces = call.input === '{}' && call.tool.kind === 'function' ? ['{}'] : splitTokens(call.input);
      blocks.push({ kind: 'call', tool: call.tool, pieces, isCut: false });
    }
    return limitBlocks(ask, blocks, 'calls');
  }
  const text: AnswerBlock = { kind: 'text', pieces: splitTokens(answerText(ask, prompt)) };
  const filtered = findMarker(prompt, 'filter') !== undefined;
  if (filtered) text.pieces = text.pieces.slice(0, Math.ceil(text.pieces.length / 2));
  return limitBlocks(ask, [...reasoning, text], filtered ? 'filter' : 'done');
}

function refusalBlock(category: string): AnswerBlock {
  return { kind: 'refusal', pieces: splitTokens("I'm sorry, but I can't help with that."), category };
}

function preambleFor(calls: number): string {
  return calls === 1 ? "I'll look that up for you." : "I'll look these up for you.";
}

function answerText(ask: Ask, prompt: string): string {
  if (findMarker(prompt, 'decline') !== undefined) return "I'm sorry, but I can't help with that request.";
  switch (ask.output.kind) {
    case 'text':
      return composeText(ask);
    case 'json':
      return JSON.stringify(dictatedJson(ask) ?? { answer: composeText(ask) });
    case 'schema':
      return JSON.stringify(dictatedJson(ask) ?? exampleForSchema(ask.output.schema, labelHint(prompt)));
    default:
      return ask.output satisfies never;
  }
}

/** A prompt that dictates valid JSON gets that JSON. */
function dictatedJson(ask: Ask): Json | undefined {
  const text = dictatedText(ask);
  return text === undefined ? undefined : parseJson(text);
}

/** Reasoning tokens for a prompt of ordinary length, by effort. */
const reasoningTokensByEffort: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 32,
  low: 64,
  medium: 192,
  high: 512,
  xhigh: 1280,
  max: 2560,
};
const SHORT_PROMPT_TOKENS = 24;
const SHORT_PROMPT_SHARE = 1 / 3;
const BLOCK = 64;
const SUMMARY_TOKENS = 40;

function reasoningBlocks(ask: Ask): AnswerBlock[] {
  const usual = reasoningTokensByEffort[ask.reasoning.effort];
  if (usual === 0) return [];
  const prompt = lastUserText(ask);
  const isShort = countTokens(prompt.slice(0, 2000)) < SHORT_PROMPT_TOKENS;
  const random = seededRandom(`reasoning:${ask.seed}`);
  const wanted = usual * (isShort ? SHORT_PROMPT_SHARE : 0.75 + random() * 0.5);
  const blocked = Math.max(1, Math.round(wanted / BLOCK)) * BLOCK;
  const tokens = Math.min(blocked, ask.reasoning.budgetTokens ?? blocked);
  const redacted = findMarker(prompt, 'redacted') !== undefined;
  const shown = { hidden: 0, summary: Math.min(tokens, SUMMARY_TOKENS), raw: tokens }[ask.reasoning.show];
  const pieces = shown === 0 || redacted ? [] : splitTokens(composeThoughts(ask, shown));
  return [{ kind: 'reasoning', pieces, tokens, redacted }];
}
