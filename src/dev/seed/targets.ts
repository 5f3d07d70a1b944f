/** Which targets a demo request is tried at, in order: those of its route at that time, as the planner would name them. */
import type { Arm, Candidate, Config, Route } from '../../core/config.ts';
import type { Lane } from '../../core/plan.ts';
import type { Target } from '../../core/target.ts';
import { requestTables } from '../../protocols/index.ts';
import { chooseProtocol } from '../../routing/choose-protocol.ts';
import { armAt } from '../../routing/draw-arm.ts';
import { priceOf } from '../../routing/price.ts';
import type { DemoApp } from './apps.ts';
import type { Chance } from './chance.ts';

const armBuckets = 10_000;

export function routeOf({ routes }: Config, { route }: DemoApp): Route {
  const found = routes.get(route);
  if (found === undefined) throw new Error(`the demo has no route ${route}`);
  return found;
}

/** A model that had no price yet was not there yet; a model of the config is there with or without. */
function isThere({ model }: Candidate, config: Config, atMs: number): boolean {
  return config.models.has(model.id) || priceOf(model, atMs, null) !== null;
}

/** Null: the app's protocol and the model have none in common. */
export function targetOf({ name, model, effort }: Candidate, app: DemoApp, config: Config): Target | null {
  const provider = config.providers.get(model.provider);
  if (provider === undefined) return null;
  const carrying = { reasoning: {}, hasTools: app.hasTools, features: [] };
  const chosen = chooseProtocol(carrying, app.protocol, model, provider, effort, requestTables);
  if (!chosen.ok) return null;
  return { name, model, wireModel: model.wireName ?? model.id, provider, protocol: chosen.protocol, effort };
}

export function drawArmOf({ arms }: Route, chance: Chance): Arm | null {
  return arms.length === 0 ? null : armAt(arms, chance.below(armBuckets));
}

/** At least one; an arm's own comes first. */
export function targetsOf(
  route: Route,
  arm: Arm | null,
  app: DemoApp,
  config: Config,
  atMs: number,
): Target[] {
  const candidates = [...(arm?.use ? [arm.use] : []), ...route.use, ...route.fallback];
  return candidates
    .filter((candidate) => isThere(candidate, config, atMs))
    .map((candidate) => targetOf(candidate, app, config))
    .filter((target) => target !== null);
}

export function laneOf({ protocol }: Target, app: DemoApp): Lane {
  return protocol === app.protocol ? 'passthrough' : 'translate';
}
