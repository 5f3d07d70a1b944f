/** The ledger's contract: how budgets stand after requests, read once a minute, over the end of a window. */
import { describe, expect, test } from 'vitest';
import { createWindowReader } from '../../src/core/budget-window.ts';
import { readBudgets, recentStandings } from '../../src/ledger/budget-standings.ts';
import { keys } from '../../src/ledger/keys.ts';
import { costing, makeBudget, makeScope, someMs } from '../support/ledger/make-row.ts';
import { ask, type LedgerBench } from './ledger-bench.ts';

const dayMs = 86_400_000;

export function describeBudgets(bench: LedgerBench): void {
  describe('budgets as they stand', () => {
    const budget = makeBudget({ limitNanoUsd: 1000 });
    const scope = makeScope({ budgets: [budget] }, { scope: 'team', id: 'ä b' });

    const setLimits = () =>
      bench.store.writeField(
        keys.limits,
        'team:ä b',
        JSON.stringify({
          object: 'limits',
          scope: 'team',
          id: 'ä b',
          budgets: [{ window: 'day', limit_usd: 0.000001 }],
        }),
      );

    async function read() {
      const { scopes } = await readBudgets(bench.store);
      const windowOf = createWindowReader();
      const standings = scopes.flatMap((each) => recentStandings(each, each.state, bench.nowMs, windowOf));
      return standings.map(({ startMs, spentNanoUsd, heldNanoUsd }) => [
        new Date(startMs).getUTCDate(),
        spentNanoUsd,
        heldNanoUsd,
      ]);
    }

    test('what is held and spent of the current window', async () => {
      await setLimits();
      expect(await read()).toEqual([[21, 0, 0]]);
      await bench.ledger.admit(ask(1, [scope]));
      expect(await read()).toEqual([[21, 0, 100]]);
      await bench.settle(1, [scope], { cost: costing(700) });
      expect(await read()).toEqual([[21, 700, 0]]);
    });

    test.each(['an admission', 'a row'])(
      'the end of a window is there after %s of the next',
      async (first) => {
        await setLimits();
        await bench.ledger.admit(ask(1, [scope]));
        await bench.settle(1, [scope], { cost: costing(700) });
        bench.nowMs = someMs + dayMs;
        expect(await read()).toEqual([
          [22, 0, 0],
          [21, 700, 0],
        ]);
        if (first === 'an admission') await bench.ledger.admit(ask(2, [scope]));
        else await bench.settle(2, [scope], { cost: costing(5), startedAtMs: bench.nowMs });
        expect(await read()).toEqual([first === 'an admission' ? [22, 0, 100] : [22, 5, 0], [21, 700, 0]]);
      },
    );
  });
}
