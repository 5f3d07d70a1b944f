/** Completes and checks the models that the configuration adds to the catalogue. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import { completeModel, type WrittenPrice } from '../core/complete-model.ts';
import { nearNames } from '../core/near-names.ts';
import type { Model, ProtocolId, Provider } from '../core/target.ts';
import type { NewModel } from './define-config.ts';
import { didYouMean, type Report } from './problem.ts';

type Written = NewModel<string, string>;

/** USD per million tokens below which a price was surely meant per token. */
const leastPlausibleUsd = 0.0005;

export function compileModels(
  written: readonly Written[],
  providers: ReadonlyMap<string, Provider>,
  catalogue: Catalogue,
  report: Report,
): ReadonlyMap<string, Model> {
  const models = new Map<string, Model>();
  written.forEach((entry, index) => {
    const path = `models[${index}]`;
    checkId(entry.id, models, catalogue, `${path}.id`, report);
    const provider = providers.get(entry.provider);
    if (provider === undefined) {
      const fix = didYouMean(nearNames(entry.provider, providers.keys()), 'add it under `providers`');
      report(`${path}.provider`, `there is no provider "${entry.provider}"`, fix);
    }
    const spoken = Object.keys(provider?.protocols ?? {}) as ProtocolId[];
    const protocols = entry.protocols ?? spoken;
    if (provider !== undefined) checkProtocols(protocols, provider, `${path}.protocols`, report);
    checkReasoning(entry, `${path}.reasoning.default`, report);
    checkPrices(entry.prices ?? [], `${path}.prices`, report);
    models.set(entry.id, completeModel({ ...entry, protocols }, 'routes.config.ts'));
  });
  written.forEach((entry, index) => {
    checkSuccessor(entry, models, catalogue, `models[${index}].successor`, report);
  });
  return models;
}

function checkId(
  id: string,
  models: ReadonlyMap<string, Model>,
  catalogue: Catalogue,
  path: string,
  report: Report,
): void {
  if (models.has(id)) report(path, `"${id}" is there twice`, 'give each model its own id');
  if (id === 'auto' || id.startsWith('route/'))
    report(path, `"${id}" is the name of a route`, 'choose another id');
  if (catalogue.findModel(id) !== undefined) {
    const fix = `remove it, or choose another id with \`wireName: '${id}'\` for your own prices`;
    report(path, `the catalogue already has "${id}"`, fix);
  }
}

function checkProtocols(
  protocols: readonly ProtocolId[],
  provider: Provider,
  path: string,
  report: Report,
): void {
  for (const protocol of protocols) {
    if (provider.protocols[protocol] !== undefined) continue;
    const fix = `use ${Object.keys(provider.protocols).join(', ')}, or add it to the provider`;
    report(path, `the provider "${provider.id}" does not speak ${protocol}`, fix);
  }
}

function checkReasoning(entry: Written, path: string, report: Report): void {
  const { reasoning } = entry;
  if (!reasoning || reasoning.default === null || reasoning.efforts.includes(reasoning.default)) return;
  report(
    path,
    `"${reasoning.default}" is not among its efforts`,
    `use one of ${reasoning.efforts.join(', ')}`,
  );
}

export function checkPrices(prices: readonly WrittenPrice[], path: string, report: Report): void {
  for (const [at, price] of prices.entries()) checkPrice(price, prices[at - 1], `${path}[${at}]`, report);
}

function checkPrice(
  price: WrittenPrice,
  before: WrittenPrice | undefined,
  path: string,
  report: Report,
): void {
  for (const [name, usd] of [...Object.entries(price.usd), ...Object.entries(price.longContext?.usd ?? {})]) {
    if (usd === 0 || usd >= leastPlausibleUsd) continue;
    const fix = `prices are USD per million tokens: ${usd} per token is ${usd * 1_000_000}`;
    report(path, `${name} ${usd} looks like a price per token`, fix);
  }
  if (before !== undefined && before.from >= price.from) {
    report(`${path}.from`, 'is not later than the price before it', 'put prices in order, oldest first');
  }
}

function checkSuccessor(
  entry: Written,
  models: ReadonlyMap<string, Model>,
  catalogue: Catalogue,
  path: string,
  report: Report,
): void {
  if (!entry.successor || models.has(entry.successor) || catalogue.findModel(entry.successor)) return;
  const near = [
    ...catalogue.nearMatches(entry.successor, 3),
    ...nearNames(entry.successor, models.keys(), 2),
  ];
  report(path, `there is no model "${entry.successor}"`, didYouMean(near, 'name a model that takes over'));
}
