/** Models near their end: what takes over, and what that costs. Successors that go round in a circle. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { Model, Price } from '../core/target.ts';
import type { Check, Outlook } from './check-input.ts';
import { printRate } from './print-rate.ts';

type Known = Pick<Config, 'models'> & { readonly catalogue: Catalogue };

function successorOf(model: Model, { models, catalogue }: Known): Model | undefined {
  if (model.successor === null) return undefined;
  return models.get(model.successor) ?? catalogue.findModel(model.successor);
}

function compare(what: string, before: number | null, after: number | null): string {
  const [old, now] = [printRate(before), printRate(after)];
  return old === now ? `${what} ${now} as before` : `${what} ${now} instead of ${old}`;
}

function compareCost(before: Price | null, after: Price | null): string {
  if (before === null || after === null) return 'what that changes in cost is unknown';
  const parts = [compare('input', before.input, after.input), compare('output', before.output, after.output)];
  return `${parts.join(', ')} per million tokens`;
}

/** What to do about a model that ends: `move to gpt-5.6-sol: input $4 instead of $1.25, ...`. */
export function describeMove(model: Model, known: Known & Pick<Outlook, 'priceAt' | 'nowMs'>): string {
  const next = successorOf(model, known);
  if (next === undefined) return 'choose another';
  const cost = compareCost(known.priceAt(model, known.nowMs), known.priceAt(next, known.nowMs));
  return `move to ${next.id}: ${cost}`;
}

/** The names from a model back to itself; null: its successors come to an end. */
function findCircle(start: Model, known: Known): readonly string[] | null {
  const passed: string[] = [];
  let model: Model | undefined = start;
  while (model !== undefined && !passed.includes(model.id)) {
    passed.push(model.id);
    model = successorOf(model, known);
  }
  return model === start ? [...passed, start.id] : null;
}

export const checkSuccessors: Check = ({ written, config, catalogue }) =>
  (written.models ?? []).flatMap(({ id }, index) => {
    const model = config.models.get(id);
    const circle = model === undefined ? null : findCircle(model, { models: config.models, catalogue });
    if (circle === null) return [];
    const path = `models[${index}].successor`;
    return [
      { path, what: `goes round in a circle: ${circle.join(', ')}`, fix: 'let the last one have none' },
    ];
  });
