/**
 * Secrets and personal data of a request behind placeholders such as `[EMAIL_1]`. All that is found anywhere is then
 * masked everywhere, also where only its words of elsewhere told what it is. Numbers go by the first appearance, so the
 * history of a conversation is masked alike in each of its turns. The values live as long as the request. Pure.
 */
import type { JsonObject } from '../core/json.ts';
import type { Edits } from '../core/json-text.ts';
import { KnownValues } from '../core/known-values.ts';
import { once } from '../core/once.ts';
import type { RequestGuard } from '../core/request-guard.ts';
import type { RiskOrigin } from '../core/risk.ts';
import { type FindingKind, findingKinds } from '../core/signals.ts';
import type { FindSensitive, Groups } from './find-sensitive.ts';
import { isJsonText, rewriteJsonText } from './json-strings.ts';
import { maskRest } from './mask-rest.ts';

/** By placeholder, in capitals. */
export type Masks = ReadonlyMap<string, string>;

/** Anything that is written like one of ours, whoever wrote it. */
const written = /\[[A-Z][A-Z_]*_\d{1,9}\]/gi;

function labelOf(kind: FindingKind): string {
  return findingKinds[kind].group === 'secret' ? 'SECRET' : kind.toUpperCase().replaceAll('-', '_');
}

/** Arguments and results of tools, where they are JSON. */
function mayBeJson(origin: RiskOrigin): boolean {
  return origin === 'answer' || origin === 'tool-result';
}

/** What a stretch of JSON says; as it is where it is no part of a string. */
function readEscaped(stretch: string): string {
  if (!stretch.includes('\\')) return stretch;
  try {
    return JSON.parse(`"${stretch}"`);
  } catch {
    return stretch;
  }
}

class Masking {
  readonly masks = new Map<string, string>();
  readonly #groups: Groups;
  readonly #find: FindSensitive;
  /** Placeholders that the request holds itself: they come back as they are. */
  readonly #taken: () => ReadonlySet<string>;
  /** Made at the first text that is masked: by then all are learnt. */
  readonly #known = once(() => new KnownValues(this.#placeholders.keys()));
  readonly #placeholders = new Map<string, { readonly label: string; readonly placeholder: string }>();
  readonly #counts = new Map<string, number>();

  constructor(groups: Groups, find: FindSensitive, taken: () => ReadonlySet<string>) {
    this.#find = find;
    this.#groups = groups;
    this.#taken = taken;
  }

  #learn(value: string, label: string): string {
    const before = this.#placeholders.get(value);
    if (before !== undefined) return before.placeholder;
    let number = this.#counts.get(label) ?? 0;
    let placeholder: string;
    do placeholder = `[${label}_${++number}]`;
    while (this.#taken().has(placeholder));
    this.#counts.set(label, number);
    this.#placeholders.set(value, { label, placeholder });
    this.masks.set(placeholder, value);
    return placeholder;
  }

  #scan(text: string, read: (stretch: string) => string): void {
    for (const { kind, start, end } of this.#find(text, this.#groups))
      this.#learn(read(text.slice(start, end)), labelOf(kind));
  }

  /** A name in JSON tells what its value is, and an escape hides none. */
  readonly learnFrom = (text: string, origin: RiskOrigin): string => {
    const isJson = mayBeJson(origin) && isJsonText(text);
    this.#scan(text, isJson ? readEscaped : (stretch) => stretch);
    if (!isJson || !text.includes('\\')) return text;
    const scanString = (value: string) => {
      this.#scan(value, (stretch) => stretch);
      return value;
    };
    return rewriteJsonText(text, scanString, (token) => token);
  };

  readonly #maskPlain = (text: string): string =>
    this.#known().replace(text, (stretch) => {
      // Several values that overlap are one of their own.
      return this.#placeholders.get(stretch)?.placeholder ?? this.#learn(stretch, 'VALUE');
    });

  readonly mask = (text: string, origin: RiskOrigin): string => {
    if (!mayBeJson(origin) || !isJsonText(text)) return this.#maskPlain(text);
    return rewriteJsonText(text, this.#maskPlain, (token) => {
      const known = this.#placeholders.get(token);
      return known === undefined ? token : `"${known.placeholder}"`;
    });
  };
}

export type Masked = { readonly edits: Edits; readonly masks: Masks };

/** `text` is the body as it came. Null: there is nothing to mask. */
export function maskRequest(
  text: string,
  raw: JsonObject,
  { rewriteTexts }: RequestGuard,
  groups: Groups,
  find: FindSensitive,
): Masked | null {
  const taken = once(() => new Set((text.match(written) ?? []).map((one) => one.toUpperCase())));
  const masking = new Masking(groups, find, taken);
  rewriteTexts(raw, masking.learnFrom);
  if (masking.masks.size === 0) return null;
  const edits = rewriteTexts(raw, masking.mask);
  const rest = maskRest({ ...raw, ...edits }, (found) => masking.mask(found, 'answer'));
  return { edits: { ...edits, ...rest }, masks: masking.masks };
}
