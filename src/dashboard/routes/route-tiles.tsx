/** The headline figures of one route. */
import type { Counters } from '../../ledger/counters.ts';
import { costFigure } from '../cost.ts';
import { count, dollars, duration, fineMoney, percent, shareOf } from '../parts/format.ts';
import { Tile, Tiles } from '../parts/tiles.tsx';
import {
  cacheShare,
  callCost,
  costPerThousand,
  fallbackShare,
  firstEvent,
  type HeadlineModel,
  headlineModels,
  type Named,
  partOf,
  successShare,
} from './route-figures.ts';
import { changeWords } from './route-tables.tsx';

export type RouteTilesProps = {
  readonly counters: Counters;
  /** Nano-USD of the period before. */
  readonly before: number | null;
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
  const { answers, cost } = partOf(model, models);
  return (
    <Tile
      name={headlineModels[model]}
      value={percent(shareOf(answers, counters.succeeded))}
      note={`of answers; ${percent(shareOf(cost, costFigure(counters)))} of the cost`}
    />
  );
}

export function RouteTiles({ counters, before, allCost, models }: RouteTilesProps) {
  const cost = costFigure(counters);
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
            ? `${changeWords(before, cost)} on the period before; ${percent(shareOf(cost, allCost))} of all routes`
            : `${count(unpriced)} calls have no known price and no part in it`
        }
      />
      <Tile
        name="Requests"
        value={count(requests)}
        note={`${percent(successShare(counters))} answered: ${count(succeeded)}`}
      />
      <Tile
        name="Cost of 1,000 answered"
        value={dollars(costPerThousand(counters))}
        note="all calls, failed ones too"
      />
      <Tile
        name="Cost of a call, p50"
        value={fineDollars(callCost(counters, 0.5))}
        note={`p95 ${fineDollars(callCost(counters, 0.95))}`}
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
