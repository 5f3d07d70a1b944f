/** The shape of safeguards, as a table. Whether rules can be kept by the targets that there are comes after. */
import { tiers } from '../core/caller.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import { safeguardActionNames } from '../core/safeguard.ts';
import { toolEffects } from '../core/signals.ts';
import { safeguardLevels } from '../core/target.ts';
import { approvalsShape } from './compile-approvals.ts';
import { fields, flag, listOf, oneOf, type Shape, text } from './shape.ts';

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

export const safeguardsShape: Shape = fields(
  {
    rules: listOf(rule, 0),
    shipped: flag,
    stepUp: listOf(text(/\S/, 'a target'), 0),
    approvals: approvalsShape,
  },
  [],
);
