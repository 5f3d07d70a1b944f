/** Whether one condition of a route holds wherever another does. Says yes only where that is sure. Pure. */
import { riskLevels } from '../core/risk.ts';
import type { CallerCondition, Span, When } from '../core/route-when.ts';

type Within = {
  readonly [Key in keyof Required<When>]: (narrow: Required<When>[Key], wide: Required<When>[Key]) => boolean;
};

function isSubset<Item>(narrow: readonly Item[], wide: readonly Item[]): boolean {
  return narrow.every((item) => wide.includes(item));
}

function isInside(narrow: Span, wide: Span): boolean {
  const isFromIn = (narrow.from ?? 0) >= (wide.from ?? 0);
  return isFromIn && (narrow.to ?? Number.POSITIVE_INFINITY) <= (wide.to ?? Number.POSITIVE_INFINITY);
}

type Lists = Readonly<Record<string, readonly string[]>>;

/** Each list of `wide` has one of `narrow` inside it. */
function areInside(narrow: Lists, wide: Lists): boolean {
  return Object.entries(wide).every(([name, list]) => {
    const own = narrow[name];
    return own !== undefined && isSubset(own, list);
  });
}

function isCallerInside(narrow: CallerCondition, wide: CallerCondition): boolean {
  const { tags: narrowTags = {}, ...narrowLists } = narrow;
  const { tags: wideTags = {}, ...wideLists } = wide;
  return areInside(narrowLists, wideLists) && areInside(narrowTags, wideTags);
}

/** Each holds wherever one after it does; `none` holds apart from them. */
const toolSteps: readonly Required<When>['tools'][] = ['any', 'write', 'destructive'];

const within: Within = {
  task: isSubset,
  difficulty: isInside,
  risk: (narrow, wide) => {
    if (riskLevels.indexOf(narrow.level) < riskLevels.indexOf(wide.level)) return false;
    if (wide.domains === undefined) return true;
    return narrow.domains !== undefined && isSubset(narrow.domains, wide.domains);
  },
  inputTokens: isInside,
  modalities: isSubset,
  tools: (narrow, wide) =>
    narrow === wide || (wide !== 'none' && toolSteps.indexOf(narrow) >= toolSteps.indexOf(wide)),
  structuredOutput: (narrow, wide) => narrow === wide,
  language: isSubset,
  caller: isCallerInside,
  protocol: isSubset,
  stream: (narrow, wide) => narrow === wide,
  hours: (narrow, wide) =>
    narrow.from === wide.from &&
    narrow.to === wide.to &&
    narrow.zone === wide.zone &&
    (wide.days === undefined || isSubset(narrow.days ?? [1, 2, 3, 4, 5, 6, 7], wide.days)),
};

function isWithin<Key extends keyof When>(key: Key, narrow: When, wide: When): boolean {
  const [theirs, ours] = [wide[key], narrow[key]];
  if (theirs === undefined) return true;
  return ours !== undefined && within[key](ours as Required<When>[Key], theirs as Required<When>[Key]);
}

/** True: every request that meets `narrow` meets `wide`. */
export function implies(narrow: When, wide: When): boolean {
  return (Object.keys(within) as (keyof When)[]).every((key) => isWithin(key, narrow, wide));
}
