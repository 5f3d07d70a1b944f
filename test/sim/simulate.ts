/** Runs seeds of the simulator and says what broke, and how to see it again. */
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { settleScript } from '../../src/ledger/scripts/settle-script.ts';
import { checkQuiet, checkStep, snapshot } from './check.ts';
import { type Mutation, noMutation, World } from './world.ts';

export type Played = {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly rows: number;
  readonly refused: number;
};

/** The first problems of one seed; none: everything held. */
export async function playSeed(
  seed: number,
  scripting: Scripting,
  mutation: Mutation = noMutation,
): Promise<Played> {
  const problems = new Set<string>();
  const world = new World(seed, scripting, mutation, (each) => {
    for (const problem of checkStep(each)) problems.add(problem);
  });
  await world.run();
  for (const problem of checkQuiet(world)) problems.add(problem);
  const before = snapshot(world);
  await tellAgain(world);
  if (snapshot(world) !== before) problems.add('a message that came again has changed something');
  for (const problem of checkQuiet(world)) problems.add(problem);
  return {
    seed,
    problems: [...problems],
    rows: world.served.length,
    refused: world.asked.length - new Set(world.served.map(({ row }) => row.requestId)).size,
  };
}

/** Every settle that was ever done is done again, in another order. */
async function tellAgain(world: World): Promise<void> {
  const told = world.network.done.filter(({ script }) => script === settleScript);
  for (let left = told.length; left > 0; left--) {
    const [call] = told.splice(world.chance.between(0, left - 1), 1);
    if (call !== undefined) world.network.execute(call);
  }
  await world.sweepTwice();
}

export function replayOf({ seed, problems }: Played): string {
  return `SIM_SEED=${seed} npx vitest run --project pure test/sim: ${problems.slice(0, 3).join('; ')}`;
}

/** What the first seed sees that sees anything; null: none of them does. A script that fails is seen, too. */
export async function firstBreach(
  mutation: Mutation,
  scripting: Scripting,
  mostSeeds: number,
  from = 1,
): Promise<string | null> {
  for (let seed = from; seed < from + mostSeeds; seed++) {
    const played = await playSeed(seed, scripting, mutation).catch((cause: unknown) => ({
      problems: [String(cause)],
    }));
    const [problem] = played.problems;
    if (problem !== undefined) return `seed ${seed}: ${problem}`;
  }
  return null;
}
