/**
 * The rules of the architecture over sources: one function per rule, each returning what breaks it in words. The
 * layers are data here; the test that runs the rules over `src/` adds nothing of its own.
 */
import { posix } from 'node:path';
import type { Source } from './read-source.ts';

/** Highest first. What stands on one line never imports each other. */
const layers: readonly (readonly string[])[] = [
  ['index'],
  ['app'],
  ['dashboard'],
  ['endpoints'],
  ['come-back'],
  ['pipeline', 'new-id', 'access'],
  ['finish-request', 'cast-shadow'],
  ['admit-request'],
  ['audit-decision'],
  ['decide'],
  ['guard-answer'],
  ['judge', 'admit-scopes', 'settle-late', 'guard-body', 'check-actor', 'count-strike'],
  ['hold-request', 'moderate'],
  ['hold-calls'],
  ['deps'],
  ['alerts', 'audit'],
  ['finance'],
  ['upstream', 'respond', 'ledger', 'telemetry', 'safeguards', 'intake', 'second-look'],
  ['protocols', 'classify', 'routing'],
  ['sse', 'config', 'catalogue'],
  ['core'],
];

/** Programs beside the Worker: they may use everything below `app`, and nobody imports them. */
const programs = ['cli', 'dev'];

/** `src/core/json.ts` -> `core`; `src/app.ts` -> `app`. */
export function unitOf(path: string): string {
  const [, first = ''] = path.split('/');
  return first.replace(/\.tsx?$/, '');
}

function layerOf(unit: string): number {
  return layers.findIndex((units) => units.includes(unit));
}

function targetOf(source: Source, from: string): string | null {
  return from.startsWith('.') ? posix.join(posix.dirname(source.path), from) : null;
}

/** What a unit may not import, or null. */
function refusal(from: string, to: string, isTypeOnly: boolean): string | null {
  if (from === to) return null;
  const target = layerOf(to);
  if (target === -1) return `${to} is in no layer that others import`;
  if (programs.includes(from))
    return target > layerOf('app') ? null : `${from} may use what is below app only`;
  const own = layerOf(from);
  if (own === -1) return `${from} is in no layer`;
  if (from === 'deps' && !isTypeOnly) return 'deps takes types only';
  if (target === own) return `${from} and ${to} stand side by side`;
  return target > own ? null : `${to} is above ${from}`;
}

export function checkDirection(source: Source): string[] {
  const from = unitOf(source.path);
  return source.imports.flatMap((each) => {
    const target = targetOf(source, each.from);
    if (target === null || !target.startsWith('src/')) return [];
    const why = refusal(from, unitOf(target), each.isTypeOnly);
    return why === null ? [] : [`${source.path} imports ${each.from}: ${why}`];
  });
}

/** `src/` uses nothing of tests, benches or scripts; package.json is data. */
export function checkInside(source: Source): string[] {
  return source.imports.flatMap(({ from }) => {
    const target = targetOf(source, from);
    const isInside = target === null || target.startsWith('src/') || target === 'package.json';
    return isInside ? [] : [`${source.path} imports ${from}: outside of src`];
  });
}

/** One protocol never knows another; their index knows all. */
export function checkProtocols(source: Source): string[] {
  const folder = (path: string) => /^src\/protocols\/([^/]+)\//.exec(path)?.[1];
  const own = folder(source.path);
  if (own === undefined) return [];
  return source.imports.flatMap(({ from }) => {
    const target = targetOf(source, from) ?? '';
    if (!target.startsWith('src/protocols/') || folder(target) === own) return [];
    return [`${source.path} imports ${from}: protocols never know each other`];
  });
}

const longestFile = 300;
const longestFunction = 60;

export function checkSize(source: Source, allowed: readonly string[] = []): string[] {
  const lines = source.text.trimEnd().split('\n').length;
  const tooLong = source.functions
    .filter((each) => each.lines > longestFunction)
    .map((each) => `${source.path}:${each.line} ${each.name} has ${each.lines} lines`);
  if (lines <= longestFile || allowed.includes(source.path)) return tooLong;
  return [`${source.path} has ${lines} lines`, ...tooLong];
}

const emptyNames = /^(utils?|helpers?|managers?|services?|common|misc|shared)$/;

/** No name that says nothing, alone or as a part: `string-utils.ts`. */
export function checkNames(source: Source): string[] {
  const words = source.path
    .replace(/\.tsx?$/, '')
    .split(/[/.-]/)
    .filter((word) => emptyNames.test(word));
  return words.map((word) => `${source.path}: '${word}' says nothing`);
}

/** Each file begins with a comment of 1 to 6 lines. */
export function checkHeader(source: Source): string[] {
  const [comment] = /^\s*(?:\/\*\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n)+)/.exec(source.text) ?? [];
  if (comment === undefined) return [`${source.path} has no header comment`];
  const inner = comment.split('\n').filter((line) => /\w/.test(line)).length;
  return inner >= 1 && inner <= 6 ? [] : [`${source.path}: its header comment has ${inner} lines`];
}

function uses(source: Source, name: string): string[] {
  return source.names
    .filter((use) => use.name === name)
    .map((use) => `${source.path}:${use.line} uses ${name}`);
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
}

/** The outside is called in one place; `index.ts` hands the function to it. */
export function checkFetch(source: Source): string[] {
  const allowed = ['src/upstream/outbound.ts', 'src/index.ts', 'src/dev/', 'src/cli/'];
  return isIn(source.path, allowed) ? [] : uses(source, 'fetch');
}

/** `index.ts` has the one sink of log lines. */
export function checkConsole(source: Source): string[] {
  return isIn(source.path, ['src/index.ts', 'src/dev/', 'src/cli/']) ? [] : uses(source, 'console');
}

/** The clients of the providers are for tests and the command line: the Worker does not carry them. */
export function checkClients(source: Source): string[] {
  if (isIn(source.path, ['src/cli/'])) return [];
  return source.imports
    .filter(({ from, isTypeOnly }) => !isTypeOnly && /^(openai|@anthropic-ai\/sdk)(\/|$)/.test(from))
    .map(({ from }) => `${source.path} imports ${from} at run time`);
}

/** The pipeline branches on no provider and no protocol: `names` may not stand in it. */
export function checkPipeline(source: Source, names: readonly string[]): string[] {
  if (source.path !== 'src/pipeline.ts') return [];
  return source.strings
    .filter((text) => names.some((name) => text === name))
    .map((text) => `${source.path} names '${text}'`);
}
