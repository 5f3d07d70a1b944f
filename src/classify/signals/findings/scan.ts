/**
 * Secrets and personal data in one text, by structure. Each mark by which a kind is known (two digits, `@`, `AKIA`) is
 * looked for by the engine's own search; readers then look a bounded stretch around it. Linear in the text; never
 * throws; keeps nothing.
 */
import type { Finding } from '../../../core/signals.ts';
import { readEmail, readUrlPassword } from './addresses.ts';
import { readAssignment, readBearer } from './assignments.ts';
import { readDigits } from './digits.ts';
import type { Hit, Reader } from './hit.ts';
import { readIpV6 } from './ip-addresses.ts';
import { readAwsKey, readAwsSecretAfter, readGoogleKey, readJwt, readPem, readPrefixedKey } from './keys.ts';
import { endOfRun, isDigit } from './letters.ts';
import { readInternational } from './phones.ts';

export type Scan = {
  /** In the order of the text. */
  findings: Finding[];
  /** Published sample values, in the order of the text. */
  examples: Finding[];
};

function readHyphen(text: string, at: number, floor: number): Hit | null {
  return text.charCodeAt(at + 1) === 0x2d ? readPem(text, at) : readPrefixedKey(text, at, floor);
}

function readColon(text: string, at: number, floor: number): Hit | null {
  return readUrlPassword(text, at) ?? readIpV6(text, at, floor) ?? readAssignment(text, at, floor);
}

/** Two digits stand for `\d\d`; where two marks stand at one place, the first one counts. */
const marks: readonly (readonly [mark: string, read: Reader])[] = [
  ['00', readDigits],
  ['@', readEmail],
  [':', readColon],
  ['=', readAssignment],
  ['：', readAssignment],
  ['+', readInternational],
  ['-', readHyphen],
  ['_', readPrefixedKey],
  ['AKIA', readAwsKey],
  ['ASIA', readAwsKey],
  ['AIza', readGoogleKey],
  ['.eyJ', readJwt],
  ['Bearer ', readBearer],
];

const nowhere = Number.POSITIVE_INFINITY;

/** Finds the next place of each mark; remembers one place a mark, so that each unit is searched once a mark. */
function makeFinder(text: string): (mark: number, from: number) => number {
  const pair = /\d\d/g;
  return (mark, from) => {
    if (mark === 0) {
      pair.lastIndex = from;
      return pair.test(text) ? pair.lastIndex - 2 : nowhere;
    }
    const at = text.indexOf(marks[mark]?.[0] ?? '', from);
    return at === -1 ? nowhere : at;
  };
}

/** The known form of a value counts more than what its name calls it. */
function preferKnown(text: string, hit: Hit): Hit {
  if (hit.kind !== 'named-secret' && hit.kind !== 'password') return hit;
  const inner = scanSensitive(text.slice(hit.start, hit.end));
  const [known] = [...inner.findings, ...inner.examples];
  if (known === undefined || known.start !== 0) return hit;
  return { ...known, start: hit.start, end: hit.start + known.end, isExample: inner.findings.length === 0 };
}

function nextOf(places: Float64Array): number {
  let first = 0;
  for (let mark = 1; mark < places.length; mark++)
    if ((places[mark] ?? nowhere) < (places[first] ?? nowhere)) first = mark;
  return first;
}

export function scanSensitive(text: string): Scan {
  const scan: Scan = { findings: [], examples: [] };
  const find = makeFinder(text);
  const places = new Float64Array(marks.length);
  for (let mark = 0; mark < marks.length; mark++) places[mark] = find(mark, 0);
  let floor = 0;
  const keep = ({ isExample, ...finding }: Hit) => {
    (isExample ? scan.examples : scan.findings).push(finding);
    floor = finding.end;
  };
  for (;;) {
    const mark = nextOf(places);
    const at = places[mark] ?? nowhere;
    if (at === nowhere) return scan;
    const hit = at < floor ? null : (marks[mark]?.[1](text, at, floor) ?? null);
    if (hit !== null) {
      keep(preferKnown(text, hit));
      const secret = hit.kind === 'aws-access-key' ? readAwsSecretAfter(text, floor) : null;
      if (secret !== null) keep(secret);
    }
    const behind = isDigit(text.charCodeAt(at)) ? endOfRun(text, at, isDigit, text.length) : at + 1;
    places[mark] = find(mark, Math.max(floor, behind));
  }
}
