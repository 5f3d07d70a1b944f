/** Turns the routes of the configuration into candidates and policies, checking every name. Pure. */
import type { Config, Deadlines, Route } from '../core/config.ts';
import { compileClassify } from './compile-classify.ts';
import { compileSecondLook } from './compile-second-look.ts';
import type { PolicyInput, RouteInput } from './define-config.ts';
import type { Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';

const defaultAttempts = 3;

export function compileRoutes(
  written: readonly RouteInput<string>[],
  known: Known,
  report: Report,
): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  written.forEach((entry, index) => {
    const path = `routes[${index}]`;
    if (routes.has(entry.name)) {
      report(`${path}.name`, `there are two routes "${entry.name}"`, 'give each route its own name');
    }
    const use = entry.use.map((name, place) => readCandidate(name, known, `${path}.use[${place}]`, report));
    checkDoubles(entry.use, `${path}.use`, report);
    routes.set(entry.name, {
      name: entry.name,
      use: use.filter((candidate) => candidate !== null),
      ...compilePolicy(entry, path, known, report),
    });
  });
  if (!routes.has('auto')) {
    report(
      'routes',
      'there is no route "auto"',
      'add one: it serves every client that asks for the model `auto`',
    );
  }
  return routes;
}

export function compilePolicy(
  written: PolicyInput<string>,
  path: string,
  known: Known,
  report: Report,
): Config['named'] {
  const deadlines = written.deadlines ?? {};
  checkOrder(deadlines, `${path}.deadlines`, report);
  return {
    deadlines,
    maxAttempts: written.maxAttempts ?? defaultAttempts,
    onClientAbort: written.onClientAbort ?? 'cancel',
    maxOutputTokens: written.maxOutputTokens ?? null,
    classify: compileClassify(written.classify, `${path}.classify`, report),
    secondLook: compileSecondLook(written.secondLook, `${path}.secondLook`, known, report),
  };
}

function checkOrder(deadlines: Partial<Deadlines>, path: string, report: Report): void {
  const { totalMs } = deadlines;
  if (totalMs === undefined) return;
  for (const name of ['firstEventMs', 'idleMs'] as const) {
    const part = deadlines[name];
    if (part === undefined || part <= totalMs) continue;
    report(
      `${path}.${name}`,
      `${part} is longer than totalMs ${totalMs}`,
      'make totalMs the longest of the three',
    );
  }
}

function checkDoubles(names: readonly string[], path: string, report: Report): void {
  names.forEach((name, place) => {
    if (names.indexOf(name) === place) return;
    report(`${path}[${place}]`, `"${name}" is there twice`, 'remove one: a failed target is not asked again');
  });
}
