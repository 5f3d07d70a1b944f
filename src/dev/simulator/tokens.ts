// A deterministic token estimate: a text is cut into pieces, and each piece counts as one token.
// Must not claim to be any provider's tokenizer: it is close enough to plan and to check bookkeeping.

// Order matters: ideographs count singly, then words, numbers, punctuation runs, and trailing white space.
const PIECE =
  /\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|\s*[\p{L}\p{M}]{1,8}|\s*\p{N}{1,3}|\s*[^\s\p{L}\p{M}\p{N}]{1,3}|\s+/gu;

/** The pieces of a text, in order; joined they give the text back exactly. */
export function splitTokens(text: string): string[] {
  return text.match(PIECE) ?? [];
}

export function countTokens(text: string): number {
  return text === '' ? 0 : splitTokens(text).length;
}

/** What a provider bills for `pieces` tokens of ours, for models whose tokenizer yields more of them. */
export function billedTokens(pieces: number, tokenFactor: number): number {
  return Math.ceil(pieces * tokenFactor);
}
