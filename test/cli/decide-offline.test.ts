/** What the command line explains is what the Worker decides: the same answer to the letter, for all three protocols. */
import { expect, test } from 'vitest';
import routes from '../../routes.config.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { decideOffline } from '../../src/cli/decide-offline.ts';
import { readSubjects } from '../../src/cli/read-subjects.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { Config } from '../../src/core/config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { explain } from '../../src/routing/explain.ts';
import { makeApp } from '../support/world/app.ts';
import { judgeRequest } from '../support/world/judge-request.ts';
import { today } from '../support/world/models.ts';

function compile(input: unknown): Config {
  const compiled = compileConfig(input, catalogue, today);
  if (!compiled.ok) throw new Error('the routes do not compile');
  return compiled.config;
}

const shipped = compile(routes);
const classifying = compile({
  routes: [
    { name: 'mine', when: { caller: ['one'] }, use: ['gpt-5.5@low'], classify: { expect: ['code'] } },
    { name: 'rest', use: ['gpt-5.5'] },
  ],
});

const say = (content: string) => ({ messages: [{ role: 'user', content }] });
const tool = { name: 'delete_user', description: 'Deletes a user.', input_schema: { type: 'object' } };

test.each<[string, Config, JsonObject]>([
  ['chat', shipped, { model: 'auto', ...say('Hello there, how are you?') }],
  [
    'Responses',
    shipped,
    { model: 'auto/best', input: 'Prove that there are infinitely many primes.', stream: true },
  ],
  [
    'Messages with a tool',
    shipped,
    { model: 'auto', max_tokens: 100, ...say('Delete the user Ada.'), tools: [tool] },
  ],
  ['a route by its name', shipped, { model: 'route/open-weights', ...say('Hello'), temperature: 0.2 }],
  ['a model by its name', shipped, { model: 'gpt-5.5@high', ...say('Hello') }],
  ['a long request', shipped, { model: 'auto', ...say('All of it, word for word. '.repeat(40_000)) }],
  [
    'a route that classifies in its own way',
    classifying,
    { model: 'auto', ...say('Say that again, please.') },
  ],
])('%s', async (_, config, body) => {
  const answer = await makeApp(undefined, { config, catalogue }).call('POST', '/v1/route', body);
  const [read] = readSubjects([{ line: null, body }], judgeRequest);
  if (!read?.subject.ok) throw new Error('the request cannot be read');
  const surroundings = {
    isConfigured: () => true,
    identity: callerNamed('one'),
    sessionId: null,
    nowMs: today,
  };
  const decided = decideOffline(read.subject.value, config, surroundings);
  if (!decided.ok) throw decided.error;
  const offline: unknown = JSON.parse(JSON.stringify(explain(decided.value)));
  expect(offline).toEqual(await answer.json());
});

test('what the Worker refuses is refused with the same words', async () => {
  const body = { model: 'gpt-5.55', ...say('Hello') };
  const answer = await makeApp(undefined, { config: shipped, catalogue }).call('POST', '/v1/route', body);
  const [read] = readSubjects([{ line: null, body }], judgeRequest);
  if (!read?.subject.ok) throw new Error('the request cannot be read');
  const surroundings = {
    isConfigured: () => true,
    identity: callerNamed('one'),
    sessionId: null,
    nowMs: today,
  };
  const decided = decideOffline(read.subject.value, shipped, surroundings);
  expect(await answer.json()).toMatchObject({ error: { message: decided.ok ? '' : decided.error.message } });
});
