/**
 * Clients of long work that leave, and clients that come back with an Idempotency-Key: who is called off, who is
 * joined, and who pays.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { protocolIds } from '../../src/core/target.ts';
import {
  type Asking,
  expectWhole,
  type LongStack,
  said,
  startLongStack,
  wordsIn,
} from '../support/long-work/stack.ts';
import { until } from '../support/until.ts';

let stack: LongStack;
const ask = (asking: Asking) => stack.ask(asking);

beforeAll(async () => {
  stack = await startLongStack();
});
afterAll(() => stack.stop());
beforeEach(() => stack.clear());

/** Asks, hears the first words and leaves. */
async function leave(asking: Asking): Promise<void> {
  const controller = new AbortController();
  const response = await ask({ ...asking, signal: controller.signal });
  const reader = response.body?.getReader();
  const utf8 = new TextDecoder();
  for (let text = ''; !wordsIn(text).includes('one'); ) {
    const read = await reader?.read();
    if (read === undefined || read.done) throw new Error(`over before the first word: ${text}`);
    text += utf8.decode(read.value, { stream: true });
  }
  controller.abort();
}

describe.each(protocolIds)('a %s client that leaves', (caller) => {
  test('cancel: the answer is called off at the provider, and is not billed whole', async () => {
    await leave({ caller, fault: 'drip=150' });
    await until('the answer to be called off', () => stack.calledOff().length === 1);
    await stack.simulator.settled();
    const [bill] = stack.simulator.invoice();
    stack.simulator.clear();
    await (await ask({ caller })).text();
    const [whole] = stack.simulator.invoice();
    expect(bill?.outputTokens).toBeLessThan(whole?.outputTokens ?? 0);
  });

  test('cancel: it is missed although the model is silent for minutes', async () => {
    await leave({ caller, fault: 'stall-after=3' });
    await until('the answer to be called off', () => stack.calledOff().length === 1);
    expect(stack.resumed()).toEqual([]);
  });

  test('cancel: under a key there is nothing to come back to; the request is made anew', async () => {
    const asking = { caller, fault: 'drip=150', headers: { 'idempotency-key': `left ${caller}` } };
    await leave(asking);
    await until('the answer to be called off', () => stack.calledOff().length === 1);
    const response = await until('the key to be free', async () => {
      const again = await ask(asking);
      return again.status === 200 && again.headers.get('x-signalbox-joined') === null && again;
    });
    expect(wordsIn(await response.text())).toBe(said);
    expect(stack.asked()).toHaveLength(2);
  });

  test('drain: it comes back with its key and gets the whole answer, for which nobody pays again', async () => {
    const headers = { 'idempotency-key': `drained ${caller}` };
    const asking = { caller, route: 'drained', fault: 'drip=20', headers };
    await leave(asking);
    const response = await ask(asking);
    const text = await response.text();
    expectWhole(caller, text);
    expect(wordsIn(text)).toContain(said);
    expect(stack.asked()).toHaveLength(1);
    expect(stack.calledOff()).toEqual([]);
    expect(response.headers.get('x-signalbox-joined')).toMatch(/^req_/);
    const [row, ...more] = await stack.rowsOf(response);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ role: 'joined', outcome: 'completed', usageSource: 'void', usage: {} });
  });
});

describe.each(protocolIds)('an Idempotency-Key of a %s client', (caller) => {
  let serial = 0;
  const withKey = (asking: Omit<Asking, 'caller'> = {}, key = `${caller} ${++serial}`) => ({
    caller,
    headers: { 'idempotency-key': key },
    ...asking,
  });
  const codeOf = async (response: Response) => {
    const { error } = (await response.json()) as { error: { code?: string; message: string } };
    return { status: response.status, retry: response.headers.get('x-should-retry'), error };
  };

  test.each([true, false])('twice, stream: %s: the same answer, one bill', async (stream) => {
    const asking = withKey({ stream });
    // How many input tokens there may be is told at the start of the first alone.
    const read = async () =>
      (await (await ask(asking)).text())
        .replaceAll(': ping\n\n', '')
        .replace(/(?<=message_start.*"input_tokens":)\d+/, '0');
    const first = await read();
    const second = await read();
    expect(second.length).toBe(first.length);
    expect(second).toContain('ten');
    expect(stack.simulator.invoice()).toHaveLength(1);
    expect(stack.deleted()).toEqual([]);
  });

  test('twice, where an answer is inspected: nobody is told it past the inspection', async () => {
    const asking = withKey({ route: 'inspected' });
    expect(wordsIn(await (await ask(asking)).text())).toContain(said);
    const again = await until('the end of the first', async () => {
      const response = await ask(asking);
      const told = await codeOf(response);
      return told.retry === 'false' && told;
    });
    expect(again).toMatchObject({ status: 409 });
    expect(stack.resumed()).toEqual([]);
    expect(stack.asked()).toHaveLength(1);
  });

  test('twice at once: both get it, one bill', async () => {
    const asking = withKey({ fault: 'drip=5' });
    const first = ask(asking);
    await until('the call', () => stack.asked().length === 1);
    const second = await until('to be joined', async () => {
      const response = await ask(asking);
      return response.status === 200 && response;
    });
    const [one, two] = await Promise.all([first.then((response) => response.text()), second.text()]);
    expect(wordsIn(one)).toBe(said);
    expect(wordsIn(two)).toBe(said);
    expect(stack.simulator.invoice()).toHaveLength(1);
  });

  test('with another body: 409', async () => {
    const asking = withKey();
    await (await ask(asking)).text();
    const { status, retry, error } = await codeOf(await ask({ ...asking, more: { metadata: {} } }));
    expect({ status, retry }).toEqual({ status: 409, retry: 'false' });
    expect(error.message).toContain('another request');
  });

  test('of a request that was not made in the background: 409 while it runs and afterwards', async () => {
    const asking = withKey({ route: 'plain', fault: 'delay=300', stream: false });
    const first = ask(asking);
    await until('the call', () => stack.simulator.requests().length === 1);
    const response = await ask(asking);
    expect(response.headers.get('retry-after')).toBe('2');
    const running = await codeOf(response);
    expect(running).toMatchObject({ status: 409, retry: 'true' });
    expect(running.error.message).toContain('still running');
    await (await first).text();
    const done = await until('the end', async () => {
      const told = await codeOf(await ask(asking));
      return told.retry === 'false' && told;
    });
    expect(done).toMatchObject({ status: 409 });
    expect(done.error.message).toMatch(/It took \d+ input and \d+ output tokens\./);
    expect(stack.simulator.invoice()).toHaveLength(1);
  });

  test('of a request that failed is free again', async () => {
    const asking = withKey({ route: 'plain', stream: false });
    stack.simulator.setFault({ model: 'glm-5.1', times: 1, fault: 'status=400' });
    expect((await ask(asking)).status).toBe(400);
    const answered = await until('to be free', async () => {
      const response = await ask(asking);
      return response.status === 200 && response;
    });
    expect(await answered.text()).toContain(said);
  });

  test('that is longer than 255 characters is refused', async () => {
    const { status, error } = await codeOf(await ask(withKey({}, 'k'.repeat(256))));
    expect(status).toBe(400);
    expect(error.message).toContain('256 characters');
  });

  test('whose answer the provider has no more: 409, and nothing is made again', async () => {
    const asking = withKey();
    await (await ask(asking)).text();
    const made = stack.asked().length;
    stack.simulator.forgetResponses();
    const { status, retry, error } = await codeOf(await ask({ ...asking }));
    expect({ status, retry }).toEqual({ status: 409, retry: 'false' });
    expect(error.message).toContain('has been used');
    expect(stack.asked()).toHaveLength(made);
  });
});

describe('a client that asks for the background itself', () => {
  let serial = 0;
  const asking = (stream: boolean, fault = ''): Asking => ({
    caller: 'openai-responses',
    stream,
    fault,
    more: { background: true },
    headers: { 'idempotency-key': `background ${++serial}` },
  });

  test('hears how its response stands, as GET tells it, until it is over', async () => {
    const twice = asking(false);
    const first = (await (await ask(twice)).json()) as { id: string; status: string };
    expect(first.status).toBe('queued');
    const states = await until('the answer', async () => {
      const response = await ask(twice);
      // The claim of the first may still be on its way.
      if (response.headers.get('retry-after') !== null) return false;
      expect(response.headers.get('x-signalbox-joined')).toMatch(/^req_/);
      const { id, status } = (await response.json()) as { id: string; status: string };
      expect(id).toBe(first.id);
      return status === 'completed' && [status];
    });
    expect(states).toEqual(['completed']);
    expect(stack.asked()).toHaveLength(1);
    expect(stack.simulator.invoice()).toHaveLength(1);
  });

  test('of a stream that it has left: the answer from its start, on one bill', async () => {
    const cut = asking(true, 'drip=50');
    await leave(cut);
    const response = await until('to be joined', async () => {
      const again = await ask(cut);
      return again.status === 200 && again;
    });
    expect(wordsIn(await response.text())).toContain(said);
    expect(response.headers.get('x-signalbox-joined')).toMatch(/^req_/);
    expect(stack.asked()).toHaveLength(1);
    expect(stack.calledOff()).toEqual([]);
  });
});
