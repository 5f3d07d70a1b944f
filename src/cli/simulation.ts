/** Many requests under one configuration, and what the same requests would cost at one fixed target each. Pure. */
import type { Config } from '../core/config.ts';
import type { Surroundings } from './decide-offline.ts';
import { outcomeOf, type Refused, refusedOf, servedOf } from './outcome.ts';
import type { NumberedSubject } from './read-subjects.ts';
import { type CostPair, type Group, pairCosts, type Tally, tally, tallyBy } from './tally.ts';

export type Baseline = {
  readonly target: string;
  readonly tally: Tally;
  readonly refused: number;
  /** `before`: at the baseline; `after`: as routed. */
  readonly cost: CostPair;
};

export type Simulation = {
  readonly requests: number;
  readonly refused: readonly Refused[];
  readonly routed: Tally;
  readonly baselines: readonly Baseline[];
  readonly byRoute: readonly Group[];
  readonly byTask: readonly Group[];
  readonly byTarget: readonly Group[];
  /** Of routes that split their conversations. */
  readonly byArm: readonly Group[];
};

export function simulate(
  subjects: readonly NumberedSubject[],
  config: Config,
  surroundings: Surroundings,
  baselines: readonly string[],
): Simulation {
  const outcomes = subjects.map((subject) => outcomeOf(subject, config, surroundings));
  const served = servedOf(outcomes);
  return {
    requests: subjects.length,
    refused: refusedOf(outcomes),
    routed: tally(served),
    baselines: baselines.map((target) => {
      const fixed = subjects.map((subject) => outcomeOf(subject, config, surroundings, target));
      const servedThere = servedOf(fixed);
      const refused = fixed.length - servedThere.length;
      return { target, tally: tally(servedThere), refused, cost: pairCosts(servedThere, served) };
    }),
    byRoute: tallyBy(served, ({ route }) => route),
    byTask: tallyBy(served, ({ task }) => task),
    byTarget: tallyBy(served, ({ target }) => target),
    byArm: tallyBy(
      served.filter(({ arm }) => arm !== null),
      ({ route, arm }) => `${route}: ${arm}`,
    ),
  };
}
