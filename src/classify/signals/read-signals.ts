/**
 * The signals of a whole request: facts read off it, not judged. Never throws on text; keeps no text. What costs time
 * with length is bounded: languages and code are looked at in fixed places, findings in the newest texts first.
 */
import { estimateTokensByFamily } from '../../core/estimate-tokens.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { FindingKind, FoundKind, Signals } from '../../core/signals.ts';
import { type CodeShare, findCode } from './code-share.ts';
import { countMedia, readToolLoop, structuredOutput, wantedOutput } from './declared.ts';
import { scanSensitive } from './findings/scan.ts';
import {
  addLetters,
  copyLetters,
  emptyLetters,
  judgeLanguages,
  type Letters,
} from './language/detect-languages.ts';
import { lastUserText, type RequestText, textsOfRequest } from './request-texts.ts';

/** Units scanned for secrets and personal data: those of a prompt of about 64,000 tokens. */
const mostScanned = 262_144;

/** Units of prose looked at for languages: of the last turn, of all others together, and of each of them. */
const languageUnits = { lastTurn: 512, others: 512, text: 256 } as const;

type Seen = RequestText & { code: CodeShare };

/** The prose of a text from its start, up to a number of units; returns how many were added. */
function addProse(letters: Letters, { text, code }: Seen, most: number): number {
  let left = most;
  let at = 0;
  for (const [start, end] of [...code.spans, [text.length, text.length] as const]) {
    const take = Math.min(left, Math.max(0, start - at));
    if (take > 0) addLetters(letters, text, at, at + take);
    left -= take;
    if (left <= 0) break;
    at = Math.max(at, end);
  }
  return most - left;
}

function readLanguages(seen: readonly Seen[], isLast: (text: Seen) => boolean): Signals['language'] {
  const last = emptyLetters();
  let left: number = languageUnits.lastTurn;
  for (const text of seen) if (isLast(text) && left > 0) left -= addProse(last, text, left);
  const lastTurn = judgeLanguages(last);
  if (seen.every(isLast)) return { lastTurn, whole: lastTurn };
  const whole = copyLetters(last);
  left = languageUnits.others;
  for (let at = seen.length - 1; at >= 0 && left > 0; at--) {
    const text = seen[at];
    if (text !== undefined && !isLast(text))
      left -= addProse(whole, text, Math.min(left, languageUnits.text));
  }
  return { lastTurn, whole: judgeLanguages(whole) };
}

function readCode(seen: readonly Seen[], textUnits: number): Signals['code'] {
  const units = seen.reduce((sum, { code }) => sum + code.units, 0);
  const languages = [...new Set(seen.flatMap(({ code }) => code.languages))];
  return { share: textUnits === 0 ? 0 : Math.round((units / textUnits) * 1000) / 1000, languages };
}

/** Newest first, so that a long conversation does not hide what came last. */
function findAll(texts: readonly RequestText[]): Pick<Signals, 'found' | 'examples' | 'isWhole'> {
  const found = new Map<string, FoundKind>();
  let examples = 0;
  let left = mostScanned;
  for (const { text, origin } of [...texts].reverse()) {
    if (left <= 0) break;
    const scan = scanSensitive(text.length <= left ? text : text.slice(0, left));
    left -= text.length;
    examples += scan.examples.length;
    for (const { kind, isChecked } of scan.findings) {
      const key = `${kind} ${origin}`;
      const entry = found.get(key) ?? { kind: kind satisfies FindingKind, origin, count: 0, checked: 0 };
      entry.count++;
      if (isChecked) entry.checked++;
      found.set(key, entry);
    }
  }
  return { found: [...found.values()].sort((a, b) => b.count - a.count), examples, isWhole: left >= 0 };
}

export function readSignals(request: LlmRequest): Signals {
  const texts = textsOfRequest(request);
  const textUnits = texts.reduce((sum, { text }) => sum + text.length, 0);
  const seen = texts.map((each) => ({ ...each, code: findCode(each.text) }));
  const last = new Set(lastUserText(request));
  return {
    tokens: estimateTokensByFamily(request),
    language: readLanguages(seen, ({ text, origin }) => origin === 'caller' && last.has(text)),
    code: readCode(seen, textUnits),
    input: { textUnits, ...countMedia(request) },
    output: wantedOutput(request),
    structuredOutput: structuredOutput(request),
    toolChoice: request.toolChoice?.mode ?? null,
    parallelTools: request.parallelToolCalls ?? null,
    toolLoop: readToolLoop(request),
    ...findAll(texts),
  };
}
