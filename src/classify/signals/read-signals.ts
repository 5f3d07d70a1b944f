/**
 * The signals of a whole request: facts read off it, not judged. Never throws on text; keeps no text. What costs time
 * with length is bounded: languages and code are looked at in fixed places, findings in the newest texts first.
 */
import { estimateTokensByFamily } from '../../core/estimate-tokens.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { FindingKind, FoundKind, Signals } from '../../core/signals.ts';
import { declaredTexts } from '../declared-texts.ts';
import { countMedia, readToolLoop, structuredOutput, wantedOutput } from './declared.ts';
import { scanSensitive } from './findings/scan.ts';
import { readLanguages, type SeenText, seeText } from './read-language.ts';
import { type RequestText, textsOfRequest } from './request-texts.ts';

/** Units scanned for secrets and personal data: those of a prompt of about 64,000 tokens. */
const mostScanned = 262_144;

function readCode(seen: readonly SeenText[], textUnits: number): Signals['code'] {
  const units = seen.reduce((sum, { code }) => sum + code().units, 0);
  const languages = [...new Set(seen.flatMap(({ code }) => code().languages))];
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
  const declared = declaredTexts(request).map((text): RequestText => ({ text, origin: 'caller' }));
  const textUnits = texts.reduce((sum, { text }) => sum + text.length, 0);
  const seen = texts.map(seeText);
  return {
    tokens: estimateTokensByFamily(request),
    language: readLanguages(request, seen),
    code: readCode(seen, textUnits),
    input: { textUnits, ...countMedia(request) },
    output: wantedOutput(request),
    structuredOutput: structuredOutput(request),
    toolChoice: request.toolChoice?.mode ?? null,
    parallelTools: request.parallelToolCalls ?? null,
    toolLoop: readToolLoop(request),
    ...findAll([...declared, ...texts]),
  };
}
