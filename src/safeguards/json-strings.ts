/** JSON as a text, its strings read, changed and written again in place: numbers keep every digit. Pure. */

export function isJsonText(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Place behind the closing quote of the string that opens at `at`. */
function endOfString(text: string, at: number): number {
  for (let place = at + 1; place < text.length; place++) {
    if (text[place] === '\\') place++;
    else if (text[place] === '"') return place + 1;
  }
  return text.length;
}

/** `text` is JSON. `inString` gets and gives what a string says; `inBare` a number or a word as it is written. */
export function rewriteJsonText(
  text: string,
  inString: (value: string) => string,
  inBare: (token: string) => string,
): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const bare = text.slice(at, quote === -1 ? undefined : quote);
    out += bare.replace(/[^\s,:{}[\]]+/g, inBare);
    if (quote === -1) break;
    at = endOfString(text, quote);
    const literal = text.slice(quote, at);
    const value: string = JSON.parse(literal);
    const changed = inString(value);
    out += changed === value ? literal : JSON.stringify(changed);
  }
  return out;
}
