/**
 * Every occurrence of values that are known, in one walk over the text, however many there are and however alike they
 * begin. What overlaps is taken as one stretch, so that no part of a value stays. Pure.
 */

/** A value begins with at least so many units that it is found by. */
const headUnits = 3;

function headAt(text: string, at: number): number {
  return ((text.charCodeAt(at) << 10) ^ (text.charCodeAt(at + 1) << 5) ^ text.charCodeAt(at + 2)) & 0xffff;
}

type Known = {
  readonly value: string;
  /** The longest of the others that it begins with. */
  readonly within: Known | null;
};

export class KnownValues {
  readonly #heads = new Uint8Array(0x10000);
  /** By their first units, in the order of their units. */
  readonly #values = new Map<string, Known[]>();
  #longest = 0;

  /** Shorter ones than a head are not looked for. */
  constructor(values: Iterable<string>) {
    let before = null as Known | null;
    for (const value of [...new Set(values)].sort()) {
      if (value.length < headUnits) continue;
      let within = before;
      while (within !== null && !value.startsWith(within.value)) within = within.within;
      before = { value, within };
      const head = value.slice(0, headUnits);
      this.#heads[headAt(value, 0)] = 1;
      this.#longest = Math.max(this.#longest, value.length);
      const same = this.#values.get(head);
      if (same === undefined) this.#values.set(head, [before]);
      else same.push(before);
    }
  }

  /** Of the longest value that begins here: it, or one that begins with it, is the last that is not behind the text. */
  #lengthAt(text: string, at: number): number {
    if (this.#heads[headAt(text, at)] !== 1) return 0;
    const values = this.#values.get(text.slice(at, at + headUnits)) ?? [];
    const rest = text.slice(at, at + this.#longest);
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] as Known).value <= rest) low = middle + 1;
      else high = middle;
    }
    let found = values[low - 1] ?? null;
    while (found !== null && !rest.startsWith(found.value)) found = found.within;
    return found?.value.length ?? 0;
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
