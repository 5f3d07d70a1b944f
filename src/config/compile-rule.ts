/** A route's condition, objective and limits, as everything else reads them. What a shape cannot see is checked here. */
import type { RouteLimits, SessionRule } from '../core/config.ts';
import type { DataDemand } from '../core/data-policy.ts';
import { type ClientWish, clientWishes, type Objective, type QualityBar } from '../core/objective.ts';
import type { CallerCondition, HoursWindow, Span, When } from '../core/route-when.ts';
import type { SafeguardLevel } from '../core/target.ts';
import { wholeShare } from './compile-arms.ts';
import type { Report } from './problem.ts';
import type {
  ConditionInput,
  DataDemandInput,
  ObjectiveInput,
  RouteLimitsInput,
  RuleInput,
  WhenInput,
} from './route-input.ts';

const nanoUsdPerUsd = 1_000_000_000;

export function compileLimits(written: RouteLimitsInput = {}): RouteLimits {
  const { costUsd, inputTokens = null, outputTokens = null, firstEventMs = null } = written;
  const costNanoUsd = costUsd === undefined ? null : Math.round(costUsd * nanoUsdPerUsd);
  return { costNanoUsd, inputTokens, outputTokens, firstEventMs };
}

/** Null: it demands nothing. */
export function compileDemand(
  written: DataDemandInput | undefined,
  path: string,
  report: Report,
): DataDemand | null {
  if (written === undefined) return null;
  const { regions = null, retentionDaysAtMost = null, noTraining = false } = written;
  if (regions === null && retentionDaysAtMost === null && !noTraining)
    report(path, 'demands nothing', 'write regions, retentionDaysAtMost or noTraining, or leave it out');
  if (regions?.length === 0) report(`${path}.regions`, 'leaves no region', 'name one that the route allows');
  return { regions, retentionDaysAtMost, noTraining };
}

function checkSpan({ from = 0, to = Number.POSITIVE_INFINITY }: Span, path: string, report: Report): void {
  if (from >= to) report(path, `from ${from} to ${to} holds nothing`, 'let `from` be less than `to`');
}

function checkZone(zone: string, path: string, report: Report): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    report(path, `there is no time zone ${JSON.stringify(zone)}`, 'write one such as Europe/Berlin or UTC');
  }
}

/** From a time to the same one is a whole day, which says something only of the days it is said of. */
function checkHours({ from, to, zone, days }: HoursWindow, path: string, report: Report): void {
  checkZone(zone, `${path}.zone`, report);
  if (from !== to || days !== undefined) return;
  report(
    path,
    `from ${from} to ${to} is every hour of every day`,
    'leave `hours` out, or write another `to`',
  );
}

function isEmpty(parts: object): boolean {
  return Object.values(parts).every((part) => part === undefined);
}

function compileCaller(
  written: NonNullable<ConditionInput['caller']>,
  path: string,
  report: Report,
): CallerCondition {
  if (isList(written)) return { key: written };
  if (isEmpty(written) || (written.tags !== undefined && isEmpty(written.tags)))
    report(path, 'names nobody', 'write key, team, app, tier or tags, each with a list');
  return written;
}

/** `Array.isArray` does not know lists that are read-only. */
function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

/** Null: it serves whatever comes to it. */
export function compileWhen(
  written: WhenInput | undefined,
  path: string,
  report: Report,
): When | 'by-name' | null {
  if (written === undefined || written === 'by-name') return written ?? null;
  if (isEmpty(written)) report(path, 'has no condition', "leave `when` out, or write 'by-name'");
  if (written.difficulty) checkSpan(written.difficulty, `${path}.difficulty`, report);
  if (written.inputTokens) checkSpan(written.inputTokens, `${path}.inputTokens`, report);
  if (written.hours) checkHours(written.hours, `${path}.hours`, report);
  const { caller, ...rest } = written;
  return caller === undefined ? rest : { ...rest, caller: compileCaller(caller, `${path}.caller`, report) };
}

function compileBar(
  written: { readonly atLeast?: number | undefined; readonly ofBest?: number | undefined },
  path: string,
  report: Report,
): QualityBar {
  const { atLeast = null, ofBest = null } = written;
  if (atLeast === null && ofBest === null)
    report(path, 'sets no bar', 'write `ofBest` (a share of the best target) or `atLeast` (a probability)');
  return { atLeast, ofBest };
}

function compileObjective(written: ObjectiveInput = 'order', path: string, report: Report): Objective {
  if (typeof written === 'string') return { kind: written };
  const [name, ...more] = Object.keys(written);
  if (name === undefined || more.length > 0)
    report(path, 'must name one objective', 'write one of cheapest, fastest, weights');
  if (written.cheapest)
    return { kind: 'cheapest', bar: compileBar(written.cheapest, `${path}.cheapest`, report) };
  if (written.fastest)
    return { kind: 'fastest', bar: compileBar(written.fastest, `${path}.fastest`, report) };
  const { quality = 1, costUsd = 0, seconds = 0 } = written.weights ?? {};
  return { kind: 'weighted', quality, costUsd, seconds };
}

export type Rule = {
  readonly objective: Objective;
  readonly floor: SafeguardLevel;
  readonly clientMay: readonly ClientWish[];
  readonly session: SessionRule;
  readonly learn: boolean;
  readonly exploreShare: number;
};

const everyWish = Object.keys(clientWishes) as ClientWish[];

/** What a route explores has to be learned from, and to be able to change something. */
function checkExplore({ learn, objective = 'order' }: RuleInput, path: string, report: Report): void {
  if (learn === false)
    report(path, 'tries targets out, and `learn: false` learns nothing of it', 'leave one of the two out');
  if (objective === 'order')
    report(path, 'tries targets out, and their order stays as written', 'set an objective, or leave it out');
}

export function compileRule(written: RuleInput, path: string, report: Report): Rule {
  const { explore } = written;
  if (explore !== undefined) checkExplore(written, `${path}.explore`, report);
  return {
    objective: compileObjective(written.objective, `${path}.objective`, report),
    floor: written.floor ?? 'none',
    clientMay: written.clientMay ?? everyWish,
    session: written.session ?? 'weigh',
    learn: written.learn ?? true,
    exploreShare: explore === undefined ? 0 : Math.round((explore.share * wholeShare) / 100),
  };
}
