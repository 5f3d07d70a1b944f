/** What must hold in a run of the simulator: at every step, and when all is quiet. Each breach is a sentence. */
import { type Row, rowId, totalOf } from '../../src/core/row.ts';
import { cellOf, dayNames } from '../../src/ledger/cell.ts';
import {
  type Counters,
  contributionOf,
  mergeCounters,
  packCounters,
  unpackCounters,
} from '../../src/ledger/counters.ts';
import { thirdOf } from '../../src/ledger/hours.ts';
import { parseScope, parseSlot } from '../../src/ledger/state-codec.ts';
import {
  type Filed,
  readCells,
  readFiled,
  readNewScopes,
  readScopes,
  readState,
  readSums,
} from './read-store.ts';
import { mostNanoUsd, strictScopes } from './serve-request.ts';
import type { World } from './world.ts';

const costOf = (row: Row) => (row.cost === null ? 0 : totalOf(row.cost));

/**
 * Spent and held together are within every strict limit, and nothing is held less than not at all. A scope that stands
 * as it stood after the step before has been looked at: what corrections have raised can only have grown.
 */
export function checkStep(world: World): string[] {
  const problems: string[] = [];
  let raised: number | null = null;
  for (const { scope, state } of readNewScopes(world.redis, strictScopes)) {
    if (Math.min(state.heldNanoUsd, state.heldTokens, state.heldRequests) < 0) {
      problems.push(`${scope.id} holds less than nothing`);
    }
    if (scope.limits.concurrent !== null && state.heldRequests > scope.limits.concurrent) {
      problems.push(`${scope.id} has ${state.heldRequests} requests at once`);
    }
    for (const budget of scope.limits.budgets) {
      const spent = state.budgets.get(`${budget.window}@${budget.timeZone}`)?.spentNanoUsd ?? 0;
      const most = budget.limitNanoUsd ?? Number.POSITIVE_INFINITY;
      const used = spent + state.heldNanoUsd;
      if (used <= most) continue;
      raised ??= readFiled(world.redis).raisedNanoUsd;
      if (used > most + raised) problems.push(`${scope.id} has ${used} spent and held of ${most}`);
    }
  }
  return problems;
}

/** One row for each attempt that was dispatched, and what it says against what the provider's invoice says. */
function checkRows(world: World, { rows }: Filed): string[] {
  const problems: string[] = [];
  const dispatched = new Set<string>();
  let [ledger, invoice, bound] = [0, 0, 0];
  for (const { row, invoiceNanoUsd, isTraced, isolate } of world.served) {
    const id = rowId(row);
    dispatched.add(id);
    const filed = rows.get(id);
    if (filed === undefined) {
      // Nobody lived to tell, and the store had not been reached when it was dispatched.
      if (isTraced() || isolate.isAlive()) problems.push(`${id} has no row`);
      continue;
    }
    ledger += costOf(filed);
    invoice += invoiceNanoUsd;
    if (filed.usageSource === 'estimated') bound += mostNanoUsd;
    else if (costOf(filed) !== invoiceNanoUsd)
      problems.push(`${id} says ${costOf(filed)}, not ${invoiceNanoUsd}`);
  }
  if (Math.abs(ledger - invoice) > bound)
    problems.push(`${ledger} filed, ${invoice} billed, ${bound} apart at most`);
  for (const [id, row] of rows) {
    if (dispatched.has(id)) continue;
    if (world.watch.cancelled.has(row.requestId)) problems.push(`${id} was cancelled before it was filed`);
    const asked = world.asked.find(({ ask }) => ask.requestId === row.requestId);
    const mayBe = asked?.isInDoubt === true || asked?.isolate.isAlive() === false;
    if (!mayBe || row.outcome !== 'lost') problems.push(`${id} was never dispatched`);
  }
  return problems;
}

/** As days and thirds of months have it: the first names only. */
const dayCellOf = (row: Row): string => cellOf(row).split('|').slice(0, dayNames.length).join('|');

export function cellsOf(rows: Iterable<Row>, fieldOf = cellOf): Map<string, string> {
  const contributions = new Map<string, Counters[]>();
  for (const row of rows) {
    const added = unpackCounters(contributionOf(row));
    const known = contributions.get(fieldOf(row));
    if (known === undefined) contributions.set(fieldOf(row), [added]);
    else known.push(added);
  }
  return new Map([...contributions].map(([cell, all]) => [cell, packCounters(mergeCounters(all))]));
}

function differs(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size !== b.size || [...a].some(([field, text]) => b.get(field) !== text);
}

/** Each is the sum of its own days. */
function checkThirds({ redis }: World): string[] {
  const days = readSums(redis, 'day', thirdOf);
  const thirds = readSums(redis, 'third', (third) => third);
  const all = new Set([...days.keys(), ...thirds.keys()]);
  return [...all]
    .filter((third) => differs(days.get(third) ?? new Map(), thirds.get(third) ?? new Map()))
    .map((third) => `third ${third} is not the sum of its days`);
}

function checkHolds({ redis }: World): string[] {
  const problems: string[] = [];
  for (const [field, text] of readState(redis)) {
    if (field.startsWith('o:')) {
      for (const { requestId } of parseSlot(text)) problems.push(`${requestId} is held for ever`);
    } else if (field.startsWith('s:')) {
      const { heldNanoUsd, heldTokens, heldRequests } = parseScope(text);
      const isFree = heldNanoUsd === 0 && heldTokens === 0 && heldRequests === 0;
      if (!isFree) problems.push(`${field} holds something for nobody`);
    } else if (!['first', 'closed', 'thirds', 'scan'].includes(field))
      problems.push(`${field} is no field of the state`);
  }
  return problems;
}

/** All that must be so when nothing is under way any more. */
export function checkQuiet(world: World): string[] {
  const filed = readFiled(world.redis);
  const counted = cellsOf(filed.rows.values());
  const byDay = cellsOf(filed.rows.values(), dayCellOf);
  return [
    ...world.watch.problems,
    ...filed.problems,
    ...checkRows(world, filed),
    ...(differs(counted, readCells(world.redis, 'hour')) ? ['the hours are not the sum of the rows'] : []),
    ...(differs(byDay, readCells(world.redis, 'day')) ? ['the days are not the sum of the rows'] : []),
    ...(differs(byDay, readCells(world.redis, 'third')) ? ['the thirds are not the sum of the rows'] : []),
    ...checkThirds(world),
    ...checkHolds(world),
  ];
}

/** What no message that comes again may change. */
export function snapshot(world: World): string {
  const budgets = readScopes(world.redis, strictScopes).map(({ state }) => [...state.budgets]);
  return JSON.stringify([
    [...readFiled(world.redis).rows].sort(([a], [b]) => (a < b ? -1 : 1)),
    [...readCells(world.redis, 'hour')].sort(),
    [...readCells(world.redis, 'day')].sort(),
    [...readCells(world.redis, 'third')].sort(),
    budgets,
  ]);
}
