/**
 * The packed fields of `sbx:state`, read in TypeScript: scopes, and the slots that hold what is under way. The scripts
 * write them (scripts/packed-lua.ts); nothing here does.
 */
import type { ScopeAsk } from '../core/budget.ts';

/** Clocks of isolates may differ by this much: nobody's hold is ended while it may still be under way. */
export const mostSkewMs = 5 * 60_000;

export const slotCount = 256;

/** FNV-1a: spreads holds over the slots, no more. */
export function slotOf(requestId: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < requestId.length; at++) {
    hash = Math.imul(hash ^ requestId.charCodeAt(at), 0x01000193) >>> 0;
  }
  return `o:${hash % slotCount}`;
}

export const slotFields: readonly string[] = Array.from({ length: slotCount }, (_, at) => `o:${at}`);

export function scopeField({ scope, id }: Pick<ScopeAsk, 'scope' | 'id'>): string {
  return `s:${scope}:${encodeURIComponent(id.toWellFormed())}`;
}

type Spent = {
  /** Beginning of the window that is counted in. */
  readonly startMs: number;
  readonly spentNanoUsd: number;
  readonly spentTokens: number;
};

/** `before`: the window that was counted in before this one; null: none was. */
export type BudgetState = Spent & { readonly before: Spent | null };

export type ScopeState = {
  readonly heldNanoUsd: number;
  readonly heldTokens: number;
  /** Requests under way. */
  readonly heldRequests: number;
  /** Minutes since 1970. */
  readonly minute: number;
  readonly requests: number;
  /** In the minute before. */
  readonly requestsBefore: number;
  readonly tokens: number;
  readonly tokensBefore: number;
  /** By window and zone: `day@Europe/Berlin`. */
  readonly budgets: ReadonlyMap<string, BudgetState>;
};

const numbersOf = (text: string): number[] => text.split(',').map(Number);

function spentBefore([startMs, spentNanoUsd = 0, spentTokens = 0]: readonly number[]): Spent | null {
  return startMs === undefined ? null : { startMs, spentNanoUsd, spentTokens };
}

/** An empty text is a scope that nobody has used. */
export function parseScope(text: string): ScopeState {
  const [head = '', ...rest] = text.split('|');
  const [heldNanoUsd = 0, heldTokens = 0, heldRequests = 0, ...minutes] = numbersOf(head);
  const [minute = 0, requests = 0, requestsBefore = 0, tokens = 0, tokensBefore = 0] = minutes;
  const budgets = rest.map((part): [string, BudgetState] => {
    const [name = '', values = ''] = part.split('=');
    const [startMs = 0, spentNanoUsd = 0, spentTokens = 0, ...was] = numbersOf(values);
    return [name, { startMs, spentNanoUsd, spentTokens, before: spentBefore(was) }];
  });
  return {
    heldNanoUsd,
    heldTokens,
    heldRequests,
    minute,
    requests,
    requestsBefore,
    tokens,
    tokensBefore,
    budgets: new Map(budgets),
  };
}

export type Hold = {
  readonly requestId: string;
  readonly leaseEndMs: number;
  readonly nanoUsd: number;
  readonly tokens: number;
  /** Fields of the scopes that it is held on; empty: nothing is held, it is a trace. */
  readonly scopes: readonly string[];
  /** Packed rows of its attempts that have not come back, in the order they were opened. */
  readonly attempts: readonly string[];
};

/** Holds of one slot; what marks a request that is over is left out. */
export function parseSlot(text: string): Hold[] {
  const holds: Hold[] = [];
  for (const line of text.split('\n')) {
    const [requestId = '', leaseEnd, nano, tokens, , scopes = '', , ...attempts] = line.split('\t');
    if (requestId === '' || leaseEnd === 'x') continue;
    holds.push({
      requestId,
      leaseEndMs: Number(leaseEnd),
      nanoUsd: Number(nano),
      tokens: Number(tokens),
      scopes: scopes.split(' ').filter((field) => field !== ''),
      attempts: attempts.map((attempt) => attempt.slice(attempt.indexOf('=') + 1)),
    });
  }
  return holds;
}
