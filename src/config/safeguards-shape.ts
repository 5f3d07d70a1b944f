/** The shape of safeguards, as a table. Whether rules can be kept by the targets that there are comes after. */
import { tiers } from '../core/caller.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import { safeguardActionNames } from '../core/safeguard.ts';
import { toolEffects } from '../core/signals.ts';
import { safeguardLevels } from '../core/target.ts';
import { secondLookShape } from './classify-shape.ts';
import { approvalsShape } from './compile-approvals.ts';
import { moderationShape } from './compile-moderation.ts';
import { fields, flag, listOf, numberBetween, oneOf, type Shape, text, wholeNumber } from './shape.ts';

export const actionsShape: Shape = listOf(oneOf(safeguardActionNames), 0);

const condition: Shape = fields(
  {
    risk: fields({ level: oneOf(riskLevels), domains: listOf(oneOf(riskDomains), 1) }, ['level']),
    tier: listOf(oneOf(tiers), 1),
    tools: oneOf(toolEffects),
  },
  [],
);

const rule: Shape = fields(
  {
    name: text(/^[a-z][a-z0-9-]{0,39}$/, 'a name of up to 40 small letters, digits and dashes'),
    when: condition,
    floor: oneOf(safeguardLevels),
    do: actionsShape,
  },
  ['name'],
);

const strikes = numberBetween('strikes', 0.1, 1000);

const actors = fields(
  {
    halfLifeHours: numberBetween('hours', 0.1, 720),
    warnAt: strikes,
    slowAt: strikes,
    stepDownAt: strikes,
    suspendAt: strikes,
    suspendHours: numberBetween('hours', 0.1, 8760),
    slowRequestsPerMinute: wholeNumber('requests', 1, 100_000),
    onStoreAway: oneOf(['open', 'closed']),
  },
  [],
);

const actorsShape: Shape = (value, path, report) => {
  if (value !== false) actors(value, path, report);
};

export const safeguardsShape: Shape = fields(
  {
    rules: listOf(rule, 0),
    shipped: flag,
    stepUp: listOf(text(/\S/, 'a target'), 0),
    linkHosts: listOf(
      text(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host in small letters, such as img.example.com'),
      0,
    ),
    approvals: approvalsShape,
    moderation: moderationShape,
    secondLook: secondLookShape,
    actors: actorsShape,
  },
  [],
);
