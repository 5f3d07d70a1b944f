/** What a model name means today. */
import { describe, expect, test } from 'vitest';
import { type Caller, callerNamed } from '../../src/core/caller.ts';
import type { MatchFacts } from '../../src/routing/match-route.ts';
import { resolveModelName } from '../../src/routing/resolve.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { catalogue, makeConfig, today } from '../support/world/models.ts';
import { makeTraits } from '../support/world/requests.ts';

const config = makeConfig({
  models: [
    { id: 'house', provider: 'groq', shutdown: '2026-01-01', successor: 'house-2' },
    { id: 'house-2', provider: 'groq' },
  ],
  named: { maxAttempts: 1, limits: { outputTokens: 77 } },
});

const facts: MatchFacts = {
  traits: makeTraits(),
  caller: 'openai-chat',
  identity: callerNamed('test'),
  conversation: () => 'a-conversation',
  session: null,
  nowMs: today,
  judge: () => makeJudged(),
  language: () => 'en',
  inputTokens: () => 10,
};
const resolve = (name: string, known = facts) => resolveModelName(name, config, catalogue, today, known);

function value(name: string) {
  const resolved = resolve(name);
  if (!resolved.ok) throw resolved.error;
  return resolved.value;
}

function problem(name: string, known = facts) {
  const resolved = resolve(name, known);
  if (resolved.ok) throw new Error(`${name} resolved`);
  return resolved.error;
}

describe('a route', () => {
  test.each([
    ['auto', 'auto', ['alpha@low', 'beta@high', 'gamma']],
    ['route/auto', 'auto', ['alpha@low', 'beta@high', 'gamma']],
    ['route/same', 'same', ['alpha', 'delta']],
  ])('%s is %s with its targets in order', (name, route, targets) => {
    const { candidates, ...rest } = value(name);
    expect(rest).toMatchObject({ route, notice: null });
    expect(candidates.map((candidate) => candidate.name)).toEqual(targets);
  });

  test('has its own policy', () => {
    expect(value('route/same').policy).toMatchObject({
      maxAttempts: 5,
      onClientAbort: 'drain',
      limits: { outputTokens: 500 },
    });
  });

  test.each<[Partial<Caller>, string]>([
    [{ routes: ['same'] }, 'Routes: route/same.'],
    [{ models: ['alpha'] }, 'Routes: none for this API key.'],
  ])('that is unknown to a key with %j is refused with what that key may use', (scope, words) => {
    const error = problem('route/nothing', { ...facts, identity: { ...callerNamed('test'), ...scope } });
    expect(error.message).toBe(`The route 'nothing' does not exist. ${words}`);
  });

  test('that is unknown is refused with the known ones', () => {
    const error = problem('route/nothing');
    expect(error).toMatchObject({ code: 'route_not_found', status: 404, param: 'model' });
    expect(error.message).toContain('route/auto, route/same, route/dated');
  });
});

describe('a model', () => {
  test.each([
    ['alpha', 'alpha', null],
    ['alpha-latest', 'alpha', null],
    ['alpha-2026-01-01', 'alpha', null],
    ['alpha@high', 'alpha', 'high'],
    ['alpha-2026-01-01@none', 'alpha', 'none'],
    ['house-2', 'house-2', null],
  ])('%s is %s at effort %s', (name, id, effort) => {
    const { route, policy, candidates, notice } = value(name);
    expect(candidates).toMatchObject([{ name, effort, model: { id } }]);
    expect({ route, notice }).toEqual({ route: 'model', notice: null });
    expect(policy).toMatchObject({ maxAttempts: 1, limits: { outputTokens: 77 } });
  });

  test.each([
    ['alpah', 'alpha'],
    ['alpha-2027', 'alpha'],
    ['hous', 'house'],
  ])('%s does not exist; %s may be meant', (name, near) => {
    const error = problem(name);
    expect(error).toMatchObject({ code: 'model_not_found', status: 404, param: 'model' });
    expect(error.message).toMatch(new RegExp(`Did you mean [^?]*\\b${near}\\b`));
  });

  test.each<[Partial<Caller>, string, string]>([
    [{ models: ['house-2'] }, 'hous', 'Did you mean house-2?'],
    [{ models: ['house-2'] }, 'alpah', 'GET /v1/models lists the known ones.'],
    [{ routes: ['same'] }, 'hous', 'GET /v1/models lists the known ones.'],
    [{ models: ['alpha'] }, 'alpah', 'Did you mean alpha'],
  ])('a key with %j hears of %s: %s', (scope, name, words) => {
    const error = problem(name, { ...facts, identity: { ...callerNamed('test'), ...scope } });
    expect(error.message).toContain(words);
    expect(error.message).not.toMatch(/house(?!-2)\b/);
  });

  test('nothing near: the list of models is pointed to', () => {
    expect(problem('zzzzzzzz').message).toBe(
      "The model 'zzzzzzzz' does not exist. GET /v1/models lists the known ones.",
    );
  });

  test.each(['Alpha', 'alpha ', '', '@', '@low', 'alpha@', 'alpha@@low', 'auto@low', 'route', 'constructor'])(
    'is taken by its exact name: %j is none',
    (name) => expect(problem(name).code).toBe('model_not_found'),
  );

  test.each([
    ['alpha@max', 'none, low, medium, high'],
    ['alpha@fast', 'none, low, medium, high'],
    ['gamma@low', 'gamma takes no effort'],
  ])('%s: the efforts it takes are named', (name, takes) => {
    const error = problem(name);
    expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
    expect(error.message).toContain(takes);
  });

  test.each(['x', 'route/', 'alpha@'])('a name of megabytes is not echoed: %s…', (start) => {
    expect(problem(start + 'x'.repeat(3_000_000)).message.length).toBeLessThan(500);
  });
});

describe('a model that ends', () => {
  test('soon: it serves, and the client is told when and what comes next', () => {
    const { candidates, notice } = value('ending');
    expect(candidates[0]?.model.id).toBe('ending');
    expect(notice).toBe('ending ends on 2026-12-01, in 10 days; then alpha serves');
  });

  test('and has: its successor serves, over as many as it takes, and the client is told', () => {
    const { candidates, notice } = value('ended');
    expect(candidates).toMatchObject([{ name: 'ended', model: { id: 'alpha' } }]);
    expect(notice).toBe('ended ended on 2026-11-01; alpha serves');
  });

  test('with an effort: the successor must know it', () => {
    expect(value('ended@high').candidates[0]).toMatchObject({ effort: 'high', model: { id: 'alpha' } });
    expect(problem('ended@max').message).toContain('alpha knows');
  });

  test('has a successor in the config too', () => {
    expect(value('house').candidates[0]?.model.id).toBe('house-2');
  });

  test.each(['gone', 'circle'])('and nobody follows: %s is refused', (name) => {
    expect(problem(name)).toMatchObject({ code: 'model_not_found' });
    expect(problem(name).message).toContain('ended on 2026-11-01 and has no successor');
  });
});
