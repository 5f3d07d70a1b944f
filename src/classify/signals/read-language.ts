/**
 * In which languages a request is written: of fixed places of its prose, the last turn of a user first. Reads nothing
 * else of it, so that who asks for the language alone pays for it alone. Never throws on text; keeps no text.
 */
import { once } from '../../core/once.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { Signals } from '../../core/signals.ts';
import { type CodeShare, findCode } from './code-share.ts';
import {
  addLetters,
  copyLetters,
  emptyLetters,
  judgeLanguages,
  type Letters,
} from './language/detect-languages.ts';
import { lastUserText, type RequestText, textsOfRequest } from './request-texts.ts';

/** Units of prose looked at: of the last turn, of all others together, and of each of them. */
const units = { lastTurn: 512, others: 512, text: 256 } as const;

/** A text, and where it holds code: looked for when it is asked. */
export type SeenText = RequestText & { readonly code: () => CodeShare };

export function seeText(text: RequestText): SeenText {
  return { ...text, code: once(() => findCode(text.text)) };
}

/** The prose of a text from its start, up to a number of units; returns how many were added. */
function addProse(letters: Letters, { text, code }: SeenText, most: number): number {
  let left = most;
  let at = 0;
  for (const [start, end] of [...code().spans, [text.length, text.length] as const]) {
    const take = Math.min(left, Math.max(0, start - at));
    if (take > 0) addLetters(letters, text, at, at + take);
    left -= take;
    if (left <= 0) break;
    at = Math.max(at, end);
  }
  return most - left;
}

/** `seen`: all texts of the request, in their order. */
export function readLanguages(request: LlmRequest, seen: readonly SeenText[]): Signals['language'] {
  const lastTexts = new Set(lastUserText(request));
  const isLast = ({ text, origin }: SeenText) => origin === 'caller' && lastTexts.has(text);
  const last = emptyLetters();
  let left: number = units.lastTurn;
  for (const text of seen) if (isLast(text) && left > 0) left -= addProse(last, text, left);
  const lastTurn = judgeLanguages(last);
  if (seen.every(isLast)) return { lastTurn, whole: lastTurn };
  const whole = copyLetters(last);
  left = units.others;
  for (let at = seen.length - 1; at >= 0 && left > 0; at--) {
    const text = seen[at];
    if (text !== undefined && !isLast(text)) left -= addProse(whole, text, Math.min(left, units.text));
  }
  return { lastTurn, whole: judgeLanguages(whole) };
}

/** BCP-47 code of the language that most of the request is in; `und` where it is not sure, or has no letters. */
export function readMainLanguage(request: LlmRequest): string {
  const { whole } = readLanguages(request, textsOfRequest(request).map(seeText));
  return whole[0]?.code ?? 'und';
}
