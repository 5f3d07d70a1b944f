/** Programmes for sensitive work: for callers approved for the very level, through a project of their own. */
import { describe, expect, test } from 'vitest';
import { Health } from '../../src/upstream/health.ts';
import { createOutbound } from '../../src/upstream/outbound.ts';
import { makeKeyedApp, secret } from '../support/world/keyed-app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { type Answer, answerWell, FakeProvider, json } from '../support/world/provider.ts';

const blue = { access_programs: { cyber: 'daybreak_blue' } };

/** Every provider has a key that says whose it is, but those of `without`. */
function makeWorld(answer: Answer = answerWell, without = '-', config = makeConfig()) {
  const provider = new FakeProvider(answer);
  const keyOf = (name: string) =>
    name.endsWith('_API_KEY') && !name.startsWith(without) ? `key-of-${name}` : undefined;
  const health = new Health();
  const app = makeKeyedApp({ secret }, { outbound: createOutbound(keyOf, provider.send), health, config });
  const respond = async (settings: object, body: object = {}, path = '/v1/responses') => {
    const { key } = await app.create(settings);
    return app.call('POST', path, { model: 'alpha', input: 'Hello', ...body }, { 'x-api-key': key });
  };
  return { ...app, provider, health, respond };
}

const sentWith = ({ calls }: FakeProvider) => calls.map(({ headers }) => headers.get('authorization'));

describe('a request for a programme', () => {
  test('of an approved caller goes through the project of its own', async () => {
    const { respond, provider } = makeWorld();
    const answer = await respond({ programmes: { cyber: 'daybreak_blue' } }, blue);
    expect([answer.status, answer.headers.get('x-signalbox-provider')]).toEqual([200, 'openai-cyber']);
    expect(sentWith(provider)).toEqual(['Bearer key-of-OPENAI_CYBER_API_KEY']);
    expect(JSON.parse(provider.calls[0]?.body ?? '')).toMatchObject(blue);
  });

  test('of Chat Completions too, over the protocol that has it', async () => {
    const { respond, provider } = makeWorld();
    const body = { messages: [{ role: 'user', content: 'Hello' }], input: undefined, ...blue };
    await respond({ programmes: { cyber: 'daybreak_blue' } }, body, '/v1/chat/completions');
    expect(sentWith(provider)).toEqual(['Bearer key-of-OPENAI_CYBER_API_KEY']);
  });

  test.each<[string, object, object, RegExp]>([
    ['nobody approved', {}, blue, /not approved for the programme cyber/],
    [
      'another level',
      { programmes: { cyber: 'standard' } },
      blue,
      /approved for .* at the level standard only/,
    ],
    ['another programme', { programmes: { bio: 'standard' } }, blue, /not approved for the programme cyber/],
    [
      'an unknown one',
      { programmes: { cyber: 'standard' } },
      { access_programs: { x: 'y' } },
      /this programme/,
    ],
  ])('%s: refused before anything is sent', async (_, settings, body, message) => {
    const { respond, provider } = makeWorld();
    for (const path of ['/v1/responses', '/v1/chat/completions', '/v1/route']) {
      const whole = path === '/v1/chat/completions' ? { messages: [{ role: 'user', content: 'Hi' }] } : {};
      const answer = await respond(settings, { ...body, ...whole }, path);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({
        error: {
          code: 'programme_not_allowed',
          param: 'access_programs',
          message: expect.stringMatching(message),
        },
      });
    }
    expect(provider.calls).toEqual([]);
  });

  test.each<[object, RegExp]>([
    [{ access_programs: 'cyber' }, /must be an object/],
    [{ access_programs: { cyber: 'standard', bio: 'standard' } }, /must name one programme/],
    [{ access_programs: { cyber: 1 } }, /must be a level/],
  ])('%j is told apart from a refusal', async (body, message) => {
    const { respond } = makeWorld();
    const answer = await respond({ programmes: { cyber: 'standard' } }, body);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(message)]);
  });

  test('has no target where the project has no key, or the model another provider', async () => {
    const { respond, provider } = makeWorld(answerWell, 'OPENAI_CYBER');
    const approved = { programmes: { cyber: 'daybreak_blue' } };
    const keyless = await respond(approved, blue);
    expect([keyless.status, await keyless.text()]).toEqual([
      503,
      expect.stringContaining('OPENAI_CYBER_API_KEY'),
    ]);
    const other = await respond(approved, { ...blue, model: 'beta' });
    expect([other.status, await other.text()]).toEqual([
      503,
      expect.stringContaining("no provider 'anthropic' for the programme cyber"),
    ]);
    expect(provider.calls).toEqual([]);
  });

  test('that the provider turns down closes no circuit of others', async () => {
    const denied = { error: { message: 'No.', type: 'permission_error', code: 'no_access', param: null } };
    const { respond, health } = makeWorld(() => json(denied, 403));
    await respond({ programmes: { cyber: 'daybreak_blue' } }, blue);
    expect([health.isOpen('alpha', today), health.isOpen('openai-cyber alpha', today)]).toEqual([
      false,
      true,
    ]);
  });
});

test('an approved caller that asks for none is served as everybody', async () => {
  const { respond, provider } = makeWorld();
  await respond({ programmes: { cyber: 'daybreak_blue' } });
  await respond({ programmes: { cyber: 'daybreak_blue' } }, { access_programs: null });
  expect(sentWith(provider)).toEqual(Array(2).fill('Bearer key-of-OPENAI_API_KEY'));
});

describe('a model of a project', () => {
  const config = makeConfig({
    providers: {
      'openai-bio': {
        baseUrl: 'https://api.openai.com/v1',
        protocols: { 'openai-responses': '' },
        project: { of: 'openai', programme: 'bio' },
      },
    },
    models: [{ id: 'rosalind', provider: 'openai-bio' }],
  });

  test('serves approved callers', async () => {
    const { respond, provider } = makeWorld(answerWell, '-', config);
    const answer = await respond({ programmes: { bio: 'standard' } }, { model: 'rosalind' });
    expect(answer.status).toBe(200);
    expect(sentWith(provider)).toEqual(['Bearer key-of-OPENAI_BIO_API_KEY']);
  });

  test('and nobody else', async () => {
    const { respond, provider } = makeWorld(answerWell, '-', config);
    const answer = await respond({ programmes: { cyber: 'standard' } }, { model: 'rosalind' });
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('programme_not_allowed'),
    ]);
    expect(provider.calls).toEqual([]);
  });
});
