/** The routes.config.ts of this repository: it compiles, and says what its comments promise. */
import { describe, expect, it } from 'vitest';
import routes from '../../routes.config.ts';
import { catalogue, priceAt } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { Route } from '../../src/core/config.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const compiled = compileConfig(routes, catalogue, nowMs);

function route(name: string): Route {
  const found = compiled.ok ? compiled.config.routes.get(name) : undefined;
  if (!found) throw new Error(`no route ${name}`);
  return found;
}

describe('routes.config.ts', () => {
  it('compiles without problems or warnings', () => {
    expect(compiled.ok && compiled.warnings()).toEqual([]);
  });

  it('compiles while a Worker starts, where the clock stands at 0', () => {
    expect(compileConfig(routes, catalogue, 0).ok).toBe(true);
  });

  it('gives every route to more than one company', () => {
    if (!compiled.ok) throw new Error('it does not compile');
    for (const { name, use, fallback } of compiled.config.routes.values()) {
      const companies = new Set([...use, ...fallback].map((candidate) => candidate.model.provider));
      expect([name, companies.size > 1]).toEqual([name, true]);
    }
  });

  it('has one route that serves whatever comes, and it is the last', () => {
    const open = [...(compiled.ok ? compiled.config.routes.values() : [])].map(({ when }) => when === null);
    expect(open.indexOf(true)).toBe(open.length - 1);
  });

  it('sends what is sensitive only where every request is judged', () => {
    const { floor, use, fallback } = route('sensitive');
    expect(floor).toBe('strong');
    for (const { model } of [...use, ...fallback]) expect(model.safeguards).toBe('strong');
  });

  it('knows how good each target of the everyday pool is', () => {
    for (const { model } of route('everyday').use) expect(model.quality).toBeDefined();
  });

  it('asks GPT-5.5 Pro first for hard questions', () => {
    expect(route('hard').use[0]).toMatchObject({ name: 'gpt-5.5-pro@high', effort: 'high' });
  });

  it('keeps cheap under a dollar per million output tokens', () => {
    for (const { model } of route('cheap').use) {
      expect(priceAt(model, nowMs)?.output).toBeLessThan(1_000_000);
    }
  });

  it('sends pictures only to models that see', () => {
    for (const { model } of route('vision').use) expect(model.input).toContain('image');
  });

  it('sends long requests only to models with a million tokens', () => {
    for (const { model } of route('long-context').use) {
      expect(model.contextTokens).toBeGreaterThanOrEqual(1_000_000);
    }
  });
});
