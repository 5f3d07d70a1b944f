/** Safeguards as everything else reads them: the shipped rules and the config's own. Pure. */
import type { SafeguardRule, SafeguardSettings } from '../core/safeguard.ts';
import { compileActors } from './compile-actors.ts';
import { compileApprovals } from './compile-approvals.ts';
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
  { rules = [], shipped = true, stepUp, linkHosts = [], actors, approvals = {} }: SafeguardsInput<string>,
  known: Known,
  report: Report,
): SafeguardSettings {
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
  return {
    rules: [...standing, ...rules.map(compileRule)],
    stepUp: serving.filter((candidate) => candidate !== null),
    linkHosts,
    approvals: compileApprovals(approvals),
    actors: compileActors(actors ?? {}, report),
  };
}
