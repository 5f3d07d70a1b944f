/**
 * Which of a route's overrides hold for a request. All are looked at, in their order. What cannot be known (a predicate
 * that throws, a text too long to be searched) is told apart, so that care can follow from it.
 */
import type { Override } from '../core/classify-settings.ts';
import { foldText } from '../core/fold-text.ts';
import type { Judged } from '../core/judged.ts';
import type { LlmRequest } from '../core/request.ts';
import { orderDeclared, orderTexts } from './risk-texts.ts';

export type Found = { readonly override: Override; readonly how: 'holds' | 'failed' | 'too long' };

/** Units of all texts that are searched for words, the newest message first. */
export const searchedUnits = 1_000_000;

type Haystack = { readonly text: string; readonly isWhole: boolean };

function gather(request: LlmRequest, isSearched: (origin: string) => boolean): Haystack {
  const texts: string[] = [];
  let left = searchedUnits;
  for (const { text, origin } of [...orderTexts(request), ...orderDeclared(request)]) {
    if (!isSearched(origin)) continue;
    texts.push(foldText(text.slice(0, left)));
    left -= text.length;
    if (left < 0) break;
  }
  // No phrase reaches over the end of a text: folded texts hold no line ends.
  return { text: texts.join('\n'), isWhole: left >= 0 };
}

/** Made when they are first needed; the system text is the app's own, which its users do not write. */
class Haystacks {
  readonly #request: LlmRequest;
  #all: Haystack | null = null;
  #system: Haystack | null = null;

  constructor(request: LlmRequest) {
    this.#request = request;
  }

  all(): Haystack {
    this.#all ??= gather(this.#request, () => true);
    return this.#all;
  }

  system(): Haystack {
    this.#system ??= gather(this.#request, (origin) => origin === 'system');
    return this.#system;
  }
}

function look(
  { when, mayLowerRisk }: Override,
  request: LlmRequest,
  judged: Judged,
  haystacks: Haystacks,
): Found['how'] | null {
  if (when.kind === 'predicate') {
    try {
      return when.test(request, judged) === true ? 'holds' : null;
    } catch {
      return 'failed';
    }
  }
  const { text, isWhole } = mayLowerRisk ? haystacks.system() : haystacks.all();
  if (when.words.some((word) => text.includes(word))) return 'holds';
  return isWhole ? null : 'too long';
}

export function findOverrides(
  overrides: readonly Override[],
  request: LlmRequest,
  judged: Judged,
): readonly Found[] {
  const haystacks = new Haystacks(request);
  return overrides.flatMap((override) => {
    const how = look(override, request, judged, haystacks);
    return how === null ? [] : [{ override, how }];
  });
}
