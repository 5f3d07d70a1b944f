/** From a request of the demo to its rows: built by the ledger's own code, from what the router would have known. */
import type { StrikeKind } from '../../core/actor.ts';
import type { Caller } from '../../core/caller.ts';
import type { Config } from '../../core/config.ts';
import type { AttemptRecord } from '../../core/plan.ts';
import { requestIdAt } from '../../core/request-time.ts';
import { firstNumberOf, type Row } from '../../core/row.ts';
import type { Target } from '../../core/target.ts';
import { tokenFamilies } from '../../core/token-rates.ts';
import { buildRows, buildShadowRow, type RowBase } from '../../ledger/build-rows.ts';
import { buildTemplate } from '../../ledger/build-template.ts';
import { findStrike } from '../../safeguards/find-strike.ts';
import { digest } from '../simulator/seed.ts';
import type { DemoApp } from './apps.ts';
import type { Arrival } from './arrivals.ts';
import type { Chance } from './chance.ts';
import { type DemoConfigName, demoConfigs } from './demo-config.ts';
import { momentOf, rollouts, runaway } from './incidents.ts';
import { judge } from './judgements.ts';
import { responseOf } from './run-parts.ts';
import { serve } from './serve.ts';
import { drawArmOf, laneOf, routeOf, targetOf, targetsOf } from './targets.ts';
import { type Size, sizeOf, timesOf, usageOf } from './usage.ts';

/** Of requests, how many lose the isolate that serves them. */
const lostShare = 0.0006;
const lostLeaseMs = 120_000;

export type Played =
  /** In the order of their attempts; a shadow comes last. */
  | {
      readonly kind: 'over';
      readonly rows: readonly Row[];
      readonly endedAtMs: number;
      /** What it counts against its end user; null: nothing. */
      readonly strike: StrikeKind | null;
    }
  /** Nobody came back: what would be booked for it, and from when on. */
  | { readonly kind: 'lost'; readonly template: Row; readonly leaseEndMs: number };

/** Which configuration was active when. */
export function createConfigReader(endMs: number): (atMs: number) => Config {
  const known = new Map<DemoConfigName, Config>();
  const configOf = (name: DemoConfigName): Config => {
    const config = known.get(name) ?? demoConfigs[name]();
    known.set(name, config);
    return config;
  };
  const starts = rollouts.map((rollout) => ({ name: rollout.config, fromMs: momentOf(rollout, endMs) }));
  return (atMs) => configOf(starts.findLast(({ fromMs }) => fromMs <= atMs)?.name ?? 'first');
}

function callerOf({ team, app }: DemoApp): Caller {
  return { id: `${team}-${app}`, team, app, tier: 'verified', tags: { env: 'production', project: app } };
}

function endUserOf({ team, endUsers }: DemoApp, chance: Chance): string | null {
  return endUsers === 0 ? null : digest(`${team} ${chance.below(endUsers)}`).slice(0, 32);
}

/** The random part of an id says where it comes from. */
function requestIdOf(atMs: number, chance: Chance): string {
  return requestIdAt(atMs, `demo${chance.text(12)}`);
}

function baseOf(arrival: Arrival, size: Size, config: Config, chance: Chance): RowBase {
  const { app, atMs } = arrival;
  const route = routeOf(config, app);
  const estimates = Object.fromEntries(tokenFamilies.map((family) => [family, size.inputTokens]));
  return {
    requestId: requestIdOf(atMs, chance),
    caller: callerOf(app),
    endUser: endUserOf(app, chance),
    configVersion: config.version,
    modelAsked: `route/${app.route}`,
    plan: { route: route.name, arm: drawArmOf(route, chance)?.name ?? null, floor: route.floor },
    baseline: route.baseline,
    judged: judge(app, chance),
    inputTokens: () => estimates as ReturnType<RowBase['inputTokens']>,
  };
}

/** What the copy of a request at another target came to; null: it was not drawn. */
function shadowOf(
  base: RowBase,
  { app, atMs }: Arrival,
  size: Size,
  config: Config,
  chance: Chance,
): Row | null {
  const { shadow } = routeOf(config, app);
  if (shadow === null || chance.below(10_000) >= shadow.share) return null;
  const target = targetOf(shadow.use, app, config);
  if (target === null) return null;
  const usage = usageOf(app, size, target, atMs, chance);
  const { wholeMs } = timesOf(usage, target, chance);
  const record: AttemptRecord = {
    target,
    lane: laneOf(target, app),
    role: 'shadow',
    outcome: 'committed',
    abortedBy: null,
    fault: null,
    startedAtMs: atMs,
    durationMs: wholeMs,
  };
  return buildShadowRow(record, responseOf(target, usage), base);
}

/** What is booked where nobody comes back. */
function templateOf(target: Target, { app, atMs }: Arrival, size: Size, base: RowBase): Row {
  const { inputTokens: input, outputTokens: expected } = size;
  const tokens = { input, cachedInput: 0, output: { expected, high: 2 * expected } };
  const planned = { target, lane: laneOf(target, app) };
  return buildTemplate({ planned, attempt: 1, role: 'first', atMs }, { tokens }, base);
}

export function play(arrival: Arrival, config: Config, endMs: number, chance: Chance): Played {
  const { app, atMs, isRunaway } = arrival;
  const size = sizeOf(app, isRunaway ? runaway.timesTheInput : 1, chance);
  const base = baseOf(arrival, size, config, chance);
  const route = routeOf(config, app);
  const arm = route.arms.find(({ name }) => name === base.plan.arm) ?? null;
  const targets = targetsOf(route, arm, app, config, atMs);
  const [first] = targets;
  if (first === undefined) throw new Error(`the demo's route ${route.name} has no target`);
  if (chance.happens(lostShare)) {
    return { kind: 'lost', template: templateOf(first, arrival, size, base), leaseEndMs: atMs + lostLeaseMs };
  }
  const hedgeAfterMs = route.hedge?.afterMs ?? null;
  const { run, carried, endedAtMs } = serve({ app, size, targets, hedgeAfterMs, atMs, endMs }, chance);
  const rows = buildRows({ ...base, run, carried, endedAtMs });
  const shadow = run.kind === 'answered' ? shadowOf(base, arrival, size, config, chance) : null;
  const strike = base.endUser === null ? null : findStrike(run, carried, base.judged?.risk.level ?? null);
  return { kind: 'over', rows: shadow === null ? rows : [...rows, shadow], endedAtMs, strike };
}

export function isShadow({ attempt }: Row): boolean {
  return attempt >= firstNumberOf.shadow;
}
