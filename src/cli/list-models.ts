/** The catalogue as rows: what `signalbox models` shows, filtered and sorted. Pure; unknown is null, never 0. */
import { modelState, priceAt } from '../catalogue/catalogue.ts';
import type { ModelState } from '../core/catalogue.ts';
import type { Effort, Model, Price } from '../core/target.ts';

export const sortings = ['price', 'quality', 'context', 'name'] as const;

export type Sorting = (typeof sortings)[number];

type Index = { readonly value: number; readonly effort: Effort | null };

export type ModelRow = {
  readonly model: Model;
  readonly price: Price | null;
  /** The highest index of any effort. */
  readonly best: Index | null;
  /** The index where the client asks for no effort. */
  readonly usual: Index | null;
  /** Milliseconds, where the client asks for no effort. */
  readonly firstEventMs: number | null;
  readonly state: ModelState;
};

function bestOf({ quality = {} }: Model): Index | null {
  const known = Object.entries(quality) as [Effort | 'default', number][];
  const [best] = known.sort(([, a], [, b]) => b - a);
  return best === undefined ? null : { value: best[1], effort: best[0] === 'default' ? null : best[0] };
}

/** What holds at the model's default effort: by its name, or where the source names none. */
function usualOf<T>(model: Model, byEffort: Partial<Record<Effort | 'default', T>> = {}) {
  const effort = model.reasoning?.default ?? null;
  const named = effort === null ? undefined : byEffort[effort];
  if (named !== undefined) return { value: named, effort };
  return byEffort.default === undefined ? null : { value: byEffort.default, effort: null };
}

function rowOf(model: Model, nowMs: number): ModelRow {
  return {
    model,
    price: priceAt(model, nowMs),
    best: bestOf(model),
    usual: usualOf(model, model.quality),
    firstEventMs: usualOf(model, model.latency)?.value.firstEventMs ?? null,
    state: modelState(model, nowMs),
  };
}

/** Numbers of a row to sort by, all from least to most; null: unknown, always last. */
const sortKeys: Readonly<Record<Exclude<Sorting, 'name'>, (row: ModelRow) => readonly (number | null)[]>> = {
  price: ({ price }) => [price?.output ?? null, price?.input ?? null],
  quality: ({ best }) => [best === null ? null : -best.value],
  context: ({ model }) => [model.contextTokens === null ? null : -model.contextTokens],
};

function compareNumbers(a: number | null | undefined, b: number | null | undefined): number {
  return (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY) || 0;
}

function compareNames(a: ModelRow, b: ModelRow): number {
  return a.model.id < b.model.id ? -1 : 1;
}

function sortRows(rows: readonly ModelRow[], sorting: Sorting): ModelRow[] {
  if (sorting === 'name') return [...rows].sort(compareNames);
  const keyOf = sortKeys[sorting];
  return [...rows].sort((a, b) => {
    const others = keyOf(b);
    const difference = keyOf(a)
      .map((key, at) => compareNumbers(key, others[at]))
      .find((each) => each !== 0);
    return difference ?? compareNames(a, b);
  });
}

export type Choice = {
  /** Found in an id, a name, an alias or the provider, in any case. */
  readonly filter?: string | undefined;
  readonly provider?: string | undefined;
  /** Absent: as the catalogue has them, by provider and newest first. */
  readonly sort?: Sorting | undefined;
};

export function listRows(models: readonly Model[], choice: Choice, nowMs: number): readonly ModelRow[] {
  const wanted = (choice.filter ?? '').toLowerCase();
  const rows = models
    .filter((model) => choice.provider === undefined || model.provider === choice.provider)
    .filter(({ id, name, provider, aliases }) =>
      [id, name ?? '', provider, ...aliases].some((text) => text.toLowerCase().includes(wanted)),
    )
    .map((model) => rowOf(model, nowMs));
  return choice.sort === undefined ? rows : sortRows(rows, choice.sort);
}
