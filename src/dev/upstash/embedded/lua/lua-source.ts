/**
 * Turns a Lua 5.1 script, as Redis runs them, into text that Lua 5.4 runs the same way. Pure.
 * 5.1 has doubles only, so whole-number literals become floats; 5.4 would print floats with ".0", so
 * `a .. b` becomes `a ..__join.. b`, whose metamethods (see prelude.ts) print like 5.1. What only 5.4
 * knows (`//`, `&`, `goto` ...) is refused. Each function begins with `frameMark`, so that it stays on the stack while
 * what it returns is called.
 */
import type { Bytes } from '../../engine.ts';

export type Translation =
  | { readonly ok: true; readonly code: Bytes }
  | { readonly ok: false; readonly error: string };

/** The name that carries concatenation; the prelude has to define it. */
export const joinName = '__join';

/** A variable to be closed: Lua makes no tail call in its scope. */
export const frameMark = 'local __frame <close> = nil ';

type Rule = readonly [pattern: RegExp, rewrite: (token: Bytes) => Bytes | null];

const keep = (token: Bytes): Bytes => token;
const refuse = (): null => null;

/** The first rule that matches takes the token; a rewrite to null refuses the script. */
const rules: readonly Rule[] = [
  [/--\[(=*)\[[\s\S]*?\]\1\]/y, keep],
  [/--[^\n]*/y, keep],
  [/\[(=*)\[[\s\S]*?\]\1\]/y, keep],
  [/"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y, dropUnknownEscapes],
  [/\.?\d[\d.]*(?:[eE][+-]?)?\w*/y, toFloat],
  [/\bgoto\b/y, refuse],
  [/\bfunction\b[^()]*\([^()]*\)/y, (token) => `${token} ${frameMark}`],
  [/[A-Za-z_]\w*/y, keep],
  [/\.\.\./y, keep],
  [/\.\./y, () => ` ..${joinName}.. `],
  [/<\s*(?:const|close)\s*>/y, refuse],
  [/[~<>=]=/y, keep],
  [/\/\/|<<|>>|::|[&|~]/y, refuse],
  [/\s+/y, keep],
  [/[\s\S]/y, keep],
];

export function translateLua(source: Bytes): Translation {
  const parts: Bytes[] = [frameMark];
  let at = 0;
  while (at < source.length) {
    const [token, rewritten] = readToken(source, at);
    if (rewritten === null) {
      const line = source.slice(0, at).split('\n').length;
      return { ok: false, error: `user_script:${line}: unexpected symbol near '${token}'` };
    }
    parts.push(rewritten);
    at += token.length;
  }
  return { ok: true, code: parts.join('') };
}

function readToken(source: Bytes, at: number): [token: Bytes, rewritten: Bytes | null] {
  for (const [pattern, rewrite] of rules) {
    pattern.lastIndex = at;
    const token = pattern.exec(source)?.[0];
    if (token) return [token, rewrite(token)];
  }
  throw new Error('the last rule takes any character');
}

/** Anything that is not a plain whole number is a float already, or an error in 5.4 as well. */
function toFloat(token: Bytes): Bytes {
  if (/^\d+$/.test(token)) return `${token}.0`;
  if (!/^0x[\da-f]+$/i.test(token)) return token;
  const digits = String(Number(token));
  return /^\d+$/.test(digits) ? `${digits}.0` : digits;
}

/** In 5.1 a backslash before any other character means that character; 5.4 refuses it or reads more. */
function dropUnknownEscapes(token: Bytes): Bytes {
  return token.replace(/\\([\s\S])/g, (matched, char: string) =>
    /[abfnrtv\\"'\n\r\d]/.test(char) ? matched : char,
  );
}
