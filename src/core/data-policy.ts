/**
 * What a provider does with the requests it gets, and what a route demands of that. Unknown is not zero: what nobody
 * knows meets no demand. Pure.
 */

/** As a provider, or a model at it, is declared. */
export type DataPractice = {
  /** All regions in which it may process or keep requests: `eu`, `us`; absent: unknown. */
  readonly regions?: readonly string[];
  /** How long it keeps prompts and answers; 0: not at all; null or absent: unknown. */
  readonly retentionDays?: number | null;
  /** Whether it trains models on them; null or absent: unknown. */
  readonly trains?: boolean | null;
};

/** What a route demands; null and false: nothing. */
export type DataDemand = {
  readonly regions: readonly string[] | null;
  readonly retentionDaysAtMost: number | null;
  readonly noTraining: boolean;
};

function lesser(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** Both at once: neither loosens the other. */
export function joinDemands(a: DataDemand | null, b: DataDemand | null): DataDemand | null {
  if (a === null || b === null) return a ?? b;
  const regions =
    a.regions === null || b.regions === null
      ? (a.regions ?? b.regions)
      : a.regions.filter((one) => b.regions?.includes(one));
  const retentionDaysAtMost = lesser(a.retentionDaysAtMost, b.retentionDaysAtMost);
  return { regions, retentionDaysAtMost, noTraining: a.noTraining || b.noTraining };
}

type Sources = { readonly model: { readonly id: string; readonly data?: DataPractice } } & {
  readonly provider: { readonly id: string; readonly data?: DataPractice };
};

/** What is said of the model goes before what is said of its provider. */
function practiceOf({ model, provider }: Sources): DataPractice {
  return { ...provider.data, ...model.data };
}

function findRegion(wanted: readonly string[], practice: DataPractice, who: string): string | null {
  const { regions } = practice;
  if (regions === undefined) return `in which regions ${who} processes requests is unknown`;
  const outside = regions.filter((region) => !wanted.includes(region));
  return outside.length === 0 ? null : `${who} may process requests in ${outside.join(', ')}`;
}

function findRetention(most: number, { retentionDays = null }: DataPractice, who: string): string | null {
  if (retentionDays === null) return `how long ${who} keeps requests is unknown`;
  return retentionDays <= most ? null : `${who} keeps requests for ${retentionDays} days`;
}

function findTraining({ trains = null }: DataPractice, who: string): string | null {
  if (trains === null) return `whether ${who} trains on requests is unknown`;
  return trains ? `${who} trains on requests` : null;
}

/** Why the target may not serve, naming what is unknown; null: it may. */
export function findBreach(demand: DataDemand, sources: Sources): string | null {
  const practice = practiceOf(sources);
  const who = sources.provider.id;
  const { regions, retentionDaysAtMost, noTraining } = demand;
  const found = [
    regions === null ? null : findRegion(regions, practice, who),
    retentionDaysAtMost === null ? null : findRetention(retentionDaysAtMost, practice, who),
    noTraining ? findTraining(practice, who) : null,
  ].filter((one) => one !== null);
  return found.length === 0 ? null : found.join('; ');
}
