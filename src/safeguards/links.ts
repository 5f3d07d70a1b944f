/**
 * Images of an answer that would carry data to whoever made their address: a client fetches them unasked. Markdown and
 * HTML; links that somebody has to follow are left. Pure.
 */

/** What an address from nowhere may have: too little to carry data worth it. */
const mostHostUnits = 32;
const mostPathUnits = 16;

export type LinkRules = {
  /** Hosts that may be asked for anything, with all hosts below them. */
  readonly hosts: readonly string[];
  /** Whether the request holds this very address: it carries nothing new. */
  readonly isKnown: (address: string) => boolean;
  /** Labels of one answer, in small letters: taken for code (`items![0]`), and given an address (`[0]: https://…`). */
  readonly labels: { readonly left: Set<string>; readonly defined: Set<string> };
};

/** The host that an address would tell; null: it may be fetched. `isCut`: there may be more of it. */
function hostToldBy(
  address: string,
  { hosts, isKnown }: Pick<LinkRules, 'hosts' | 'isKnown'>,
  isCut = false,
): string | null {
  let url: URL;
  try {
    url = new URL(address.replaceAll(/&amp;/gi, '&'), 'https://relative.invalid/');
  } catch {
    return isCut ? 'unknown' : null;
  }
  const { hostname } = url;
  if (hostname === 'relative.invalid') return /&[#\w]+;/.test(address) ? 'unknown' : null;
  if (hostname !== '' && isCut) return hostname;
  if (hostname === '' || hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`)))
    return null;
  const isShort = hostname.length <= mostHostUnits && url.pathname.length <= mostPathUnits;
  if (isShort && url.search === '' && url.hash === '' && url.username === '') return null;
  return isKnown(address) ? null : hostname;
}

const markdown = /!\[([^\]]{0,500})\]\(\s*(<?)([^)\s>]{0,4000})(>?)(?:\s[^)]{0,500})?\)/y;
/** Where the address stands elsewhere in the answer. */
const reference = /!\[([^\]]{0,500})\](?:\[([^\]]{0,200})\]|(?=[^([]))/y;
const definition = /\[([\w.+-]{1,40})\]:/y;
const codeLabel = /^[\w.+-]{1,40}$/;
const begunMarkdown = /!(?:\[[^\]]{0,500}(?:\](?:\([^)]{0,5000}|\[[^\]]{0,200})?)?)?$/y;

const names =
  'img|image|picture|iframe|frame|video|audio|source|track|embed|object|link|script|input|svg|use';
const tag = new RegExp(`<(?:${names})\\b(?:[^>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,2000}>`, 'iy');
const begunTag = new RegExp(`<(?:[a-z]{0,8}|(?:${names})\\b[^]{0,2000})$`, 'iy');
const opening = new RegExp(`!\\[|<(?=(?:${names})\\b)`, 'iy');
const addresses = /(?:https?:)?[\\/]{2}[^\s"'<>)]+/gi;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function leftOut(host: string): string {
  return `[image of ${host} left out]`;
}

type Found = { readonly end: number; readonly written: string; readonly isLeftOut: boolean };

/** What is too long to be judged, or never ends, is no image any more. */
function readUnended(text: string, at: number): Found | null {
  const opened = matchAt(opening, text, at)?.[0];
  if (opened === undefined) return null;
  return { end: at + opened.length, written: opened === '<' ? '&lt;' : '[', isLeftOut: true };
}

/** `items![0]` is code, unless its label has an address; whichever comes first. */
function readReference(text: string, at: number, { labels }: LinkRules): Found | null {
  const named = matchAt(reference, text, at);
  if (named === null) return null;
  const [found, first = '', second] = named;
  const end = at + found.length;
  const label = (second || first).toLowerCase();
  const mayBeCode = at > 0 && /[\w)\]]/.test(text.charAt(at - 1)) && codeLabel.test(label);
  if (!mayBeCode || labels.defined.has(label)) return { end, written: found.slice(1), isLeftOut: true };
  labels.left.add(label);
  return { end, written: found, isLeftOut: false };
}

function readDefinition(text: string, at: number, { labels }: LinkRules): Found | null {
  const defined = matchAt(definition, text, at);
  if (defined === null) return null;
  const [found, name = ''] = defined;
  const label = name.toLowerCase();
  labels.defined.add(label);
  if (!labels.left.has(label)) return null;
  return { end: at + found.length, written: `[${name}] :`, isLeftOut: true };
}

function readMarkdown(text: string, at: number, rules: LinkRules): Found | null {
  const whole = matchAt(markdown, text, at);
  if (whole === null) return readReference(text, at, rules);
  const [found, alt = '', open, address = '', close] = whole;
  // Where a bracket may go on behind the one that was taken for its end, the address is longer than it looks.
  const isCut = (open === '<') !== (close === '>') || /[(\\]/.test(address);
  const host = hostToldBy(address, rules, isCut);
  const end = at + found.length;
  if (host === null) return { end, written: found, isLeftOut: false };
  return { end, written: `${alt}${alt === '' ? '' : ' '}${leftOut(host)}`, isLeftOut: true };
}

function readTag(text: string, at: number, rules: LinkRules): Found | null {
  const whole = matchAt(tag, text, at);
  if (whole === null) return null;
  const [found] = whole;
  for (const address of found.match(addresses) ?? []) {
    const host = hostToldBy(address, rules);
    if (host !== null) return { end: at + found.length, written: leftOut(host), isLeftOut: true };
  }
  return { end: at + found.length, written: found, isLeftOut: false };
}

const marks = /!(?=\[|$)|<(?=[a-z]|$)|\[(?=[\w.+-]{1,40}\]:)/gi;
type Reader = readonly [read: (text: string, at: number, rules: LinkRules) => Found | null, begun: RegExp];
const readers: Readonly<Record<string, Reader>> = {
  '!': [readMarkdown, begunMarkdown],
  '<': [readTag, begunTag],
};

/** Behind so many in one piece of text nothing is taken for whole: each costs a look ahead. */
const mostUnended = 50;

export type Links = {
  /** What goes out of the text. */
  readonly out: string;
  /** Place of an image that may have begun; the length of the text where there is none. */
  readonly cut: number;
  readonly leftOut: number;
};

/** `note`: what stood before `at` now ends `by` units later. `isLast`: nothing comes behind the text. */
export function leaveOutImages(
  text: string,
  rules: LinkRules,
  isLast: boolean,
  note: (at: number, by: number) => void,
): Links {
  let out = '';
  let done = 0;
  let count = 0;
  let unended = 0;
  for (const { index: at, 0: mark } of text.matchAll(marks)) {
    if (at < done) continue;
    const [read, begun] = readers[mark] ?? [readDefinition, null];
    const isHopeless = unended > mostUnended;
    const whole = isHopeless ? null : read(text, at, rules);
    const hasBegun = !isHopeless && whole === null && begun !== null && matchAt(begun, text, at) !== null;
    if (hasBegun && !isLast) return { out: out + text.slice(done, at), cut: at, leftOut: count };
    const found = whole ?? readUnended(text, at);
    if (found === null) continue;
    if (whole === null) unended++;
    out += text.slice(done, at) + found.written;
    done = found.end;
    note(done, found.written.length - (found.end - at));
    if (found.isLeftOut) count++;
  }
  return { out: out + text.slice(done), cut: text.length, leftOut: count };
}
