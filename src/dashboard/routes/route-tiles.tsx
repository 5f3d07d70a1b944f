/** The headline figures of one route. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Mover } from '../../finance/movers.ts';
import { costPer1000Of } from '../../finance/savings.ts';
import type { Counters } from '../../ledger/counters.ts';
import { count, dollars, duration, fineMoney, percent, shareOf } from '../parts/format.ts';
import { moverWords } from '../parts/mover-words.ts';
import { Tile, Tiles } from '../parts/tiles.tsx';
import {
  attemptCost,
  cacheShare,
  fallbackShare,
  firstEvent,
  type HeadlineModel,
  headlineModels,
  type Named,
  shareOfModel,
  successShare,
} from './route-figures.ts';

export type RouteTilesProps = {
  readonly counters: Counters;
  /** Null: there is nothing to compare with. */
  readonly mover: Mover | null;
  /** What it is compared with. */
  readonly against: string | null;
  /** Nano-USD of all routes, under the same filters. */
  readonly allCost: number | null;
  readonly models: readonly Named[];
};

/** Of few requests a share says little, and more than this is a lot. */
const manyFallbacks = 0.05;

const fineDollars = (nanoUsd: number | null) => fineMoney(nanoUsd).replace(/(\d)/, '$$$1');

function ModelTile({
  model,
  counters,
  models,
}: { model: HeadlineModel } & Pick<RouteTilesProps, 'counters' | 'models'>) {
  const { attemptShare, costShare } = shareOfModel(model, counters, models);
  return (
    <Tile
      name={headlineModels[model]}
      value={percent(attemptShare)}
      note={`of attempts; ${percent(costShare)} of the cost`}
    />
  );
}

export function RouteTiles({ counters, mover, against, allCost, models }: RouteTilesProps) {
  const cost = knownCostOf(counters);
  const change = mover === null ? '' : `; ${moverWords(mover)} against ${against}`;
  const fallbacks = fallbackShare(counters);
  const { requests, succeeded, unpriced } = counters;
  return (
    <Tiles>
      <Tile
        name="Cost"
        value={dollars(cost)}
        mood={unpriced === 0 ? 'plain' : 'warn'}
        note={
          unpriced === 0
            ? `${percent(shareOf(cost, allCost))} of all routes${change}`
            : `${count(unpriced)} ${unpriced === 1 ? 'attempt has' : 'attempts have'} no known price and no part in it`
        }
      />
      <Tile
        name="Requests"
        value={count(requests)}
        note={`${count(succeeded)} answered, ${percent(successShare(counters))}`}
      />
      <Tile
        name="Cost of 1,000 answered"
        value={dollars(costPer1000Of(counters))}
        note="all attempts, failed ones too"
      />
      <Tile
        name="Cost of an attempt, p50"
        value={fineDollars(attemptCost(counters, 0.5))}
        note={`p95 ${fineDollars(attemptCost(counters, 0.95))}`}
      />
      <ModelTile model="gpt-5.5" counters={counters} models={models} />
      <ModelTile model="gpt-5.5-pro" counters={counters} models={models} />
      <Tile
        name="Fallbacks"
        value={percent(fallbacks)}
        mood={fallbacks !== null && fallbacks > manyFallbacks ? 'warn' : 'plain'}
        note={`of requests; ${dollars(counters.costFallbacks)} for retries, fallbacks, hedges`}
      />
      <Tile
        name="First event, p50"
        value={duration(firstEvent(counters, 0.5))}
        note={`p95 ${duration(firstEvent(counters, 0.95))}; of streamed answers`}
      />
      <Tile
        name="Read from cache"
        value={percent(cacheShare(counters))}
        note={`of ${count(counters.inputTokens)} input tokens`}
      />
    </Tiles>
  );
}
