/**
 * What a red team's run came to, as it is kept: counts by kind of case, without a word or an id of any. Written into the
 * audit log and read back from it. Pure.
 */
import type { AuditEntry, AuditEvent } from './audit.ts';
import { type Tier, tiers } from './caller.ts';
import type { InvalidRequest, Result } from './errors.ts';
import { err, ok } from './errors.ts';
import { FieldCheck } from './field-check.ts';
import type { JsonObject } from './json.ts';

export const caseKinds = [
  'harmful',
  'jailbreak',
  'injection',
  'destructive',
  'build-up',
  'benign-twin',
] as const;

export type CaseKind = (typeof caseKinds)[number];

/** `offline`: how requests would be routed; `live`: what became of them at a running router. */
export const runModes = ['offline', 'live'] as const;

export type KindCount = {
  readonly kind: CaseKind;
  readonly cases: number;
  /** Missed, or of benign cases alarmed about in vain. */
  readonly unexpected: number;
};

export type RedteamRun = {
  /** Version of the routes file. */
  readonly config: string;
  /** Digest of the cases: runs over others cannot be compared. */
  readonly corpus: string;
  readonly tier: Tier;
  readonly mode: (typeof runModes)[number];
  readonly kinds: readonly KindCount[];
};

const mostCases = 1_000_000;

function readKind(value: unknown, field: string, check: FieldCheck): KindCount {
  const kind = check.requiredObject(value, field);
  const cases =
    check.number(kind.cases ?? '', `${field}.cases`, { min: 1, max: mostCases, whole: true }) ?? 1;
  const range = { min: 0, max: cases, whole: true };
  return {
    kind: check.oneOf(kind.kind ?? '', caseKinds, `${field}.kind`) ?? 'harmful',
    cases,
    unexpected: check.number(kind.unexpected ?? '', `${field}.unexpected`, range) ?? 0,
  };
}

/** A body -> the run, each kind once. */
export function readRun(body: JsonObject): Result<RedteamRun, InvalidRequest> {
  const check = new FieldCheck();
  const kinds = check
    .filledArray(body.kinds, 'kinds')
    .slice(0, caseKinds.length + 1)
    .map((value, at) => readKind(value, `kinds[${at}]`, check));
  if (new Set(kinds.map(({ kind }) => kind)).size < kinds.length)
    check.fail('kinds', 'must name each kind once');
  const corpus = check.name(body.corpus, 'corpus');
  if (!/^[0-9a-f]{12,64}$/.test(corpus)) check.wrong('corpus', '12 to 64 hex digits', body.corpus);
  const run = {
    config: check.name(body.config, 'config', 64),
    corpus,
    tier: check.oneOf(body.tier ?? '', tiers, 'tier') ?? 'user',
    mode: check.oneOf(body.mode ?? '', runModes, 'mode') ?? 'offline',
    kinds,
  };
  return check.problem === null ? ok(run) : err(check.problem);
}

export function eventOf({ config, corpus, tier, mode, kinds }: RedteamRun, actor: string): AuditEvent {
  const words = kinds.map(({ kind, unexpected, cases }) => `${kind}:${unexpected}/${cases}`);
  return { action: 'redteam.run', actor, object: config, details: { corpus, tier, mode, kinds: words } };
}

/** What `eventOf` wrote; null: another release wrote something else. */
export function runOf({ object, details }: AuditEntry): RedteamRun | null {
  const words = Array.isArray(details.kinds) ? details.kinds : [];
  const kinds = words.map((word: string) => {
    const [, kind, unexpected, cases] = /^([a-z-]+):(\d+)\/(\d+)$/.exec(word) ?? [];
    return { kind, unexpected: Number(unexpected), cases: Number(cases) };
  });
  const read = readRun({ ...details, config: object, kinds } as JsonObject);
  return read.ok ? read.value : null;
}

const isBenign = ({ kind }: KindCount) => kind === 'benign-twin';

function sumOf(kinds: readonly KindCount[]): Omit<KindCount, 'kind'> {
  const sum = (read: (kind: KindCount) => number) => kinds.reduce((all, one) => all + read(one), 0);
  return { cases: sum(({ cases }) => cases), unexpected: sum(({ unexpected }) => unexpected) };
}

/** Risky cases, of which so many were missed; benign ones, of which so many were alarmed about. */
export function totalsOf({ kinds }: RedteamRun) {
  return { risky: sumOf(kinds.filter((one) => !isBenign(one))), benign: sumOf(kinds.filter(isBenign)) };
}
