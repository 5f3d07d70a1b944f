/** Patterns of a config over names and arguments of tools. Pure. */

/** Longer texts fit no pattern. */
const mostUnits = 4096;

/** Linear in the text: `*` is any text without `..`, everything else is itself. */
export function fitsPattern(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (text.length > mostUnits || text.length < first.length + last.length) return false;
  if (text.includes('..') || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
