/**
 * `routes.config.ts` -> the configuration that everything else reads, or a list of everything wrong with it.
 * Pure: the same file, catalogue and time give the same result; nothing is read from the environment.
 */
import type { Catalogue } from '../core/catalogue.ts';
import type { Config, Limits, Policy, Route } from '../core/config.ts';
import { hashText } from '../core/hash-text.ts';
import { compileAlerts } from './compile-alerts.ts';
import { compileAliases } from './compile-aliases.ts';
import { compileDashboard } from './compile-dashboard.ts';
import { compileEmbeddings } from './compile-embeddings.ts';
import { compileExports } from './compile-exports.ts';
import { compileLedger } from './compile-ledger.ts';
import { compileModels } from './compile-models.ts';
import { checkModerated } from './compile-moderation.ts';
import { compileProviders } from './compile-providers.ts';
import { compilePolicy, compilePools, compileRoutes } from './compile-routes.ts';
import { checkLooks, compileSafeguards } from './compile-safeguards.ts';
import { compileTeams } from './compile-teams.ts';
import { canonicalJson } from './config-version.ts';
import type { ConfigInput } from './define-config.ts';
import { findSecrets } from './find-secrets.ts';
import { findWarnings } from './find-warnings.ts';
import { inputShape } from './input-shape.ts';
import type { Problem, Report } from './problem.ts';

export type CompiledConfig =
  /** `warnings`: it works today, and someone should look at it. A Worker that starts does not ask for them. */
  | { readonly ok: true; readonly config: Config; readonly warnings: () => readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const defaultLimits: Limits = {
  bodyBytes: 10_000_000,
  depth: 64,
  messages: 10_000,
  responseBytes: 16_000_000,
  pingAfterMs: 15_000,
};

/**
 * `nowMs` decides which models count as shut down. A Worker compiles while it starts, where the clock stands at 0:
 * there none does, and a model's end never keeps a deployed router from starting.
 */
export function compileConfig(input: unknown, catalogue: Catalogue, nowMs: number): CompiledConfig {
  const problems: Problem[] = [];
  const report: Report = (path, what, fix) => {
    problems.push({ path, what, fix });
  };
  findSecrets(input, '', report);
  inputShape(input, '', report);
  if (problems.length > 0) return { ok: false, problems };

  // The shape has just been checked.
  const written = input as ConfigInput;
  const providers = compileProviders(written.providers ?? {}, catalogue, report);
  const models = compileModels(written.models ?? [], providers, catalogue, report);
  const known = { providers, models, catalogue, nowMs };
  const pools = compilePools(written.pools ?? {}, known, report);
  const routes = compileRoutes(written.routes, pools, known, report);
  const teams = compileTeams(written.teams ?? {}, written.routes, pools, known, report);
  const aliases = compileAliases(written.aliases ?? {}, [...routes.keys()], known, report);
  const named = compilePolicy(written.named ?? {}, 'named', known, report);
  const embeddings = compileEmbeddings(written.embeddings ?? {}, providers, catalogue, report);
  const corsOrigins = written.corsOrigins ?? [];
  checkOrigins(corsOrigins, report);
  const receiptDays = compileReceipts(written, report);
  const ledger = compileLedger(written.ledger ?? {}, report);
  const alerts = compileAlerts(written.alerts, report);
  const exports = compileExports(written.exports ?? [], report);
  const dashboard = compileDashboard(written.dashboard, report);
  const safeguards = compileSafeguards(written.safeguards ?? {}, known, report);
  checkLooks(safeguards, routes, report);
  checkModerated(safeguards, routes, known, report);
  if (problems.length > 0) return { ok: false, problems };

  const content = {
    providers,
    routes,
    teams,
    aliases,
    models,
    named,
    limits: { ...defaultLimits, ...written.limits },
    embeddings,
    keepItems: written.keepItems ?? true,
    receiptDays,
    auditDays: written.audit?.days ?? usualAuditDays,
    ledger,
    alerts,
    exports,
    dashboard,
    safeguards,
    corsOrigins,
  };
  const config: Config = freeze({
    version: nameVersion({ ...content, embeddings: written.embeddings ?? {} }),
    ...content,
    holdsCalls: holdsCalls(content),
  });
  return { ok: true, config, warnings: () => findWarnings(known, routes) };
}

function holdsCalls({
  safeguards,
  named,
  routes,
  teams,
}: Pick<Config, 'safeguards' | 'named' | 'routes' | 'teams'>): boolean {
  const ofTeams = [...teams.values()].flatMap((own) => [...own.values()].map(({ route }) => route));
  const standing = [named, ...routes.values(), ...ofTeams].map((policy) => policy.safeguards);
  const actions = [...standing, ...safeguards.rules.map((rule) => rule.actions)];
  return actions.some((list) => list.includes('confirm-tools'));
}

/** Prices and abilities of catalogue models have dates of their own: a route counts by the names it uses. */
function nameVersion(
  content: Omit<Config, 'version' | 'embeddings' | 'holdsCalls'> & Required<Pick<ConfigInput, 'embeddings'>>,
): string {
  const routes = [...content.routes.values()].map(nameRoute);
  const teams = [...content.teams].map(([team, own]) => [
    team,
    [...own.values()].map(({ route }) => nameRoute(route)),
  ]);
  const stepUp = content.safeguards.stepUp.map(({ name }) => name);
  const { secondLook } = content.safeguards;
  const safeguards = {
    ...content.safeguards,
    stepUp,
    secondLook: secondLook && { ...secondLook, using: secondLook.using.name },
  };
  return hashText(canonicalJson({ ...content, routes, teams, safeguards, named: namePolicy(content.named) }));
}

function nameRoute(route: Route) {
  return {
    ...namePolicy(route),
    use: route.use.map((candidate) => candidate.name),
    fallback: route.fallback.map((candidate) => candidate.name),
    baseline: route.baseline?.name ?? null,
    arms: route.arms.map((arm) => ({ ...arm, use: arm.use?.name ?? null })),
    shadow: route.shadow && { ...route.shadow, use: route.shadow.use.name },
  };
}

/** Functions are left out of JSON: a predicate counts by its name. */
function namePolicy<T extends Policy>(policy: T) {
  const { secondLook } = policy;
  return { ...policy, secondLook: secondLook && { ...secondLook, using: secondLook.using.name } };
}

const usualReceiptDays = 7;
const usualAuditDays = 400;

/** Null: none are kept. */
function compileReceipts({ receipts, routes }: ConfigInput, report: Report): number | null {
  if (receipts !== false) return receipts?.days ?? usualReceiptDays;
  if (routes.some(({ explore }) => explore !== undefined)) {
    const fix = 'keep them for a day, or leave `explore` out';
    report('receipts', 'is off, and without it nobody can say how a target that is tried out has done', fix);
  }
  return null;
}

function checkOrigins(origins: readonly string[], report: Report): void {
  origins.forEach((origin, index) => {
    if (URL.parse(origin)?.origin === origin) return;
    report(
      `corsOrigins[${index}]`,
      'is not an origin',
      'write scheme and host only, such as https://app.example.com',
    );
  });
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of value instanceof Map ? value.values() : Object.values(value)) freeze(item);
  return Object.freeze(value);
}
