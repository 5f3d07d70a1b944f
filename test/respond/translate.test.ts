/** A translated stream that breaks behind the commit point ends as the stream it was, not as another one. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { secret, streams } from '../support/world/answers.ts';
import { makeConfig } from '../support/world/models.ts';
import { bodyOf, byModel, eventStream } from '../support/world/provider.ts';
import { eventsIn, serve } from '../support/world/serve.ts';
import { makeWorld } from '../support/world/world.ts';

const config = makeConfig({ routes: [{ name: 'auto', use: ['gamma'] }] });

test.each(['error', 'cut'] as const)('Responses: an %s keeps the id and goes on counting', async (how) => {
  const { events, outputAt, error } = streams['openai-chat'];
  const begun = events.slice(0, outputAt + 1);
  const sent = how === 'error' ? bodyOf([...begun, error]) : bodyOf(begun, 'cut');
  const world = makeWorld(byModel({ 'vendor/gamma': [() => eventStream(sent)] }), { config });
  const { text } = await serve(world, { caller: 'openai-responses' });
  const told = eventsIn(text).map(({ data }) => JSON.parse(data) as JsonObject);
  expect(told.map(({ sequence_number }) => sequence_number)).toEqual(told.map((_, at) => at));
  expect(told.map(({ type }) => type).slice(-2)).toEqual(['error', 'response.failed']);
  const [created] = told as { response?: JsonObject }[];
  const failed = told.at(-1) as { response?: JsonObject };
  expect(failed.response).toMatchObject({
    id: created?.response?.id,
    model: created?.response?.model,
    created_at: created?.response?.created_at,
    status: 'failed',
  });
  expect(text).not.toContain(secret);
});
