/** Keeping items fails open with a log line; finding them fails closed and says what to do. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/core/log-entry.ts';
import type { ItemReference } from '../../src/core/protocol.ts';
import { findItems, keepItems } from '../../src/ledger/kept-items.ts';
import { itemsTtlSeconds, keys, mostItemBytes } from '../../src/ledger/keys.ts';
import { FakeStore } from '../support/world/store.ts';

const callerId = 'team-a';
let store: FakeStore;
let log: LogEntry[];
beforeEach(() => {
  store = new FakeStore();
  log = [];
});

function answerIdOf(number: number): string {
  return `answer${String(number).padStart(18, '0')}`;
}

function itemOf(number: number, text = 'hi') {
  return { id: `msg_sbx_${answerIdOf(number)}_0`, type: 'message', text };
}

function reference(number: number, place: number): ItemReference {
  return { itemId: itemOf(number).id, answerId: answerIdOf(number), field: `input[${place}].id` };
}

function keep(number: number, items: string = JSON.stringify([itemOf(number)])): Promise<void> {
  const owner = { callerId, answerId: answerIdOf(number) };
  return keepItems(items, owner, 'req_1', { store, log: (entry) => void log.push(entry) });
}

function find(references: readonly ItemReference[], caller = callerId, limitChars = 10_000_000) {
  return findItems(references, caller, store, limitChars);
}

describe('keeping', () => {
  test('one write, for 30 days, under a name that tells nothing', async () => {
    await keep(1);
    expect(store.names).toEqual(['SET']);
    const [[key, ttl] = []] = [...store.ttlSeconds];
    expect(key).toMatch(/^sbx:items:[0-9a-f]{64}$/);
    expect(ttl).toBe(30 * 86_400);
    expect(ttl).toBe(itemsTtlSeconds);
    expect(log).toEqual([]);
  });

  test('no items: nothing is written', async () => {
    await keep(1, '[]');
    expect(store.commands).toEqual([]);
  });

  test('the bound is in bytes: what is over it is left out and logged, without a word of it', async () => {
    const fits = JSON.stringify([{ texts: '' }]);
    const most = fits.replace('""', `"${'ß'.repeat((mostItemBytes - fits.length) / 2)}"`);
    await keep(1, most);
    expect(store.names).toEqual(['SET']);
    await keep(2, most.replace('"texts"', '"a-text"'));
    expect(store.names).toEqual(['SET']);
    expect(log).toEqual([
      {
        event: 'record-lost',
        requestId: 'req_1',
        code: 'kept_items_too_large',
        detail: '524289 bytes of output items; 524288 are kept at most',
      },
    ]);
  });

  test('a store that is away costs a log line', async () => {
    store.isAway = true;
    await keep(1);
    expect(log).toEqual([
      {
        event: 'record-lost',
        requestId: 'req_1',
        code: 'store_unavailable',
        detail: 'store set: TimeoutError',
      },
    ]);
  });
});

describe('finding', () => {
  test('items by their ids, in one command', async () => {
    await keep(1);
    await keep(2);
    store.commands.length = 0;
    const found = await find([reference(2, 0), reference(1, 1), reference(2, 2)]);
    expect(Object.fromEntries(found)).toEqual({ [itemOf(1).id]: itemOf(1), [itemOf(2).id]: itemOf(2) });
    expect(store.commands.map(({ name, keys: asked }) => [name, asked.length])).toEqual([['MGET', 2]]);
  });

  test('many answers are asked for in several commands', async () => {
    const numbers = Array.from({ length: 70 }, (_, at) => at);
    for (const number of numbers) await keep(number);
    store.commands.length = 0;
    const found = await find(numbers.map((number) => reference(number, number)));
    expect(found.size).toBe(70);
    expect(store.commands.map(({ keys: asked }) => asked.length)).toEqual([32, 32, 6]);
  });

  test.each([
    ['an unknown answer', reference(9, 3), callerId],
    ['an unknown item of a known answer', { ...reference(1, 3), itemId: 'msg_sbx_x_7' }, callerId],
    ["another caller's answer", reference(1, 3), 'team-b'],
  ])('%s is not found, and the client is told why', async (_, wanted, caller) => {
    await keep(1);
    await expect(find([wanted], caller)).rejects.toMatchObject({
      code: 'response_not_found',
      status: 404,
      retryable: false,
      param: 'input[3].id',
      message: expect.stringMatching(
        /30 days.*for the key that got them.*store: false.*Send the item itself/,
      ),
    });
  });

  test('what was changed in the store is not found', async () => {
    await keep(1);
    const [[key = '', value = ''] = []] = [...store.values];
    store.values.set(key, `${value.slice(0, 20)}${value[20] === 'A' ? 'B' : 'A'}${value.slice(21)}`);
    await expect(find([reference(1, 0)])).rejects.toMatchObject({ code: 'response_not_found' });
  });

  test('a value moved under another name is not found', async () => {
    await keep(1);
    await keep(2);
    const [first = '', second = ''] = [...store.values.keys()];
    store.values.set(first, store.values.get(second) ?? '');
    await expect(find([reference(1, 0)])).rejects.toMatchObject({ code: 'response_not_found' });
    expect(first).not.toBe(keys.items(''));
  });

  test('a store that is away is said to be, and the client may try again', async () => {
    await keep(1);
    store.isAway = true;
    await expect(find([reference(1, 0)])).rejects.toMatchObject({
      code: 'store_unavailable',
      status: 503,
      retryable: true,
      detail: 'store mget: TimeoutError',
    });
  });

  test('a small body cannot grow without bound', async () => {
    await keep(1, JSON.stringify([itemOf(1, 'x'.repeat(1000))]));
    const references = [0, 1, 2].map((place) => reference(1, place));
    expect((await find(references, callerId, 3500)).size).toBe(1);
    await expect(find(references, callerId, 3000)).rejects.toMatchObject({
      code: 'request_too_large',
      status: 413,
    });
  });
});
