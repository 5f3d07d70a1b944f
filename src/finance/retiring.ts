/** Models in use that their provider shuts down soon, and what their successor would cost. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Usage } from '../ledger/query-usage.ts';
import { priceSameTokens, type SameTokens } from './same-tokens.ts';

export type RetiringModel = {
  readonly model: string;
  /** First day without it, `YYYY-MM-DD`. */
  readonly shutdown: string;
  /** Whole days until then; 0: it is past. */
  readonly days: number;
  /** Null: none is named. */
  readonly successor: string | null;
  readonly attempts: number;
  /** Whole nano-USD at list price, tools' fees included: what the estimate may be held against. */
  readonly atListNanoUsd: number;
  /** Of the successor; null: none is named, or the catalogue does not have it. */
  readonly atSuccessor: SameTokens | null;
};

type Look = { readonly catalogue: Pick<Catalogue, 'findModel' | 'modelState'>; readonly nowMs: number };

/** `usage` by model alone. Nearest shutdown first; models that the catalogue does not have have no known one. */
export function findRetiring({ groups }: Usage, { catalogue, nowMs }: Look): RetiringModel[] {
  const found = groups.flatMap(({ names: [name = ''], counters }): RetiringModel[] => {
    const model = catalogue.findModel(name);
    const state = model && catalogue.modelState(model, nowMs);
    if (model === undefined || state === undefined || state.kind === 'active') return [];
    const successor = model.successor === null ? undefined : catalogue.findModel(model.successor);
    return [
      {
        model: name,
        shutdown: state.date,
        days: state.kind === 'retiring' ? state.days : 0,
        successor: model.successor,
        attempts: counters.attempts,
        atListNanoUsd: counters.costAtList,
        atSuccessor: successor === undefined ? null : priceSameTokens(counters, successor, nowMs),
      },
    ];
  });
  return found.sort((a, b) => (a.shutdown < b.shutdown ? -1 : a.shutdown > b.shutdown ? 1 : 0));
}
