/** Safeguards as everything else reads them: the shipped rules and the config's own. Pure. */
import type { Route } from '../core/config.ts';
import { findBreach } from '../core/data-policy.ts';
import type { SafeguardRule, SafeguardSettings } from '../core/safeguard.ts';
import { compileActors } from './compile-actors.ts';
import { compileApprovals } from './compile-approvals.ts';
import { compileModeration } from './compile-moderation.ts';
import { compileSecondLook } from './compile-second-look.ts';
import type { Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';
import type { SafeguardRuleInput, SafeguardsInput } from './safeguards-input.ts';
import { shippedRules, usualStepUp } from './shipped-rules.ts';

/** What nobody has written is nobody's mistake: a catalogue may lack them. */
const nobody: Report = () => undefined;

function compileRule({ name, when, floor, do: actions }: SafeguardRuleInput): SafeguardRule {
  return { name, when: when ?? {}, floor: floor ?? 'none', actions: actions ?? [] };
}

export function compileSafeguards(
  written: SafeguardsInput<string>,
  known: Known,
  report: Report,
): SafeguardSettings {
  const {
    rules = [],
    shipped = true,
    stepUp,
    linkHosts = [],
    actors,
    approvals = {},
    moderation = {},
  } = written;
  const standing = shipped ? shippedRules : [];
  rules.forEach(({ name, floor, do: actions }, at) => {
    const path = `safeguards.rules[${at}]`;
    const taken = [...standing.map((rule) => rule.name), ...rules.slice(0, at).map((rule) => rule.name)];
    if (taken.includes(name)) report(`${path}.name`, `there are two rules "${name}"`, 'name each its own');
    if (floor === undefined && (actions ?? []).length === 0)
      report(path, 'demands nothing', 'give it a `floor` or something to `do`');
  });
  const serving = (stepUp ?? usualStepUp).map((name, at) =>
    readCandidate(name, known, `safeguards.stepUp[${at}]`, stepUp === undefined ? nobody : report),
  );
  const secondLook = compileSecondLook(written.secondLook, 'safeguards.secondLook', known, report);
  return {
    rules: [...standing, ...rules.map(compileRule)],
    stepUp: serving.filter((candidate) => candidate !== null),
    linkHosts,
    secondLook,
    approvals: compileApprovals(approvals),
    moderation: compileModeration(moderation, report),
    actors: compileActors(actors ?? {}, report),
  };
}

/** A second look that nobody takes is none; and whoever judges a request reads it. */
export function checkLooks(
  { rules, secondLook }: SafeguardSettings,
  routes: ReadonlyMap<string, Route>,
  report: Report,
): void {
  const asking = rules.find(({ actions }) => actions.includes('second-look'));
  const route = [...routes.values()].find(
    (one) => one.safeguards.includes('second-look') && one.secondLook === null,
  );
  const who = asking ? `the rule "${asking.name}"` : route && `the route "${route.name}"`;
  if (secondLook === null) {
    if (who) report('safeguards.secondLook', `is missing, and ${who} asks for one`, 'say who judges');
    return;
  }
  const { using } = secondLook;
  const model = using.kind === 'target' ? using.candidate.model : { id: using.name };
  for (const { name, data } of routes.values()) {
    const breach = data && findBreach(data, { model, provider: using.provider });
    if (!breach) continue;
    const what = `${using.name} may read requests of "${name}" and does not meet its data policy: ${breach}`;
    report('safeguards.secondLook.using', what, 'let somebody else judge');
  }
}
