/**
 * Ends an event whose second half never came: the client has the first half already, and what would be half a JSON text
 * makes clients throw before they hear why. What is missing is written behind it, and a member that makes the whole of it
 * mean nothing: of a name that stands twice parsers take the last. Pure.
 */

/** What is expected next inside an object or an array. */
type Place = 'name-or-end' | 'name' | 'colon' | 'value' | 'value-or-end' | 'comma-or-end';

type Open = { readonly isObject: boolean; place: Place };

const closers: Readonly<Record<Place, string>> = {
  'name-or-end': '',
  name: '"_":null',
  colon: ':null',
  value: 'null',
  'value-or-end': '',
  'comma-or-end': '',
};

const literals = ['true', 'false', 'null'];
const space = /\s/;
const bare = /[^\s,\]}]*/y;
const wholeNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The rest of a string that was cut behind `text`, which begins with its opening quote. */
function closeString(text: string): string {
  const [sign = ''] = /(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$/.exec(text)?.slice(1) ?? [];
  if (sign === '') return '"';
  return `${sign === '\\' ? '\\' : '0020'.slice(sign.length - 2)}"`;
}

/** The rest of a number or a word; null where it begins like neither. */
function closeBare(text: string): string | null {
  const literal = literals.find((each) => each.startsWith(text));
  if (literal !== undefined) return literal.slice(text.length);
  if (wholeNumber.test(text)) return '';
  return wholeNumber.test(`${text}0`) ? '0' : null;
}

/** Index of the closing quote of the string that opens at `start`; -1: it is cut. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

function step(stack: Open[], unit: string): void {
  const inner = stack.at(-1);
  if (unit === '{' || unit === '[') {
    if (inner !== undefined) inner.place = 'comma-or-end';
    const isObject = unit === '{';
    stack.push({ isObject, place: isObject ? 'name-or-end' : 'value-or-end' });
  } else if (unit === '}' || unit === ']') stack.pop();
  else if (inner !== undefined && unit === ',') inner.place = inner.isObject ? 'name' : 'value';
  else if (inner !== undefined && unit === ':') inner.place = 'value';
}

/** After a whole string, number or word. */
function pass(inner: Open): void {
  inner.place = inner.place === 'name' || inner.place === 'name-or-end' ? 'colon' : 'comma-or-end';
}

/** Closes what is open; `idle` stands last in the outermost object. */
function closeAll(stack: readonly Open[], idle: string): string {
  let closed = '';
  for (const [at, { isObject, place }] of [...stack.entries()].reverse()) {
    closed += closers[place];
    if (at === 0) closed += `${place === 'name-or-end' && closed === '' ? '' : ','}${idle}`;
    closed += isObject ? '}' : ']';
  }
  return closed;
}

/** What makes a JSON object of its beginning; null where it is the beginning of none. */
export function closeObject(text: string, idle: string): string | null {
  const stack: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as string;
    if (space.test(unit)) continue;
    if (stack.length === 0 && (unit !== '{' || text.slice(0, at).trim() !== '')) return null;
    const inner = stack.at(-1);
    if (inner === undefined || '{}[],:'.includes(unit)) step(stack, unit);
    else if (unit === '"') {
      const end = endOfString(text, at);
      pass(inner);
      if (end === -1) return closeString(text.slice(at)) + closeAll(stack, idle);
      at = end;
    } else {
      bare.lastIndex = at;
      const [word = ''] = bare.exec(text) ?? [];
      at += word.length - 1;
      pass(inner);
      const rest = closeBare(word);
      if (rest === null) return null;
      if (at === text.length - 1) return rest + closeAll(stack, idle);
    }
    if (stack.length === 0) return '';
  }
  return stack.length === 0 ? null : closeAll(stack, idle);
}

/**
 * What goes behind `torn`, all that was sent since the last blank line; `idle` is a member, as JSON without braces, that
 * makes clients pass over its event. What cannot be mended is ended as it is.
 */
export function closeTorn(torn: string, idle: string): string {
  if (torn === '') return '';
  const lines = torn.split(/\r?\n/);
  const last = lines.at(-1) ?? '';
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length));
  if (last.startsWith('data:'))
    return `${closeObject(data.join('\n'), idle) ?? (data.join('').trim() === '' ? `{${idle}}` : '')}\n\n`;
  const ended = last === '' ? '' : '\n';
  return data.length > 0 ? `${ended}\n` : `${ended}data: {${idle}}\n\n`;
}
