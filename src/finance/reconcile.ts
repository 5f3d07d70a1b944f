/**
 * The ledger against a provider's bill, by UTC day and model: what differs, why it may, and which corrections would
 * bring the ledger to what the bill says. Pure; books nothing.
 */
import { type CostByMeter, totalOf } from '../core/row.ts';
import {
  addCost,
  addTokens,
  type CostLine,
  hasSameTokens,
  type LedgerDay,
  type LedgerLine,
  noCost,
  noTokens,
  type TokenCounts,
  type UsageLine,
} from './reconcile-figures.ts';
import { type ModelDirectory, unlistedId } from './reconcile-models.ts';

/** Why the two may differ, the likeliest first. `same`: they do not, but for the rounding of single answers. */
export const driftReasons = {
  same: 'agrees',
  'not-on-bill': 'the provider bills nothing of it',
  'not-in-ledger': 'the ledger has nothing of it: used beside the router, or with a key that others share',
  unpriced: 'some rows have no price',
  estimated: 'some rows are estimated',
  usage: 'tokens differ',
  price: 'tokens agree, prices differ',
} as const;

export type DriftReason = keyof typeof driftReasons;

export type LedgerSide = Omit<LedgerLine, 'model'>;

export type BilledSide = {
  readonly tokens: TokenCounts;
  readonly requests: number | null;
  readonly cost: CostByMeter;
};

export type ReconciledLine = {
  readonly day: string;
  readonly model: string;
  readonly ledger: LedgerSide;
  readonly billed: BilledSide;
  /** The bill minus the ledger. */
  readonly drift: CostByMeter;
  readonly reason: DriftReason;
};

/** Why nothing is corrected on a day: it may not be over, not be the bill's day, or not be on the bill yet. */
export type DayState = 'compared' | 'open' | 'inexact' | 'not-billed';

export type ReconciledDay = {
  readonly day: string;
  readonly state: DayState;
  readonly lines: readonly ReconciledLine[];
};

export type Correction = {
  readonly day: string;
  readonly model: string;
  /** From 1: how many there are of that day and model. With them it names the correction. */
  readonly sequence: number;
  readonly cost: CostByMeter;
  readonly reason: DriftReason;
};

export type Reconciliation = {
  readonly days: readonly ReconciledDay[];
  readonly corrections: readonly Correction[];
  /** Models of the ledger whose provider nobody knows; they are in no sum. */
  readonly unknownModels: readonly string[];
};

export type ReconcileInput = {
  readonly provider: string;
  readonly ledger: readonly LedgerDay[];
  readonly usage: readonly UsageLine[];
  readonly costs: readonly CostLine[];
  readonly directory: ModelDirectory;
  /** Days that are not over are taken as if they were. */
  readonly withOpenDays: boolean;
};

const nothingCounted: LedgerSide = {
  attempts: 0,
  estimated: 0,
  unpriced: 0,
  corrections: 0,
  tokens: noTokens,
  cost: noCost,
  estimatedNanoUsd: 0,
  correctionsNanoUsd: 0,
};

const nothingBilled: BilledSide = { tokens: noTokens, requests: null, cost: noCost };

/** Providers bill calls of their tools without the model that made them. */
const toolsName = '(tools)';

function addLedger(one: LedgerSide, other: LedgerSide): LedgerSide {
  return {
    attempts: one.attempts + other.attempts,
    estimated: one.estimated + other.estimated,
    unpriced: one.unpriced + other.unpriced,
    corrections: one.corrections + other.corrections,
    tokens: addTokens(one.tokens, other.tokens),
    cost: addCost(one.cost, other.cost),
    estimatedNanoUsd: one.estimatedNanoUsd + other.estimatedNanoUsd,
    correctionsNanoUsd: one.correctionsNanoUsd + other.correctionsNanoUsd,
  };
}

/** The ledger rounds each meter of an answer to a whole nano-dollar, a provider the sum of a day, or a part of it. */
function isRounding(driftNanoUsd: number, { attempts }: LedgerSide): boolean {
  return Math.abs(driftNanoUsd) <= 3 * attempts;
}

function reasonOf(ledger: LedgerSide, billed: BilledSide, isBilled: boolean): DriftReason {
  const driftNanoUsd = totalOf(billed.cost) - totalOf(ledger.cost);
  if (driftNanoUsd === 0 || isRounding(driftNanoUsd, ledger)) return 'same';
  if (!isBilled) return 'not-on-bill';
  if (ledger.attempts === 0 && totalOf(ledger.cost) === ledger.correctionsNanoUsd) return 'not-in-ledger';
  if (ledger.unpriced > 0) return 'unpriced';
  if (ledger.estimated > 0) return 'estimated';
  return hasSameTokens(ledger.tokens, billed.tokens) ? 'price' : 'usage';
}

/** Sums by model of one day. */
class DaySums {
  readonly #ledger = new Map<string, LedgerSide>();
  readonly #billed = new Map<string, BilledSide>();

  count(id: string, side: LedgerSide): void {
    this.#ledger.set(id, addLedger(this.#ledger.get(id) ?? nothingCounted, side));
  }

  bill(id: string, { tokens, requests, cost }: BilledSide): void {
    const known = this.#billed.get(id) ?? nothingBilled;
    this.#billed.set(id, {
      tokens: addTokens(known.tokens, tokens),
      requests: requests === null ? known.requests : (known.requests ?? 0) + requests,
      cost: addCost(known.cost, cost),
    });
  }

  get isCounted(): boolean {
    return [...this.#ledger.values()].some(({ attempts }) => attempts > 0);
  }

  lines(day: string): ReconciledLine[] {
    const ids = [...new Set([...this.#billed.keys(), ...this.#ledger.keys()])].sort();
    return ids.map((model) => {
      const ledger = this.#ledger.get(model) ?? nothingCounted;
      const billed = this.#billed.get(model) ?? nothingBilled;
      const reason = reasonOf(ledger, billed, this.#billed.has(model));
      return { day, model, ledger, billed, drift: addCost(billed.cost, ledger.cost, -1), reason };
    });
  }
}

/** Fees of the provider's tools stand on a line of their own, on both sides. */
function countLine(line: LedgerLine, id: string, provider: string, sums: DaySums): void {
  const tools = unlistedId(provider, toolsName);
  const fees = line.cost.tools;
  if (fees === 0 || id.startsWith(unlistedId(provider, ''))) {
    sums.count(id, line);
    return;
  }
  sums.count(id, { ...line, cost: { ...line.cost, tools: 0 } });
  sums.count(tools, { ...nothingCounted, cost: { ...noCost, tools: fees } });
}

function billCost(line: CostLine, { provider, directory }: ReconcileInput, sums: DaySums): void {
  const { name, meter, nanoUsd } = line;
  const isFee = meter === 'tools';
  const id = isFee ? unlistedId(provider, toolsName) : directory.idOfBilled(name);
  const isListed = !id.startsWith(unlistedId(provider, ''));
  // A model's line that names no meter is its input (embeddings); of all else it is a fee.
  const booked = meter ?? (isListed ? 'input' : 'tools');
  sums.bill(id, { tokens: noTokens, requests: null, cost: { ...noCost, [booked]: nanoUsd } });
}

/** Providers tell what was used before they tell what it costs: of a day without costs there is no bill yet. */
function stateOf(day: LedgerDay, sums: DaySums, { costs, withOpenDays }: ReconcileInput): DayState {
  if (!day.isOver && !withOpenDays) return 'open';
  if (!day.isExact) return 'inexact';
  const isBilled = costs.some((line) => line.day === day.day);
  return sums.isCounted && !isBilled ? 'not-billed' : 'compared';
}

function correctionsOf({ state, lines }: ReconciledDay): Correction[] {
  if (state !== 'compared') return [];
  return lines
    .filter(({ reason }) => reason !== 'same')
    .map(({ day, model, ledger, drift, reason }) => ({
      day,
      model,
      sequence: ledger.corrections + 1,
      cost: drift,
      reason,
    }));
}

export function reconcile(input: ReconcileInput): Reconciliation {
  const { provider, ledger, usage, costs, directory } = input;
  const unknown = new Set<string>();
  const days = ledger.map((counted): ReconciledDay => {
    const { day } = counted;
    const sums = new DaySums();
    for (const line of counted.lines) {
      const id = directory.idOfCounted(line.model);
      if (id === 'unknown') unknown.add(line.model);
      else if (id !== null) countLine(line, id, provider, sums);
    }
    for (const line of usage)
      if (line.day === day) sums.bill(directory.idOfBilled(line.model), { ...line, cost: noCost });
    for (const line of costs) if (line.day === day) billCost(line, input, sums);
    return { day, state: stateOf(counted, sums, input), lines: sums.lines(day) };
  });
  return { days, corrections: days.flatMap(correctionsOf), unknownModels: [...unknown].sort() };
}
