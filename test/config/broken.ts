/** Broken configurations for the tests beside this file. */
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { Problem } from '../../src/config/problem.ts';

export const nowMs = Date.parse('2026-11-21T12:00:00Z');
export const auto = { name: 'auto', use: ['gpt-5.5'] };

export function problemsOf(input: unknown, now = nowMs): readonly Problem[] {
  const compiled = compileConfig(input, catalogue, now);
  return compiled.ok ? [] : compiled.problems;
}

export const withRoute = (change: object) => ({ routes: [{ ...auto, ...change }] });
export const withModel = (change: object) => ({
  routes: [auto],
  models: [{ id: 'mine', provider: 'openai', ...change }],
});
export const withUrl = (baseUrl: unknown) => ({ routes: [auto], providers: { openai: { baseUrl } } });
export const withPrice = (usd: object) => withModel({ prices: [{ from: '2026-01-01', usd }] });

/** Name, input, path, words of what is wrong, words of the advice. */
export type Case = [name: string, input: unknown, path: string, what: string, fix: string];
