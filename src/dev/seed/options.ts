/** The command lines of `npm run demo:seed` and `npm run demo:remove`. Pure. */
import { parseArgs } from 'node:util';

export type DemoOptions = {
  readonly days: number;
  /** Null: now. */
  readonly endMs: number | null;
  readonly seed: string;
  /** Whether real teams may be in the store. */
  readonly mayMix: boolean;
};

export type ParsedDemo =
  | { readonly kind: 'seed'; readonly options: DemoOptions }
  | { readonly kind: 'remove' }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const mostDays = 365;

export const demoHelp = `Demo data: two months of the traffic of six teams, whose names all begin with demo-, in the database of a router.

  npm run demo:seed                     beside npm run dev or npm start, into their database
  npm run demo:seed -- --days 14
  npm run demo:remove                   takes all of it out again, and nothing else

Options of demo:seed
  --days N       so many days, 1 to ${mostDays}; default 60
  --end TIME     when it ends, as 2026-11-20T15:00:00Z; default now
  --seed TEXT    another text gives other traffic; default demo
  --yes          also where rows of real teams are; they stay as they are. In the database of a local run, requests
                 of the team default, which the local key has, are none

What is there of an earlier demo is taken out first. UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN, of the
environment or of .dev.vars, name another database.`;

const wrong = (message: string): ParsedDemo => ({ kind: 'wrong', message });

function readSeed(args: readonly string[], nowMs: number): ParsedDemo {
  const { values } = parseArgs({
    args: [...args],
    options: {
      days: { type: 'string', default: '60' },
      end: { type: 'string' },
      seed: { type: 'string', default: 'demo' },
      yes: { type: 'boolean', default: false },
    },
  });
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    return wrong(
      `--days must be a whole number from 1 to ${mostDays}, but it is ${JSON.stringify(values.days)}.`,
    );
  const endMs = values.end === undefined ? null : Date.parse(values.end);
  if (endMs !== null && !(endMs <= nowMs))
    return wrong(
      `--end must be a time that is over, as 2026-11-20T15:00:00Z, but it is ${JSON.stringify(values.end)}.`,
    );
  return { kind: 'seed', options: { days, endMs, seed: values.seed, mayMix: values.yes } };
}

/** `args`: the word `seed` or `remove`, and what follows it. */
export function parseDemo([word, ...args]: readonly string[], nowMs: number): ParsedDemo {
  if (args.includes('--help')) return { kind: 'help' };
  try {
    if (word === 'seed') return readSeed(args, nowMs);
    if (word === 'remove') parseArgs({ args: [...args], options: {} });
    return word === 'remove' ? { kind: 'remove' } : { kind: 'help' };
  } catch (cause) {
    return wrong(cause instanceof Error ? cause.message : String(cause));
  }
}
