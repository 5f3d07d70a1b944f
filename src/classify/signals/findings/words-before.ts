/** Whether the words just before a place say what stands there: `CPF: `, `"phone": "`. Looks at a fixed stretch only. */

import { once } from '../../../core/once.ts';

/** Made at their first use: a Worker that looks for nothing starts sooner. */
export type NamingWords = () => RegExp;

/** Units before a number in which its name may stand. */
export const namedWithin = 40;

/** Scripts that write words apart: there, `tel` must not be found in `hotel`. */
const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}]/u;

/** Whole words, whatever their case; `phone*` is any word that begins so. */
export function nameWords(words: readonly string[]): NamingWords {
  return once(() => compile(words));
}

function compile(words: readonly string[]): RegExp {
  const written = words.map((word) => {
    const body = word.replace('*', '\\p{L}*');
    return spaced.test(word) ? `(?<!\\p{L})${body}(?!\\p{L})` : body;
  });
  return new RegExp(written.join('|'), 'iu');
}

export function isNamed(text: string, at: number, floor: number, words: NamingWords): boolean {
  return words().test(text.slice(Math.max(floor, at - namedWithin), at));
}
