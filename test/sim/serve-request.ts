/**
 * What an isolate does with one request, as the pipeline does it: ask, dispatch, tell. The provider's side is here
 * too: what it generates is on its invoice, whoever is still there to read it.
 */
import type { AdmitAsk, Admitted, ScopeAsk } from '../../src/core/budget.ts';
import { requestIdAt } from '../../src/core/request-time.ts';
import { firstNumberOf, type Row } from '../../src/core/row.ts';
import { costing, makeBudget, makeRow, makeScope } from '../support/ledger/make-row.ts';
import type { Chance } from './schedule.ts';
import type { Isolate } from './world.ts';

/** No attempt costs more; what an estimate without any sight of the answer books. */
export const mostNanoUsd = 100;
export const mostAttempts = 3;
export const leaseMs = 60_000;

export type Asked = {
  readonly ask: AdmitAsk;
  /** By the true clock. */
  readonly atMs: number;
  readonly isolate: Isolate;
  /** Whoever looks at the store alone cannot know that nothing was dispatched. */
  isInDoubt: boolean;
};

/** One attempt at the provider, as the provider knows it. */
export type Served = {
  readonly row: Row;
  readonly invoiceNanoUsd: number;
  /** The store has said that it knows of the attempt. */
  readonly isTraced: () => boolean;
  readonly isolate: Isolate;
};

const berlin = { timeZone: 'Europe/Berlin' };

/** Narrow enough that some requests are refused in every run. */
export const strictScopes: readonly ScopeAsk[] = [
  makeScope({ concurrent: 3, budgets: [makeBudget({ limitNanoUsd: 1200, ...berlin })] }, { id: 'strict-a' }),
  makeScope(
    { tokensPerMinute: 1200, budgets: [makeBudget({ limitNanoUsd: 900, ...berlin })] },
    { id: 'strict-b' },
  ),
  makeScope(
    {
      requestsPerMinute: 12,
      budgets: [makeBudget({ window: 'month', limitNanoUsd: 1500, limitTokens: 1500 })],
    },
    { scope: 'team', id: 'strict-team' },
  ),
  // Who dispatches nothing that is not held keeps to a budget that downgrades as to one that refuses.
  makeScope({ budgets: [makeBudget({ limitNanoUsd: 700, onLimit: 'downgrade' })] }, { id: 'thrifty' }),
];
/** What a cheaper plan takes, if all its attempts take the most. */
const cheaperNanoUsd = [90, 30];
const looseScopes: readonly ScopeAsk[] = [
  makeScope({ budgets: [makeBudget({ limitNanoUsd: 1000, ...berlin })] }, { id: 'loose' }),
];

function scopesFor(chance: Chance): Pick<AdmitAsk, 'scopes' | 'posture'> {
  const [a, b, team, thrifty] = strictScopes;
  if (!(a && b && team && thrifty)) return { scopes: [], posture: 'strict' };
  return chance.oneOf([
    { scopes: [a, team], posture: 'strict' },
    { scopes: [b, team], posture: 'strict' },
    { scopes: [a], posture: 'strict' },
    { scopes: [thrifty, team], posture: 'strict' },
    { scopes: looseScopes, posture: 'open' },
    { scopes: looseScopes, posture: 'allowance' },
    { scopes: [], posture: 'open' },
  ] as const);
}

function attemptOf(requestId: string, attempt: number, startedAtMs: number, most = mostNanoUsd): Row {
  return makeRow({
    requestId,
    attempt,
    startedAtMs,
    provider: attempt === 1 ? 'openai' : 'openrouter',
    caller: `key-${requestId.at(-1)}`,
    role: attempt === 1 ? 'first' : 'fallback',
    usageSource: 'estimated',
    cost: costing(most),
    usage: { inputTokens: 0, outputTokens: most },
  });
}

export function makeAsk(number: number, isolate: Isolate, atMs: number, chance: Chance): Asked {
  const nowMs = isolate.now();
  const requestId = requestIdAt(nowMs, number.toString(36).padStart(16, '0'));
  const most = mostAttempts * mostNanoUsd;
  const amounts = { reserveNanoUsd: most, cheaperNanoUsd, reserveTokens: most };
  const ask = { requestId, ...amounts, leaseMs, ...scopesFor(chance) };
  return { ask: { ...ask, template: attemptOf(requestId, 1, nowMs) }, atMs, isolate, isInDoubt: false };
}

type Ending = 'measured' | 'truncated' | 'failed' | 'left' | 'left-then-measured';

const endings = [
  'measured',
  'measured',
  'truncated',
  'failed',
  'failed',
  'left',
  'left-then-measured',
] as const;

const isOver = (ending: Ending) => ending !== 'failed' && ending !== 'truncated';

/** A row with the amount that somebody counted or guessed. */
function rowWith(row: Row, nanoUsd: number, given: Partial<Row>): Row {
  return { ...row, cost: costing(nanoUsd), usage: { inputTokens: 0, outputTokens: nanoUsd }, ...given };
}

function rowsAtEnd(row: Row, ending: Ending, most: number, trueNanoUsd: number, chance: Chance): Row[] {
  const measured = rowWith(row, trueNanoUsd, { usageSource: 'measured' });
  const guessed = rowWith(row, chance.between(0, most), {
    usageSource: 'estimated',
    outcome: ending === 'truncated' ? 'truncated' : 'client-left',
  });
  switch (ending) {
    case 'measured':
      return [measured];
    case 'failed':
      return [rowWith(row, 0, { usageSource: 'void', outcome: 'failed' })];
    case 'truncated':
    case 'left':
      return [guessed];
    case 'left-then-measured':
      return [guessed, measured];
    default:
      return ending satisfies never;
  }
}

/** A call beside the answer, that holds nothing: a strict limit may be passed by it. */
async function payBeside(
  { ask, isolate }: Asked,
  role: keyof typeof firstNumberOf,
  chance: Chance,
  served: Served[],
): Promise<void> {
  if (ask.posture === 'strict' || !chance.happens(0.2)) return;
  const row: Row = { ...attemptOf(ask.requestId, firstNumberOf[role], isolate.now()), role };
  const invoiceNanoUsd = chance.between(0, mostNanoUsd);
  let isTraced = false;
  served.push({ row, invoiceNanoUsd, isTraced: () => isTraced, isolate });
  // Nobody is told of a second look before it is over.
  if (role === 'shadow') void isolate.ledger.open(row, leaseMs).then((isKnown) => (isTraced = isKnown));
  await isolate.sleep(chance.between(20, role === 'shadow' ? 20_000 : 400));
  const told = rowWith(row, invoiceNanoUsd, { usageSource: 'measured' });
  isolate.ledger.settle({ row: told, isLast: role === 'shadow', scopes: ask.scopes });
}

/** The most that an attempt may cost: of what is held, where a budget has asked for a downgrade. */
function mostAnAttempt({ downgrade }: Admitted): number {
  return Math.min(mostNanoUsd, (downgrade?.heldNanoUsd ?? Number.POSITIVE_INFINITY) / mostAttempts);
}

export async function serve(asked: Asked, chance: Chance, served: Served[]): Promise<void> {
  const { ask, isolate } = asked;
  await payBeside(asked, 'second-look', chance, served);
  const admission = await isolate.ledger.admit(ask);
  asked.isInDoubt = admission.kind !== 'admitted';
  if (admission.kind !== 'admitted') return;
  const most = mostAnAttempt(admission);
  // Nothing is cheap enough.
  if (most === 0) return isolate.ledger.cancel(ask.requestId);
  const isStuck = chance.happens(0.08);
  const deadlineMs = isolate.now() + leaseMs - 20_000;
  await isolate.sleep(chance.between(0, 30));
  if (chance.happens(0.12)) {
    asked.isInDoubt = chance.happens(0.6);
    if (asked.isInDoubt) await isolate.sleep(chance.between(350_000, 430_000));
    return isolate.ledger.cancel(ask.requestId);
  }
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const row = attemptOf(ask.requestId, attempt, isolate.now(), most);
    let isTraced = attempt === 1 && admission.isHeld && most === mostNanoUsd;
    const trace = isTraced
      ? Promise.resolve(true)
      : isolate.ledger.open(row, leaseMs).then((isKnown) => {
          isTraced = isKnown;
          return isKnown;
        });
    if (attempt > 1) await trace;
    const ending = chance.oneOf(endings);
    const invoiceNanoUsd = ending === 'failed' ? 0 : chance.between(0, most);
    served.push({ row, invoiceNanoUsd, isTraced: () => isTraced, isolate });
    await isolate.sleep(isStuck ? chance.between(100_000, 700_000) : chance.between(20, 8000));
    const isLast = isOver(ending) || attempt === mostAttempts || isolate.now() > deadlineMs;
    for (const told of rowsAtEnd(row, ending, most, invoiceNanoUsd, chance)) {
      isolate.ledger.settle({ row: told, isLast, scopes: ask.scopes });
      if (chance.happens(0.1)) isolate.ledger.settle({ row: told, isLast, scopes: ask.scopes });
      if (ending === 'left-then-measured') await isolate.sleep(chance.between(10, 60_000));
    }
    if (isLast) return payBeside(asked, 'shadow', chance, served);
    await isolate.sleep(chance.between(0, 300));
  }
}
