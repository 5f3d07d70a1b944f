/** What counters cost, as every page says it: null where there were attempts and no price is known of any. Pure. */
export { knownCostOf as costFigure } from '../finance/day-costs.ts';
