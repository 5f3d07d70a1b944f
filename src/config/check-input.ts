/** What the cross-checks look at: a configuration that compiles, where its targets stand, and what is known of models. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Candidate, Config, Route } from '../core/config.ts';
import type { Model, Price } from '../core/target.ts';
import type { ConfigInput } from './define-config.ts';
import type { Problem } from './problem.ts';

/** What stands beside this folder or above it, passed in. */
export type Outlook = {
  readonly catalogue: Catalogue;
  /** All of the catalogue. */
  readonly models: readonly Model[];
  readonly priceAt: (model: Model, nowMs: number) => Price | null;
  /** Predicted success at a difficulty of 0-1 (null: the usual one); null: no source says how good the target is. */
  readonly qualityOf: (candidate: Candidate, difficulty: number | null) => number | null;
  readonly nowMs: number;
};

export type CheckInput = Outlook & { readonly written: ConfigInput; readonly config: Config };

/** One way in which a configuration that compiles can still be wrong. */
export type Check = (input: CheckInput) => readonly Problem[];

export type Place = {
  /** `routes[0].use[1]`; `pools.strong[1]` where the route names a pool. */
  readonly path: string;
  readonly candidate: Candidate;
};

export type CheckedRoute = {
  readonly path: string;
  readonly route: Route;
  readonly use: readonly Place[];
  readonly fallback: readonly Place[];
};

function placeAll(candidates: readonly Candidate[], path: string): readonly Place[] {
  return candidates.map((candidate, at) => ({ path: `${path}[${at}]`, candidate }));
}

/** The routes in order, with the places of their targets. */
export function routesOf({ written, config }: CheckInput): readonly CheckedRoute[] {
  return written.routes.flatMap(({ name, use }, index): CheckedRoute[] => {
    const route = config.routes.get(name);
    if (route === undefined) return [];
    const path = `routes[${index}]`;
    const usePath = typeof use === 'string' ? `pools.${use}` : `${path}.use`;
    return [
      {
        path,
        route,
        use: placeAll(route.use, usePath),
        fallback: placeAll(route.fallback, `${path}.fallback`),
      },
    ];
  });
}
