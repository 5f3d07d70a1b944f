/**
 * Rot13: which pieces of a text are written in it, and what they say. Letters tell: those of a language become rare ones
 * when they are turned. Linear, no regex.
 */

/** Shares of the letters a-z in English, in percent; of other languages in Latin letters they are near enough. */
const shares = [
  8.2, 1.5, 2.8, 4.3, 12.7, 2.2, 2, 6.1, 7, 0.15, 0.8, 4, 2.4, 6.7, 7.5, 1.9, 0.1, 6, 6.3, 9.1, 2.8, 1, 2.4,
  0.15, 2, 0.07,
];
/** Added to each share, so that no single letter decides. */
const smoothing = 0.5;
const turn = 13;

/** By the low five bits of a letter: how much likelier it is as a turned one, in eighths of a nat. */
export const turnedGains = new Int8Array(32);
shares.forEach((share, letter) => {
  const turned = shares[(letter + turn) % shares.length] ?? 0;
  turnedGains[letter + 1] = Math.round(8 * Math.log((turned + smoothing) / (share + smoothing)));
});

const fewestLetters = 8;
/** Gain by letter from which a piece is taken for turned. */
const leastGain = 0.5;

/** `gain`: sum of the `turnedGains` of so many letters. */
export function isTurned(letters: number, gain: number): boolean {
  return letters >= fewestLetters && gain > letters * leastGain;
}

function isLatin(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isPieceEnd(code: number): boolean {
  return code === 0x0a || code === 0x2e || code === 0x21 || code === 0x3f || code === 0x3a || code === 0x22;
}

function turnPiece(text: string, from: number, to: number): string {
  let letters = 0;
  let gain = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (!isLatin(code)) continue;
    letters++;
    gain += turnedGains[code & 31] as number;
  }
  if (!isTurned(letters, gain)) return text.slice(from, to);
  let turned = '';
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const base = code & 0x20 ? 0x61 : 0x41;
    turned += isLatin(code) ? String.fromCharCode(base + ((code - base + turn) % shares.length)) : text[at];
  }
  return turned;
}

/** Each sentence, and what stands in quotes or after a colon: turned where it is rot13, with the mark behind it. */
export function turnPieces(text: string): { whole: string; alone: string[] } {
  let whole = '';
  const alone: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && !isPieceEnd(text.charCodeAt(end))) end++;
    const piece = turnPiece(text, at, end);
    const mark = text[end] ?? '';
    if (piece !== text.slice(at, end)) alone.push(piece + mark);
    whole += piece + mark;
    at = end + 1;
  }
  return { whole, alone };
}
