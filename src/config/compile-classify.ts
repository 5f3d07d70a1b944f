/** Completes and checks what a route says about classifying its requests. Pure. */
import type { ClassifySettings, Override, RiskCuts } from '../core/classify-settings.ts';
import { foldText } from '../core/fold-text.ts';
import type { ClassifyInput, OverrideInput } from './classify-input.ts';
import type { Report } from './problem.ts';

/** Null: the route says nothing, so its requests need not be classified. */
export function compileClassify(
  written: ClassifyInput | undefined,
  path: string,
  report: Report,
): ClassifySettings | null {
  if (written === undefined) return null;
  const { expect = [], overrides = [], thresholds = {} } = written;
  expect.forEach((task, at) => {
    if (expect.indexOf(task) !== at)
      report(`${path}.expect[${at}]`, `"${task}" is there twice`, 'remove one');
  });
  for (const [id, cuts] of Object.entries(thresholds.risk ?? {}))
    checkCuts(cuts, `${path}.thresholds.risk.${id}`, report);
  return {
    expect,
    overrides: overrides.map((each, at) => compileOverride(each, `${path}.overrides[${at}]`, report)),
    thresholds: { task: thresholds.task ?? null, risk: thresholds.risk ?? {} },
  };
}

function checkCuts({ low, elevated, high }: RiskCuts, path: string, report: Report): void {
  const fix = 'let low, elevated and high rise';
  if (low > elevated) report(`${path}.elevated`, `${elevated} is below low ${low}`, fix);
  if (elevated > high) report(`${path}.high`, `${high} is below elevated ${elevated}`, fix);
}

function compileOverride(written: OverrideInput, path: string, report: Report): Override {
  const { task, risk, domain, mayLowerRisk = false } = written;
  if (task === undefined && risk === undefined) {
    report(path, 'sets neither task nor risk', "add `task: 'code'` or `risk: 'elevated'`");
  }
  if (risk === undefined && (domain !== undefined || mayLowerRisk)) {
    report(path, `has ${mayLowerRisk ? 'mayLowerRisk' : 'domain'} without risk`, 'say which risk it sets');
  }
  if (risk === 'none' && !mayLowerRisk) {
    report(`${path}.risk`, '"none" raises nothing', 'write a higher level, or add `mayLowerRisk: true`');
  }
  if (risk === 'high' && mayLowerRisk) {
    report(`${path}.mayLowerRisk`, '"high" lowers nothing', 'remove it, or write a lower level');
  }
  return {
    ...compileWhen(written.when, `${path}.when`, report),
    task: task ?? null,
    risk: risk ?? null,
    domain: domain ?? null,
    mayLowerRisk,
  };
}

function compileWhen(
  { contains, predicate, name }: OverrideInput['when'],
  path: string,
  report: Report,
): Pick<Override, 'name' | 'when'> {
  if (contains !== undefined && predicate === undefined && name === undefined) {
    const words = contains.map(foldText);
    words.forEach((word, at) => {
      if (word === '')
        report(`${path}.contains[${at}]`, 'holds invisible characters only', 'write a word or a phrase');
    });
    return { name: `contains ${nameWords(contains)}`, when: { kind: 'contains', words } };
  }
  if (predicate !== undefined && contains === undefined) {
    if (name === undefined)
      report(`${path}.name`, 'is missing', 'say in a word or two what the predicate means');
    return { name: name ?? '', when: { kind: 'predicate', test: predicate } };
  }
  const isNamed = predicate === undefined && name !== undefined && contains !== undefined;
  const what =
    contains === undefined
      ? 'is empty'
      : isNamed
        ? 'needs no name for words'
        : 'has both contains and predicate';
  report(path, what, "write one of `contains: ['a word']` and `predicate: aFunction, name: 'what it means'`");
  return { name: '', when: { kind: 'contains', words: [] } };
}

/** The version of the configuration holds all words; a name is for people. */
function nameWords(words: readonly string[]): string {
  const shown = words.slice(0, 2).map((word) => `"${word}"`);
  return words.length > 2 ? `${shown.join(', ')} or ${words.length - 2} more` : shown.join(' or ');
}
