/** What works today and will not for long, or cannot be counted: models that end soon, unknown prices. Pure. */
import type { Candidate, Route } from '../core/config.ts';
import type { Problem } from './problem.ts';
import { accountPlaceholder } from './providers.ts';
import type { Known } from './read-candidate.ts';

export function findWarnings(known: Known, routes: ReadonlyMap<string, Route>): readonly Problem[] {
  return [...routes.values()].flatMap((route, index) =>
    route.use.flatMap((candidate, place) => warnOf(candidate, known, `routes[${index}].use[${place}]`)),
  );
}

export function warnOf({ model }: Candidate, known: Known, path: string): Problem[] {
  const warnings: Problem[] = [];
  const state = known.catalogue.modelState(model, known.nowMs);
  if (state.kind === 'retiring') {
    const what = `${model.id} is shut down on ${state.date}, in ${state.days} days`;
    warnings.push({
      path,
      what,
      fix: model.successor === null ? 'choose another' : `move to ${model.successor}`,
    });
  }
  if (model.prices.length === 0) {
    const fix = 'add `prices` to the model, or its requests count as cost unknown';
    warnings.push({ path, what: `the price of ${model.id} is unknown`, fix });
  }
  const provider = known.providers.get(model.provider);
  if (provider?.baseUrl.includes(accountPlaceholder)) {
    const fix = `set ${provider.env}_BASE_URL, or providers.${provider.id}.baseUrl`;
    warnings.push({ path, what: `the address of "${provider.id}" lacks your account id`, fix });
  }
  return warnings;
}
