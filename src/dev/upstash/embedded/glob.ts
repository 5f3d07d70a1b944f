/**
 * Redis's key patterns: `*`, `?`, `[a-z]`, `[^a]`, `\x`. Pure.
 */
import type { Bytes } from '../engine.ts';

type Atom = { readonly kind: 'many' } | { readonly kind: 'one'; readonly matches: (char: string) => boolean };

/** Compiles once; the match takes time in proportion to text times pattern, never more. */
export function compileGlob(pattern: Bytes): (text: Bytes) => boolean {
  const atoms = readAtoms(pattern);
  return (text) => {
    let atText = 0;
    let atAtom = 0;
    let retryAtom = -1;
    let retryText = 0;
    while (atText < text.length) {
      const atom = atoms[atAtom];
      if (atom?.kind === 'many') {
        retryAtom = ++atAtom;
        retryText = atText;
      } else if (atom?.kind === 'one' && atom.matches(text.charAt(atText))) {
        atAtom++;
        atText++;
      } else if (retryAtom >= 0) {
        atAtom = retryAtom;
        atText = ++retryText;
      } else {
        return false;
      }
    }
    while (atoms[atAtom]?.kind === 'many') atAtom++;
    return atAtom === atoms.length;
  };
}

function readAtoms(pattern: Bytes): Atom[] {
  const atoms: Atom[] = [];
  let at = 0;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if (char === '[') {
      const { atom, next } = readClass(pattern, at + 1);
      atoms.push(atom);
      at = next;
      continue;
    }
    if (char === '*') atoms.push({ kind: 'many' });
    else if (char === '?') atoms.push({ kind: 'one', matches: () => true });
    else {
      if (char === '\\' && at + 1 < pattern.length) at++;
      const literal = pattern.charAt(at);
      atoms.push({ kind: 'one', matches: (given) => given === literal });
    }
    at++;
  }
  return atoms;
}

function readClass(pattern: Bytes, start: number): { atom: Atom; next: number } {
  const ranges: [string, string][] = [];
  let at = start;
  const negated = pattern.charAt(at) === '^';
  if (negated) at++;
  while (at < pattern.length && pattern.charAt(at) !== ']') {
    if (pattern.charAt(at) === '\\' && at + 1 < pattern.length) at++;
    else if (pattern.charAt(at + 1) === '-' && at + 2 < pattern.length) {
      const [from, to] = [pattern.charAt(at), pattern.charAt(at + 2)];
      ranges.push(from <= to ? [from, to] : [to, from]);
      at += 3;
      continue;
    }
    ranges.push([pattern.charAt(at), pattern.charAt(at)]);
    at++;
  }
  const matches = (char: string) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
  return { atom: { kind: 'one', matches }, next: at + 1 };
}
