/** When a second look is taken: the rules as data. Pure. */
import type { SecondLookOccasion, SecondLookSettings } from '../core/classify-settings.ts';
import type { Judged } from '../core/judged.ts';
import { type RiskLevel, riskLevels } from '../core/risk.ts';

type Sign = { readonly what: string; readonly holds: (judged: Judged) => boolean };

/** Signs that the first look abstains; one is enough. */
export const abstentions: readonly Sign[] = [
  {
    what: 'its risk is between none and high',
    holds: ({ risk }) => risk.level === 'low' || risk.level === 'elevated',
  },
  { what: 'it was too long to be looked at whole', holds: ({ risk }) => !risk.isWhole },
  { what: 'its task is not sure', holds: ({ task }) => !task.isSure },
];

/** Signs that the stakes are high; one is enough. */
export const stakes: readonly Sign[] = [
  { what: 'there is some risk', holds: ({ risk }) => risk.level !== 'none' },
  {
    what: 'a tool can delete, pay, send or run code',
    holds: ({ tools }) => tools.highest === 'destructive' || tools.highestCalled === 'destructive',
  },
];

const some = (signs: readonly Sign[], judged: Judged) => signs.some(({ holds }) => holds(judged));

const from =
  (level: RiskLevel) =>
  ({ risk }: Judged): boolean =>
    riskLevels.indexOf(risk.level) >= riskLevels.indexOf(level);

const occasions: Readonly<Record<SecondLookOccasion, (judged: Judged) => boolean>> = {
  unsure: (judged) => some(abstentions, judged) && some(stakes, judged),
  low: from('low'),
  elevated: from('elevated'),
  high: from('high'),
  always: () => true,
};

/** A look that could change nothing (the level is the highest, and may not be lowered) is not taken. */
export function isLookedAtAgain(judged: Judged, { when, mayLower }: SecondLookSettings): boolean {
  return (mayLower || judged.risk.level !== 'high') && occasions[when](judged);
}
