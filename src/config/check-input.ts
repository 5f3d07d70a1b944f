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
  /** `"everyday"`; `"everyday" for the team shop` where it is the team's own form. */
  readonly title: string;
  readonly team: string | null;
  readonly route: Route;
  readonly use: readonly Place[];
  readonly fallback: readonly Place[];
  /** What a split or a canary puts first. */
  readonly arms: readonly Place[];
  /** The path of a field, where it is written. */
  readonly at: (field: string) => string;
};

function placeAll(candidates: readonly Candidate[], path: string): readonly Place[] {
  return candidates.map((candidate, at) => ({ path: `${path}[${at}]`, candidate }));
}

/** What is written of a route: `differs` says which of it by the team. */
type WrittenRoute = {
  readonly use: string | readonly string[];
  readonly canary?: unknown;
  readonly path: string;
  readonly at: (field: string) => string;
};

function placesOf(
  { use, canary, at }: WrittenRoute,
  route: Route,
): Pick<CheckedRoute, 'use' | 'fallback' | 'arms'> {
  const isCanary = canary !== undefined;
  return {
    use: placeAll(route.use, typeof use === 'string' ? `pools.${use}` : at('use')),
    fallback: placeAll(route.fallback, at('fallback')),
    arms: route.arms.flatMap((arm, place) => {
      const path = isCanary ? at('canary') : `${at('split')}[${place}]`;
      return arm.use === null ? [] : [{ path: `${path}.use`, candidate: arm.use }];
    }),
  };
}

/** The routes in order, with the places of their targets; each followed by the forms that teams have of it. */
export function routesOf({ written, config }: CheckInput): readonly CheckedRoute[] {
  return written.routes.flatMap((entry, index): CheckedRoute[] => {
    const { name } = entry;
    const route = config.routes.get(name);
    if (route === undefined) return [];
    const path = `routes[${index}]`;
    const at = (field: string) => `${path}.${field}`;
    const title = `"${name}"`;
    const own = { path, title, team: null, route, at, ...placesOf({ ...entry, path, at }, route) };
    const forms = [...config.teams].flatMap(([team, routes]): CheckedRoute[] => {
      const form = routes.get(name);
      if (form === undefined) return [];
      const teamPath = `teams.${team}.routes.${name}`;
      const atForm = (field: string) => `${form.differs.includes(field) ? teamPath : path}.${field}`;
      const isSplit = form.differs.includes('split') || form.differs.includes('canary');
      const changes = written.teams?.[team]?.routes[name] ?? {};
      const writtenForm = {
        use: changes.use ?? entry.use,
        canary: isSplit ? changes.canary : entry.canary,
        path: teamPath,
        at: atForm,
      };
      return [
        {
          path: teamPath,
          title: `${title} for the team ${team}`,
          team,
          route: form.route,
          at: atForm,
          ...placesOf(writtenForm, form.route),
        },
      ];
    });
    return [own, ...forms];
  });
}
