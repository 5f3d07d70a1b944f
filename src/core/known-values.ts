/**
 * Every occurrence of values that are known, in time linear in the text, however many there are. What overlaps is taken
 * as one stretch, so that no part of a value stays. Pure.
 */

/** A value begins with at least so many units that it is found by. */
const headUnits = 3;

function headAt(text: string, at: number): number {
  return ((text.charCodeAt(at) << 10) ^ (text.charCodeAt(at + 1) << 5) ^ text.charCodeAt(at + 2)) & 0xffff;
}

export class KnownValues {
  readonly #heads = new Uint8Array(0x10000);
  /** By their first units, longest first. */
  readonly #values = new Map<string, string[]>();

  /** Shorter ones than a head are not looked for. */
  add(value: string): void {
    if (value.length < headUnits) return;
    this.#heads[headAt(value, 0)] = 1;
    const head = value.slice(0, headUnits);
    const same = this.#values.get(head) ?? [];
    this.#values.set(
      head,
      [...same, value].sort((a, b) => b.length - a.length),
    );
  }

  #lengthAt(text: string, at: number): number {
    if (this.#heads[headAt(text, at)] !== 1) return 0;
    const values = this.#values.get(text.slice(at, at + headUnits));
    return values?.find((value) => text.startsWith(value, at))?.length ?? 0;
  }

  /** The same text where none is in it. */
  replace(text: string, change: (stretch: string) => string): string {
    let out = '';
    let done = 0;
    let [start, end] = [-1, -1];
    for (let at = 0; at + headUnits <= text.length; at++) {
      const length = this.#lengthAt(text, at);
      if (length === 0) continue;
      if (at >= end) {
        if (start !== -1) out += text.slice(done, start) + change(text.slice(start, end));
        if (start !== -1) done = end;
        start = at;
      }
      end = Math.max(end, at + length);
    }
    if (start === -1) return text;
    return out + text.slice(done, start) + change(text.slice(start, end)) + text.slice(end);
  }
}
