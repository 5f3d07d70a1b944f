/**
 * The written form of a target: `gpt-5.5@low`, or `gpt-5.5` for "as the client asked". Splits only; whether the
 * model and the effort exist is for whoever asks.
 */
import type { Model, Provider, Target } from './target.ts';

/** A leading `@` belongs to the model's name (`@cf/openai/gpt-oss-120b`). */
export function splitTargetName(name: string): { model: string; effort: string | null } {
  const at = name.lastIndexOf('@');
  if (at <= 0) return { model: name, effort: null };
  return { model: name.slice(0, at), effort: name.slice(at + 1) };
}

/** A dated snapshot is sent by its own name, wherever it was named; anything else by the model's. */
export function wireNameOf(written: string, model: Model): string {
  const { model: name } = splitTargetName(written);
  return model.snapshots.includes(name) ? name : (model.wireName ?? model.id);
}

/** Names under which the model of a target answers, and so seals its reasoning. */
export function modelNames({ model, wireModel }: Target): string[] {
  const { id, wireName = id, aliases, snapshots } = model;
  return [wireModel, id, wireName, ...aliases, ...snapshots];
}

/** What a circuit breaker calls a target: what happens in a programme's own project is no news of the others'. */
export function circuitOf({ name }: Pick<Target, 'name'>, { id, project }: Provider): string {
  return project === undefined ? name : `${id} ${name}`;
}
