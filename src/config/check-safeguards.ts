/** Targets that step up for risky requests and could not, and what rules and routes ask for in vain. Pure. */
import { higherFloor, isBelowFloor, type SafeguardLevel } from '../core/target.ts';
import type { Check } from './check-input.ts';

/** Who steps up has to reach the highest floor: below it they serve some rules, and not the strictest. */
export const checkSafeguards: Check = ({ written, config }) => {
  const { rules, stepUp } = config.safeguards;
  if (written.safeguards?.stepUp === undefined) return [];
  const highest = rules.reduce<SafeguardLevel>((floor, rule) => higherFloor(floor, rule.floor), 'none');
  if (!stepUp.some(({ model }) => !isBelowFloor(model.safeguards, highest))) {
    const strictest = rules.filter(({ floor }) => floor === highest && highest !== 'none');
    if (strictest.length === 0) return [];
    const names = strictest.map(({ name }) => name).join(', ');
    const what = `no target has safeguards of the level ${highest}: requests that ${names} holds for are refused where their own targets have none`;
    return [{ path: 'safeguards.stepUp', what, fix: 'name one that has, unless that is what you want' }];
  }
  return stepUp.flatMap(({ name, model }, at) => {
    if (!isBelowFloor(model.safeguards, highest)) return [];
    const what = `${name} has safeguards of the level ${model.safeguards}; rules demand up to ${highest}, for which it never steps up`;
    return [{ path: `safeguards.stepUp[${at}]`, what, fix: 'take it out, or lower the floors' }];
  });
};
