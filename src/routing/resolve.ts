/**
 * The model name of a request -> candidates: `auto` (or `auto/cheap`, ...), `route/NAME`, or a model of the catalogue or the config,
 * optionally with `@effort`. Says what the client must know (a successor serves, a shutdown is near). Chooses nothing.
 */

import type { Caller } from '../core/caller.ts';
import type { Catalogue } from '../core/catalogue.ts';
import type { Arm, Candidate, Config, Hedge, Policy, Route, SessionRule, Shadow } from '../core/config.ts';
import { joinDemands } from '../core/data-policy.ts';
import { err, ok, type Result, RouterError } from '../core/errors.ts';
import { nearNames } from '../core/near-names.ts';
import { type ClientWish, clientWishes, type Objective, type QualityBar } from '../core/objective.ts';
import { joinActions } from '../core/safeguard.ts';
import { type Effort, efforts, isBelowFloor, type Model, type SafeguardLevel } from '../core/target.ts';
import { splitTargetName } from '../core/target-name.ts';
import { mayNameModel, mayUseRoute } from './check-scope.ts';
import { drawArm } from './draw-arm.ts';
import { findUnmet, type MatchFacts, matchRoute, type PassedRoute } from './match-route.ts';

export type Resolution = {
  /** Route name, or `model` where a model was named. */
  readonly route: string;
  readonly policy: Policy;
  readonly objective: Objective;
  readonly floor: SafeguardLevel;
  readonly fallback: readonly Candidate[];
  readonly baseline: Candidate | null;
  readonly candidates: readonly Candidate[];
  readonly clientMay: readonly ClientWish[];
  readonly hedge: Hedge | null;
  readonly shadow: Shadow | null;
  /** What the conversation was drawn into; null: the route has no arms, or the client asks for an objective. */
  readonly arm: Arm | null;
  readonly session: SessionRule;
  readonly learn: boolean;
  /** Of 10,000 conversations. */
  readonly exploreShare: number;
  /** What the caller's team has otherwise than the route says; null: nothing. */
  readonly team: { readonly name: string; readonly differs: readonly string[] } | null;
  /** Routes that `auto` passed over. */
  readonly passed: readonly PassedRoute[];
  /** Why it is the route that served the conversation last, where `auto` would have taken another. */
  readonly stay: string | null;
  readonly notice: string | null;
};

const routePrefix = 'route/';
const autoPrefix = 'auto/';

/** Whether a route serves it, and no model that the client has named. */
export function isRouted(model: string, { aliases }: Pick<Config, 'aliases'>): boolean {
  const asked = aliases.get(model) ?? model;
  return asked === 'auto' || asked.startsWith(autoPrefix) || asked.startsWith(routePrefix);
}

/** A name that nobody knows is shown in part: it may be megabytes. */
function shorten(name: string): string {
  return name.slice(0, 100);
}

function resolveRoute(name: string, config: Config, facts: MatchFacts): Result<Resolution, RouterError> {
  const route = config.routes.get(name);
  if (route === undefined) {
    const known = [...config.routes.keys()].filter((id) => mayUseRoute(facts.identity, id));
    const list = known.map((id) => `${routePrefix}${id}`).join(', ') || 'none for this API key';
    const message = `The route '${shorten(name)}' does not exist. Routes: ${list}.`;
    return err(new RouterError('route_not_found', message, { param: 'model' }));
  }
  return ok(serveBy(route, [], config, facts));
}

/** Inside a tool loop an arm that the conversation is in stays the one, whatever the shares are now. */
function armOf({ arms, name }: Route, { traits, session, conversation }: MatchFacts): Arm | null {
  const kept = traits.isInToolLoop ? arms.find(({ use }) => use?.name === session?.target) : undefined;
  return kept ?? drawArm(arms, conversation, name);
}

/** The route as the caller's team has it. */
function serveBy(
  written: Route,
  passed: readonly PassedRoute[],
  { teams }: Config,
  facts: MatchFacts,
): Resolution {
  const { team } = facts.identity;
  const own = teams.get(team)?.get(written.name);
  const route = own?.route ?? written;
  const { name, use, fallback, baseline, objective, floor, clientMay, hedge, shadow, session } = route;
  const { learn, exploreShare } = route;
  return {
    route: name,
    policy: route,
    objective,
    floor,
    fallback,
    baseline,
    candidates: use,
    clientMay,
    hedge,
    shadow,
    arm: armOf(route, facts),
    session,
    learn,
    exploreShare,
    team: own === undefined ? null : { name: team, differs: own.differs },
    passed,
    stay: null,
    notice: null,
  };
}

/** Nine tenths of the best will do for who asks for cheap or fast of a route that sets no bar. */
const wishedBar: QualityBar = { atLeast: null, ofBest: 0.9 };

function objectiveOf(wish: ClientWish, own: Objective): Objective {
  const kind = clientWishes[wish];
  if (kind === 'best') return { kind };
  return { kind, bar: 'bar' in own ? own.bar : wishedBar };
}

/** Whether a route asks for nothing but who calls: nobody else gets past it, whatever they send. */
function isForCaller({ when }: Route): boolean {
  if (when === null || when === 'by-name' || when.caller === undefined) return false;
  return Object.entries(when).every(([part, wanted]) => part === 'caller' || wanted === undefined);
}

/**
 * Whether `auto` may take this caller to the route at all: what a request holds changes within a conversation, who
 * calls does not, and a history that ends in a tool result is written in a minute.
 */
function isOpenTo(route: Route, matched: Resolution, config: Config, facts: MatchFacts): boolean {
  const { when, name } = route;
  if (when === 'by-name') return false;
  if (when?.caller !== undefined && findUnmet({ caller: when.caller }, facts) !== null) return false;
  const isBehind = !matched.passed.some((passed) => passed.route === name);
  const now = config.routes.get(matched.route);
  return !(isBehind && now !== undefined && isForCaller(now));
}

/**
 * Inside a tool loop the route that began it goes on, whatever its newest message looks like and whatever the hour;
 * never for a caller whom it is not for, never below the floor of the route that it would take now, and by the data
 * policies and safeguards of both.
 */
function keptRoute(matched: Resolution, config: Config, facts: MatchFacts): Resolution | null {
  const { traits, session } = facts;
  if (session === null || session.route === matched.route || !traits.isInToolLoop) return null;
  const before = config.routes.get(session.route);
  if (before === undefined || !isOpenTo(before, matched, config, facts)) return null;
  const kept = serveBy(before, matched.passed, config, facts);
  if (isBelowFloor(kept.floor, matched.floor)) return null;
  const data = joinDemands(kept.policy.data, matched.policy.data);
  const safeguards = joinActions(kept.policy.safeguards, matched.policy.safeguards);
  return { ...kept, policy: { ...kept.policy, data, safeguards }, stay: 'it is inside a tool loop' };
}

function resolveAuto(asked: string, config: Config, facts: MatchFacts): Result<Resolution, RouterError> {
  const { route, passed } = matchRoute(config.routes.values(), facts);
  const matched = serveBy(route, passed, config, facts);
  const serving = keptRoute(matched, config, facts) ?? matched;
  if (asked === 'auto') return ok(serving);
  const wish = (Object.keys(clientWishes) as ClientWish[]).find((one) => asked === `${autoPrefix}${one}`);
  if (wish === undefined) {
    const known = Object.keys(clientWishes).map((one) => `${autoPrefix}${one}`);
    const message = `There is no '${shorten(asked)}'; known are auto, ${known.join(', ')}.`;
    return err(new RouterError('route_not_found', message, { param: 'model' }));
  }
  if (!serving.clientMay.includes(wish)) {
    return ok({ ...serving, notice: `the route ${serving.route} does not let clients ask for ${wish}` });
  }
  return ok({ ...serving, objective: objectiveOf(wish, serving.objective), arm: null });
}

function findModel(name: string, config: Config, catalogue: Catalogue): Model | undefined {
  return config.models.get(name) ?? catalogue.findModel(name);
}

function unknownModel(asked: string, config: Config, catalogue: Catalogue, identity: Caller): RouterError {
  const near = [...catalogue.nearMatches(asked, 4), ...nearNames(asked, config.models.keys(), 2)].filter(
    (name) => mayNameModel(identity, findModel(name, config, catalogue)?.id ?? name),
  );
  const hint =
    near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ' GET /v1/models lists the known ones.';
  return new RouterError('model_not_found', `The model '${shorten(asked)}' does not exist.${hint}`, {
    param: 'model',
  });
}

function readEffort(asked: string, effort: string | null, model: Model): Result<Effort | null, RouterError> {
  if (effort === null) return ok(null);
  const known = efforts.find((candidate) => candidate === effort);
  if (known && model.reasoning?.efforts.includes(known)) return ok(known);
  const list = model.reasoning?.efforts ?? [];
  const knows =
    list.length > 0
      ? `is not one that ${model.id} knows; it takes ${list.join(', ')}`
      : `is not known; ${model.id} takes no effort`;
  const message = `The effort '${shorten(effort)}' of '${shorten(asked)}' ${knows}.`;
  return err(new RouterError('model_not_found', message, { param: 'model' }));
}

/** The model that serves now: the one named, or its successors if it is past its shutdown. `passed` ends circles. */
function serveNow(
  model: Model,
  config: Config,
  catalogue: Catalogue,
  nowMs: number,
  passed: readonly Model[] = [],
): { model: Model; notice: string | null } | null {
  const state = catalogue.modelState(model, nowMs);
  if (state.kind === 'active') return { model, notice: null };
  if (state.kind === 'retiring') {
    const after = model.successor === null ? '' : `; then ${model.successor} serves`;
    return { model, notice: `${model.id} ends on ${state.date}, in ${state.days} days${after}` };
  }
  const successor = state.successor === null ? undefined : findModel(state.successor, config, catalogue);
  if (successor === undefined || passed.includes(successor)) return null;
  const next = serveNow(successor, config, catalogue, nowMs, [...passed, model]);
  return next && { model: next.model, notice: `${model.id} ended on ${state.date}; ${next.model.id} serves` };
}

/** Errors: `route_not_found`, `model_not_found`, each with names that the caller's key may ask for. */
export function resolveModelName(
  model: string,
  config: Config,
  catalogue: Catalogue,
  nowMs: number,
  facts: MatchFacts,
): Result<Resolution, RouterError> {
  const asked = config.aliases.get(model) ?? model;
  if (asked === 'auto' || asked.startsWith(autoPrefix)) return resolveAuto(asked, config, facts);
  if (asked.startsWith(routePrefix)) return resolveRoute(asked.slice(routePrefix.length), config, facts);
  const { model: id, effort } = splitTargetName(asked);
  const found = findModel(id, config, catalogue);
  if (found === undefined) return err(unknownModel(asked, config, catalogue, facts.identity));
  const serving = serveNow(found, config, catalogue, nowMs);
  if (serving === null) {
    const message = `The model '${found.id}' ended on ${found.shutdown} and has no successor.`;
    return err(new RouterError('model_not_found', message, { param: 'model' }));
  }
  const known = readEffort(asked, effort, serving.model);
  if (!known.ok) return known;
  return ok({
    route: 'model',
    policy: config.named,
    objective: { kind: 'order' },
    floor: 'none',
    fallback: [],
    baseline: null,
    clientMay: [],
    hedge: null,
    arm: null,
    session: 'weigh',
    learn: true,
    exploreShare: 0,
    team: null,
    shadow: null,
    passed: [],
    stay: null,
    candidates: [{ name: asked, model: serving.model, effort: known.value }],
    notice: serving.notice,
  });
}
