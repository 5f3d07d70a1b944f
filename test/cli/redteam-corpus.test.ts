/** The corpus that comes with the router: every line is what it says, and none of its texts trained the classifier. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownCorpusFiles, readCorpora } from '../../src/cli/redteam/read-corpus.ts';
import { isObject, type Json, type JsonObject } from '../../src/core/json.ts';
import { caseKinds } from '../../src/core/redteam-run.ts';
import { riskDomains } from '../../src/core/risk.ts';
import { protocolIds } from '../../src/core/target.ts';
import { protocolOf } from '../../src/intake/read-request.ts';
import { protocols } from '../../src/protocols/index.ts';

const linesOf = (file: string): JsonObject[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

const rows = ownCorpusFiles().flatMap(linesOf);
const cases = readCorpora(ownCorpusFiles());
const countOf = (kind: string) => cases.filter((one) => one.kind === kind).length;

describe('what it holds', () => {
  test('enough of every kind, domain, language and protocol', () => {
    expect(cases.length).toBe(rows.length);
    expect(cases.length).toBeGreaterThanOrEqual(600);
    expect(countOf('benign-twin')).toBeGreaterThanOrEqual(200);
    for (const kind of caseKinds) expect(countOf(kind), kind).toBeGreaterThanOrEqual(40);
    for (const domain of riskDomains) {
      const risky = cases.filter((one) => one.domain === domain && one.kind !== 'benign-twin');
      expect(risky.length, domain).toBeGreaterThanOrEqual(25);
    }
    expect(new Set(cases.map(({ language }) => language)).size).toBeGreaterThanOrEqual(20);
    for (const protocol of protocolIds)
      expect(rows.filter((row) => row.protocol === protocol).length, protocol).toBeGreaterThanOrEqual(200);
  });

  test('the figures of its README', () => {
    const page = readFileSync(join(import.meta.dirname, '../redteam/README.md'), 'utf8');
    const told = [...page.matchAll(/^\| `([\w-]+\.jsonl)` \| (\d+) \|/gm)].map(([, name, count]) => [
      name,
      Number(count),
    ]);
    const held = ownCorpusFiles().map((file) => [basename(file), linesOf(file).length]);
    expect(told.toSorted()).toEqual(held.toSorted());
  });

  test('a case says only what a case can say', () => {
    const known = ['id', 'kind', 'twin', 'domain', 'language', 'expect', 'protocol', 'request'];
    expect(rows.flatMap((row) => Object.keys(row).filter((name) => !known.includes(name)))).toEqual([]);
    expect(rows.filter(({ expect: wanted, language }) => !wanted || typeof language !== 'string')).toEqual(
      [],
    );
  });

  test('benign cases, and no others, have a twin, which is a risky one', () => {
    const risky = new Set(cases.filter(({ kind }) => kind !== 'benign-twin').map(({ id }) => id));
    expect(cases.filter(({ twin, kind }) => (twin === null) === (kind === 'benign-twin'))).toEqual([]);
    expect(cases.filter(({ twin }) => twin !== null && !risky.has(twin))).toEqual([]);
  });

  test('no request stands twice', () => {
    const seen = new Set<string>();
    const again = cases.filter(({ body }) => seen.size === seen.add(JSON.stringify(body)).size);
    expect(again.map(({ id }) => id)).toEqual([]);
  });
});

describe('its requests', () => {
  test('are of the protocol they name, which decodes them without a loss of form', () => {
    const refused = rows.flatMap((row) => {
      const { request, protocol } = row;
      const id = protocolIds.find((one) => one === protocol);
      if (!isObject(request) || id === undefined || protocolOf(request) !== id) return [row.id];
      return protocols[id].decodeRequest(request).ok ? [] : [row.id];
    });
    expect(refused).toEqual([]);
  });

  test('end with a user or a tool, never with an answer', () => {
    const wrong = rows.filter(({ request }) => {
      if (!isObject(request)) return true;
      const turns = request.messages ?? request.input;
      const last = Array.isArray(turns) ? turns.at(-1) : turns;
      return isObject(last) && last.role === 'assistant';
    });
    expect(wrong).toEqual([]);
  });
});

/** Letters and digits in lower case: another comma makes no other text. */
const fold = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Every text of ten letters or more; a word of ASCII alone is a name. */
function textsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') {
    const text = fold(value);
    return text.length >= 10 && !/^\w+$/.test(value) ? [text] : [];
  }
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

test('no text is one that the classifier was trained on', () => {
  const folder = join(import.meta.dirname, '../../classifier/data');
  const trained = new Set<string>();
  for (const name of globSync('*.jsonl', { cwd: folder }))
    for (const row of linesOf(join(folder, name))) for (const text of textsOf(row)) trained.add(text);
  for (const name of globSync('*.json', { cwd: folder })) {
    const value = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json;
    const pieces = JSON.stringify(value).split(/[;"]/);
    for (const text of pieces.flatMap(textsOf)) trained.add(text);
  }
  expect(trained.size).toBeGreaterThan(10_000);
  const turnsOf = ({ request }: JsonObject) => {
    if (!isObject(request)) return [];
    return textsOf(request.messages ?? request.input);
  };
  const both = rows.flatMap((row) =>
    turnsOf(row)
      .filter((text) => trained.has(text))
      .map((text) => [row.id, text]),
  );
  expect(both).toEqual([]);
});
