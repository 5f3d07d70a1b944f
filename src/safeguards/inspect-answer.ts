/**
 * What an answer may not give away: canaries and keys that the request did not bring end it, images that carry data out
 * are left out of it. Holds back the word that is being written, an image or a private key until it is whole. Pure.
 */
import { scanSensitive } from '../classify/signals/findings/scan.ts';
import type { AnswerInspector } from '../core/answer-inspector.ts';
import type { UpstreamFault } from '../core/errors.ts';
import { type FindingKind, findingKinds } from '../core/signals.ts';
import { type LinkRules, leaveOutImages } from './links.ts';
import { type Channel, Moves, rewriteAnswer, type TextKind } from './rewrite-answer.ts';

/** Which part of an answer it is; `value`: of a citation, or of a block that is passed on as it is. */
export type Place = 'text' | 'reasoning' | 'refusal' | 'arguments' | 'value';

const places: Readonly<Record<TextKind, Place>> = {
  text: 'text',
  reasoning: 'reasoning',
  refusal: 'refusal',
  json: 'arguments',
  free: 'arguments',
};

/** `detail`: which canary, which kind, how many; never what was found. */
export type OnHit<Code extends string> = (code: Code, detail: string, place: Place) => void;

export type Inspecting = {
  /** Printable ASCII without spaces. */
  readonly canaries: readonly string[];
  readonly linkHosts: readonly string[];
  /** Whether the request holds this. */
  readonly isKnown: (text: string) => boolean;
  readonly onHit: OnHit<'canary' | 'secret' | 'link'>;
};

/** No key is longer. */
const longestKey = 8192;
/** What is held back of a word or a key that does not end. An image that has begun adds 6000 at most. */
const mostHeld = 2 * longestKey;

/** Told by what they are called only: ordinary in code that an answer writes. */
const namedOnly: ReadonlySet<FindingKind> = new Set(['password', 'named-secret', 'url-password']);

/** No key is shorter. */
const mayHoldKey = /[!-~]{16}/;
const hasImages: ReadonlySet<TextKind> = new Set(['text', 'reasoning', 'refusal']);

function isPrintable(code: number): boolean {
  return code >= 0x21 && code <= 0x7e;
}

/** Where what may still become a finding begins. */
function startOfOpen(text: string): number {
  let cut = text.length;
  while (cut > 0 && isPrintable(text.charCodeAt(cut - 1))) cut--;
  const begin = text.lastIndexOf('-----BEGIN', cut);
  if (begin === -1) return cut;
  const end = text.indexOf('-----END', begin);
  const isWhole = end !== -1 && text.indexOf('-----', end + 8) !== -1;
  return isWhole ? cut : Math.min(cut, begin);
}

class Inspection {
  readonly #inspecting: Inspecting;
  readonly #canaries: readonly string[];
  readonly links: LinkRules;
  fault: UpstreamFault | null = null;

  constructor(inspecting: Inspecting) {
    this.#inspecting = inspecting;
    this.#canaries = inspecting.canaries.map((canary) => canary.toLowerCase());
    const labels = { left: new Set<string>(), defined: new Set<string>() };
    this.links = { hosts: inspecting.linkHosts, isKnown: inspecting.isKnown, labels };
  }

  /** Whether it may go out. */
  passes(text: string, place: Place): boolean {
    if (this.fault !== null) return false;
    if (this.#canaries.length > 0) {
      const lower = text.toLowerCase();
      const at = this.#canaries.findIndex((canary) => lower.includes(canary));
      if (at !== -1) return this.#end('canary', String(at + 1), place);
    }
    if (!mayHoldKey.test(text)) return true;
    const leaked = scanSensitive(text).findings.find(
      ({ kind, start, end }) =>
        findingKinds[kind].group === 'secret' &&
        !namedOnly.has(kind) &&
        !this.#inspecting.isKnown(text.slice(start, end)),
    );
    return leaked === undefined || this.#end('secret', leaked.kind, place);
  }

  #end(code: 'canary' | 'secret', detail: string, place: Place): false {
    this.#inspecting.onHit(code, detail, place);
    this.fault = { kind: 'safeguard', status: null, code: null, message: code };
    return false;
  }

  leftOut(count: number, place: Place): void {
    if (count > 0) this.#inspecting.onHit('link', String(count), place);
  }
}

class InspectedText implements Channel {
  readonly #inspection: Inspection;
  readonly #hasImages: boolean;
  readonly #place: Place;
  readonly #moves = new Moves();
  #held = '';
  #done = 0;

  constructor(inspection: Inspection, kind: TextKind) {
    this.#inspection = inspection;
    this.#hasImages = hasImages.has(kind);
    this.#place = places[kind];
  }

  push(piece: string): string {
    const text = this.#held + piece;
    const open = startOfOpen(text);
    const isTooLong = text.length - open > mostHeld;
    return this.#give(text, isTooLong ? text.length - longestKey : open, isTooLong);
  }

  end(): string {
    return this.#give(this.#held, this.#held.length, true);
  }

  moved(place: number): number {
    return this.#moves.moved(place);
  }

  /** `isLast`: what has begun by `cut` is waited for no longer. */
  #give(text: string, cut: number, isLast: boolean): string {
    this.#held = text.slice(cut);
    if (cut === 0) return '';
    // Where a stretch is cut before it is whole, what stays is looked at with it.
    if (!this.#inspection.passes(isLast ? text : text.slice(0, cut), this.#place)) return '';
    const given = text.slice(0, cut);
    if (!this.#hasImages) return given;
    const done = this.#done;
    const note = (at: number, by: number) => this.#moves.note(done + at, by);
    const links = leaveOutImages(given, this.#inspection.links, isLast, note);
    this.#inspection.leftOut(links.leftOut, this.#place);
    this.#held = given.slice(links.cut) + this.#held;
    this.#done += links.cut;
    return links.out;
  }
}

export function inspectAnswer(inspecting: Inspecting): AnswerInspector {
  const inspection = new Inspection(inspecting);
  return rewriteAnswer({
    open: (kind) => new InspectedText(inspection, kind),
    whole: (text) => {
      inspection.passes(text, 'value');
      return text;
    },
    fault: () => inspection.fault,
  });
}
