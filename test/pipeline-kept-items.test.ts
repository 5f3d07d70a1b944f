/** From one request to the next: what is kept of an answer, for whom, with how many commands, and what comes back. */
import { describe, expect, test } from 'vitest';
import { callerNamed } from '../src/core/caller.ts';
import { isObject, type JsonObject } from '../src/core/json.ts';
import type { ProtocolId } from '../src/core/target.ts';
import type { Deps } from '../src/deps.ts';
import { answerModelRequest } from '../src/pipeline.ts';
import { protocols } from '../src/protocols/index.ts';
import { said } from './support/world/answers.ts';
import { makeConfig } from './support/world/models.ts';
import { FakeStore } from './support/world/store.ts';
import { makeWorld, type World } from './support/world/world.ts';

const sevenDays = makeConfig({
  named: { data: { retentionDaysAtMost: 7 } },
  providers: {
    anthropic: {
      baseUrl: 'https://anthropic.example',
      protocols: { 'anthropic-messages': '/v1' },
      data: { retentionDays: 0 },
    },
  },
});

type Sending = { readonly caller?: string; readonly protocol?: ProtocolId };
type Item = JsonObject & { readonly id: string };

/** A router with a store. `beta` answers over Messages, `gamma` over Chat Completions, `alpha` over Responses. */
class Router {
  readonly store = new FakeStore();
  readonly world: World;

  constructor(changes: Partial<Deps> = {}) {
    this.world = makeWorld(undefined, { store: this.store, ...changes });
  }

  /** `body` is JSON text or what becomes one. Throws what the endpoint would turn into an error. */
  async send(body: JsonObject | string, { caller = 'team-a', protocol = 'openai-responses' }: Sending = {}) {
    const http = new Request('http://router/v1', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answering = answerModelRequest(
      protocols[protocol],
      http,
      callerNamed(caller),
      'req_1',
      this.world.deps,
    );
    const response = await answering;
    expect(response.status).toBe(200);
    return (await response.json()) as JsonObject;
  }

  /** The first item of an answer of `model`. */
  async ask(model = 'beta', more: JsonObject = {}): Promise<Item> {
    const { output } = await this.send({ model, input: 'Hi', ...more });
    const [item] = Array.isArray(output) ? output : [];
    if (!isObject(item) || typeof item.id !== 'string') throw new Error('no item');
    return { ...item, id: item.id };
  }

  get lastBody(): string {
    return this.world.provider.calls.at(-1)?.body ?? '';
  }
}

/** The next turn of a conversation whose first answer is only named. */
function nextTurn(itemId: string, model = 'beta') {
  const user = { role: 'user', content: 'Hi' };
  return { model, input: [user, { type: 'item_reference', id: itemId }, user] };
}

describe('keeping', () => {
  test('is done before the client has the answer, with one command besides the receipt', async () => {
    const router = new Router();
    await router.ask();
    expect(router.store.names).toContain('SET');
    await router.world.settled();
    expect(router.store.names.toSorted()).toEqual(['SET', 'SET']);
    expect([...router.store.values.keys()].toSorted()).toEqual([
      expect.stringMatching(/^sbx:items:[0-9a-f]{64}$/),
      'sbx:receipt:req_1',
    ]);
  });

  test('leaves nothing in the store or the log that would open it', async () => {
    const router = new Router();
    const { id } = await router.ask();
    await router.send(nextTurn(id));
    await router.world.settled();
    const { commands, values } = router.store;
    const { rows } = router.world.ledger;
    const left = JSON.stringify([commands, rows, [...values], router.world.log]);
    expect(rows).toHaveLength(2);
    expect(left).not.toContain(id.split('_')[2]);
    expect(left).not.toContain(said);
  });

  test.each<[string, JsonObject, Sending, Partial<Deps>]>([
    ['the caller said store: false', { model: 'beta', input: 'Hi', store: false }, {}, {}],
    ['the config says no', { model: 'beta', input: 'Hi' }, {}, { config: makeConfig({ keepItems: false }) }],
    ['a data policy limits what is kept', { model: 'beta', input: 'Hi' }, {}, { config: sevenDays }],
    [
      'the protocol has no references',
      { model: 'beta', messages: [{ role: 'user', content: 'Hi' }] },
      { protocol: 'openai-chat' },
      {},
    ],
  ])('is not done where %s', async (_, body, sending, changes) => {
    const router = new Router(changes);
    await router.send(body, sending);
    await router.world.settled();
    expect(router.store.names).toEqual(['SET']);
  });

  test('is left to the provider on the passthrough lane', async () => {
    const router = new Router();
    await router.ask('alpha');
    await router.world.settled();
    expect([...router.store.values.keys()]).toEqual(['sbx:response:resp_1', 'sbx:receipt:req_1']);
  });

  test('that fails costs a log line, and the answer is whole', async () => {
    const router = new Router();
    router.store.isAway = true;
    expect((await router.ask()).content).toMatchObject([{ text: said }]);
    await router.world.settled();
    const { log } = router.world;
    expect(log.map(({ event, code }) => `${event} ${code}`).toSorted()).toEqual([
      'record-lost receipt',
      'record-lost store_unavailable',
    ]);
    expect(log.map(({ detail }) => detail).toSorted()).toEqual([
      'store set: TimeoutError',
      'store set: TimeoutError',
    ]);
  });
});

describe('a named item', () => {
  test('is there for a model over another protocol, for one command', async () => {
    const router = new Router();
    const { id } = await router.ask('gamma');
    await router.world.settled();
    router.store.commands.length = 0;
    await router.send({ ...nextTurn(id), store: false });
    await router.world.settled();
    expect(JSON.parse(router.lastBody)).toMatchObject({
      messages: [
        { role: 'user', content: [{ text: 'Hi' }] },
        { role: 'assistant', content: [{ type: 'text', text: said }] },
        { role: 'user', content: [{ text: 'Hi' }] },
      ],
    });
    expect(router.store.names).toEqual(['MGET', 'SET']);
  });

  test('is there for a model over the same protocol, which never sees our id; all else passes as written', async () => {
    const router = new Router();
    const { id } = await router.ask();
    const { input } = nextTurn(id);
    await router.send(
      `{ "model": "alpha", "top_p": 1.0, "input": ${JSON.stringify(input)}, "made_up": 1e2 }`,
    );
    expect(router.lastBody).toMatch(/^\{ "model": "alpha", "top_p": 1\.0, "input": .*, "made_up": 1e2 }$/);
    expect(router.lastBody).not.toContain('sbx_');
    expect(JSON.parse(router.lastBody)).toMatchObject({
      input: [input[0], { type: 'message', role: 'assistant', content: [{ text: said }] }, input[2]],
    });
  });

  test("is another caller's to nobody", async () => {
    const router = new Router();
    const { id } = await router.ask();
    const calls = router.world.provider.calls.length;
    await expect(router.send(nextTurn(id), { caller: 'team-b' })).rejects.toMatchObject({
      code: 'response_not_found',
      status: 404,
      param: 'input[1].id',
    });
    expect(router.world.provider.calls).toHaveLength(calls);
  });

  test('of an answer that was not kept is not found', async () => {
    const router = new Router();
    const { id } = await router.ask('beta', { store: false });
    await expect(router.send(nextTurn(id))).rejects.toMatchObject({ code: 'response_not_found' });
  });

  test('waits for a store that is away: the model is not asked without it', async () => {
    const router = new Router();
    const { id } = await router.ask();
    router.store.isAway = true;
    await expect(router.send(nextTurn(id))).rejects.toMatchObject({ code: 'store_unavailable', status: 503 });
  });

  test.each<[string, Partial<Deps>]>([
    ['there is no store', { store: null }],
    ['the config says no', { config: makeConfig({ keepItems: false }) }],
  ])('has to be sent where %s', async (_, changes) => {
    const kept = new Router();
    const { id } = await kept.ask();
    const router = new Router({ store: kept.store, ...changes });
    await expect(router.send(nextTurn(id))).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'input[1].id',
      message: expect.stringContaining('send the item itself'),
    });
  });

  test('counts in the size of the request', async () => {
    const router = new Router({ config: makeConfig({ limits: { bodyBytes: 1024 } }) });
    const { id } = await router.ask();
    const body = { model: 'beta', input: Array.from({ length: 8 }, () => ({ type: 'item_reference', id })) };
    expect(JSON.stringify(body).length).toBeLessThan(1024);
    await expect(router.send(body)).rejects.toMatchObject({ code: 'request_too_large', status: 413 });
  });
});

test('a previous response of ours is not found, and the client is told what to send', async () => {
  const router = new Router();
  const { id } = await router.send({ model: 'beta', input: 'Hi' });
  const next = { model: 'beta', input: 'Hi', previous_response_id: id ?? '' };
  await expect(router.send(next)).rejects.toMatchObject({
    code: 'response_not_found',
    status: 404,
    param: 'previous_response_id',
    message: expect.stringContaining('in `input`'),
  });
});
