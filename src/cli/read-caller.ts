/** Who is taken to ask: the words `--caller`, `--team`, `--app`, `--tier`, `--tag`, alike in every command. */
import { type Caller, callerNamed, tiers } from '../core/caller.ts';
import { UsageError } from './command.ts';
import { oneOfWords } from './read-arguments.ts';

export const callerOptions = {
  caller: { type: 'string' },
  team: { type: 'string' },
  app: { type: 'string' },
  tier: { type: 'string' },
  tag: { type: 'string', multiple: true },
} as const;

export const callerUsage = `--caller NAME       name of the API key that asks; of it: --team NAME, --app NAME, --tag NAME=VALUE,
                      --tier anonymous|user|verified|trusted`;

type Written = {
  readonly caller?: string;
  readonly team?: string;
  readonly app?: string;
  readonly tier?: string;
  readonly tag?: readonly string[];
};

/** `NAME=VALUE`, as `option` takes it. */
function readPair(option: string, written: string): readonly [string, string] {
  const at = written.indexOf('=');
  if (at > 0) return [written.slice(0, at), written.slice(at + 1)];
  throw new UsageError(`${option} ${written}: write NAME=VALUE.`);
}

/** All that `option` was given; a name has one value. */
export function readPairs(option: string, written: readonly string[] = []): Readonly<Record<string, string>> {
  const pairs = written.map((one) => readPair(option, one));
  const [twice] = pairs.find(([name], at) => pairs.findIndex(([other]) => other === name) < at) ?? [];
  if (twice !== undefined) throw new UsageError(`${option} ${twice}: it is there twice, and has one value.`);
  return Object.fromEntries(pairs);
}

export function readCaller({ caller = 'cli', team, app, tier, tag }: Written): Caller {
  const usual = callerNamed(caller);
  return {
    ...usual,
    team: team ?? usual.team,
    app: app ?? usual.app,
    tier: oneOfWords('--tier', tier, tiers) ?? usual.tier,
    tags: readPairs('--tag', tag),
  };
}
