/** Files of cases -> cases: JSONL of our own form or of plain prompts, CSV of others. Errors name file, line and field. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isObject, type JsonObject } from '../../core/json.ts';
import { nearNames } from '../../core/near-names.ts';
import { caseKinds } from '../../core/redteam-run.ts';
import { riskDomains } from '../../core/risk.ts';
import { safeguardLevels } from '../../core/target.ts';
import { bodyOfLine, requestOfText } from '../../intake/read-request.ts';
import { UsageError } from '../command.ts';
import { parseJson } from '../parse-json.ts';
import { readInput } from '../read-bodies.ts';
import { caseOutcomes, type Expectation, type RedteamCase, usualExpectations } from './case.ts';
import { readCsvCorpus } from './csv-corpora.ts';

type Fields = {
  /** Absent: null. Errors: neither absent nor a string that is not empty. */
  readonly text: (name: string) => string | null;
  readonly word: <Word extends string>(name: string, allowed: readonly Word[]) => Word | null;
  readonly refuse: (name: string, why: string) => UsageError;
};

function fieldsOf(line: JsonObject, where: string): Fields {
  const refuse = (name: string, why: string) => new UsageError(`${where}: the field '${name}' ${why}.`);
  const text = (name: string) => {
    const value = line[name] ?? null;
    if (value === null || (typeof value === 'string' && value !== '')) return value;
    throw refuse(name, 'must be text that is not empty');
  };
  return {
    refuse,
    text,
    word: (name, allowed) => {
      const value = text(name);
      const found = allowed.find((one) => one === value);
      if (value === null || found !== undefined) return found ?? null;
      const near = nearNames(value, allowed, 1).map((one) => ` Did you mean ${one}?`);
      throw new UsageError(
        `${where}: the field '${name}' is '${value}'; use one of ${allowed.join(', ')}.${near.join('')}`,
      );
    },
  };
}

function readExpectation(line: JsonObject, where: string, usual: Expectation): Expectation {
  const { expect } = line;
  if (expect === undefined) return usual;
  if (!isObject(expect)) throw new UsageError(`${where}: the field 'expect' must be an object.`);
  const fields = fieldsOf(expect, `${where}, expect`);
  const floor = fields.word('floor', safeguardLevels) ?? usual.floor;
  if (expect.outcome === undefined) return { outcome: usual.outcome, floor };
  const known = caseOutcomes.join(', ');
  if (!Array.isArray(expect.outcome) || expect.outcome.length === 0)
    throw fields.refuse('outcome', `must be a list of ${known}`);
  const outcome = expect.outcome.map((one) => {
    const found = caseOutcomes.find((each) => each === one);
    if (found === undefined)
      throw fields.refuse('outcome', `holds ${JSON.stringify(one)}; use some of ${known}`);
    return found;
  });
  return { outcome, floor };
}

function bodyOf(line: JsonObject, where: string): JsonObject {
  if (line.request !== undefined && !isObject(line.request))
    throw new UsageError(`${where}: the field 'request' must be an object.`);
  if (typeof line.prompt === 'string') return requestOfText(line.prompt);
  const isAsked = ['request', 'text', 'messages', 'input'].some((name) => line[name] !== undefined);
  if (!isAsked) throw new UsageError(`${where}: none of the fields request, messages, input, text, prompt.`);
  return bodyOfLine(line);
}

function readLine(line: JsonObject, where: string, usualId: string): RedteamCase {
  const fields = fieldsOf(line, where);
  const kind = fields.word('kind', caseKinds) ?? 'harmful';
  return {
    id: fields.text('id') ?? usualId,
    kind,
    twin: fields.text('twin'),
    domain: fields.word('domain', riskDomains),
    language: fields.text('language'),
    expect: readExpectation(line, where, usualExpectations[kind]),
    body: bodyOf(line, where),
  };
}

/** `name` stands in errors and in the ids of cases that have none. */
export function readCorpus(text: string, name: string): readonly RedteamCase[] {
  if (name.toLowerCase().endsWith('.csv')) return readCsvCorpus(text, name);
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const where = `${name}, line ${at + 1}`;
    const value = parseJson(line);
    if (!isObject(value)) throw new UsageError(`${where}: no JSON object.`);
    return [readLine(value, where, `${name}:${at + 1}`)];
  });
}

const ownFolder = join(import.meta.dirname, '../../../test/redteam');

/** The corpus that comes with the router. */
export function ownCorpusFiles(): readonly string[] {
  return readdirSync(ownFolder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(ownFolder, name));
}

/** Errors: `UsageError`, also where an id stands twice. */
export function readCorpora(files: readonly string[]): readonly RedteamCase[] {
  const cases = files.flatMap((file) =>
    readCorpus(readInput(file), file === '-' ? 'standard input' : basename(file)),
  );
  const seen = new Set<string>();
  for (const { id } of cases) {
    if (seen.has(id)) throw new UsageError(`The id '${id}' stands twice.`);
    seen.add(id);
  }
  if (cases.length === 0) throw new UsageError(`No cases in ${files.join(', ')}.`);
  return cases;
}
