/** What kind of unit stands at a place of a text, for readers that look at ASCII only. Places outside are no unit. */

const alnum = new Uint8Array(128);
alnum.fill(1, 0x30, 0x3a);
alnum.fill(1, 0x41, 0x5b);
alnum.fill(1, 0x61, 0x7b);

/** A letter or digit of ASCII. */
export function isAlnum(code: number): boolean {
  return code < 128 && alnum[code] === 1;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

export function isLetter(code: number): boolean {
  return isAlnum(code) && code > 0x39;
}

export function isHex(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0;
}

/** `A-Z a-z 0-9 _ -`. */
export function isKeyUnit(code: number): boolean {
  return isAlnum(code) || code === 0x5f || code === 0x2d;
}

/** Behind `\n`, `\r`, `\t` as JSON writes them a word begins, though a letter stands before it. */
export function isBehindEscape(text: string, at: number): boolean {
  if (text.charCodeAt(at - 2) !== 0x5c) return false;
  const letter = text.charCodeAt(at - 1);
  return letter === 0x6e || letter === 0x72 || letter === 0x74;
}

/** The start of a run without such a letter. */
export function skipEscape(text: string, start: number): number {
  return isBehindEscape(text, start + 1) ? start + 1 : start;
}

/** Where a run of units that pass ends, at most `most` after `at`. */
export function endOfRun(text: string, at: number, passes: (code: number) => boolean, most: number): number {
  const last = Math.min(text.length, at + most);
  let end = at;
  while (end < last && passes(text.charCodeAt(end))) end++;
  return end;
}

/** Where a run of units that pass and end before `at` starts, not before `floor`, at most `most` long. */
export function startOfRun(
  text: string,
  at: number,
  passes: (code: number) => boolean,
  floor: number,
  most: number,
): number {
  const first = Math.max(floor, at - most);
  let start = at;
  while (start > first && passes(text.charCodeAt(start - 1))) start--;
  return start;
}
