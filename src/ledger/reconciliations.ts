/**
 * What the ledger and a provider's bill came to on a UTC day when they were last compared, for pages and alerts. One
 * hash, one field a provider and day, days of 13 months. Errors: StoreError.
 */
import { isObject } from '../core/json.ts';
import { dayTtlSeconds, keys } from './keys.ts';
import type { ScriptStore } from './store.ts';

/** Providers that report usage and cost of an organisation. */
export const reconciledProviders = ['openai', 'anthropic'] as const;

export type ReconciledProvider = (typeof reconciledProviders)[number];

/** Integer nano-USD. The drift is the bill minus the ledger. */
export type DayFigures = {
  /** Corrections included, those that were booked with this comparison too. */
  readonly ledgerNanoUsd: number;
  readonly billedNanoUsd: number;
  /** Of estimated rows, contained in the ledger's. */
  readonly estimatedNanoUsd: number;
  /** Of corrections, contained in the ledger's. */
  readonly correctedNanoUsd: number;
  /** Whether the ledger's day was exactly the UTC day. */
  readonly isExact: boolean;
};

export type ReconciledFigures = DayFigures & {
  readonly provider: ReconciledProvider;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
};

export type StoredReconciliation = ReconciledFigures & {
  readonly driftNanoUsd: number;
  /** When they were compared, and who did it. */
  readonly atMs: number;
  readonly by: string;
};

const dayMs = 86_400_000;
const timeoutMs = 2000;

/** ARGV: how many words are fields and values to write, those, then fields to drop. */
const keepScript = `
local written = tonumber(ARGV[1])
if written > 0 then redis.call('HSET', KEYS[1], unpack(ARGV, 2, written + 1)) end
if #ARGV > written + 1 then redis.call('HDEL', KEYS[1], unpack(ARGV, written + 2)) end
return #ARGV
`;

const fieldOf = ({ provider, day }: Pick<ReconciledFigures, 'provider' | 'day'>) => `${provider}|${day}`;

const dayAt = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);

/** The last comparison of a day takes the place of the one before. */
export async function storeReconciliations(
  all: readonly ReconciledFigures[],
  { atMs, by }: { readonly atMs: number; readonly by: string },
  store: ScriptStore,
): Promise<void> {
  const known = await store.readHash(keys.reconciled);
  const oldest = dayAt(atMs - dayTtlSeconds * 1000);
  const stale = [...known.keys()].filter((field) => (field.split('|')[1] ?? '') < oldest);
  const written = all.flatMap(({ provider, day, ...figures }) => [
    fieldOf({ provider, day }),
    JSON.stringify({ ...figures, atMs, by }),
  ]);
  await store.run(keepScript, [keys.reconciled], [String(written.length), ...written, ...stale], timeoutMs);
}

type Named = Pick<ReconciledFigures, 'provider' | 'day'>;

/** Written by `storeReconciliations` alone, so only its outline is checked. */
function parse({ provider, day }: Named, text: string | null): StoredReconciliation[] {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (!isObject(value) || typeof value.ledgerNanoUsd !== 'number') return [];
  const figures = value as unknown as Omit<StoredReconciliation, keyof Named>;
  const driftNanoUsd = figures.billedNanoUsd - figures.ledgerNanoUsd;
  return [{ ...figures, provider, day, driftNanoUsd }];
}

/** Of the UTC days that the span touches, oldest first; what was not compared is not there. One command. */
export async function readReconciliations(
  store: ScriptStore,
  fromMs: number,
  toMs: number,
): Promise<StoredReconciliation[]> {
  const named: Named[] = [];
  for (let atMs = Math.floor(fromMs / dayMs) * dayMs; atMs < toMs; atMs += dayMs)
    for (const provider of reconciledProviders) named.push({ provider, day: dayAt(atMs) });
  if (named.length === 0) return [];
  const texts = await store.readFields(keys.reconciled, named.map(fieldOf));
  return named.flatMap((one, at) => parse(one, texts[at] ?? null));
}
