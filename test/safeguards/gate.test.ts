/** Which calls are held, how they are named, and the gate over a stream in any pieces. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Approval, ApprovalSettings, HeldCall } from '../../src/core/approval.ts';
import type { ToolCallBlock } from '../../src/core/block.ts';
import { collect } from '../../src/core/collect.ts';
import { RouterError } from '../../src/core/errors.ts';
import { fitsPattern } from '../../src/core/fits-pattern.ts';
import { replay } from '../../src/core/replay.ts';
import type { StreamEvent } from '../../src/core/stream-event.ts';
import { createGate } from '../../src/safeguards/gate.ts';
import { approvalOf, CallReader, canonicalArguments } from '../../src/safeguards/held-calls.ts';
import { makeRequest } from '../support/world/requests.ts';

const settings: ApprovalSettings = {
  twoPersons: false,
  pendingMinutes: 15,
  preapproved: [],
  toolEffects: [],
};

describe('patterns', () => {
  test.each<[string, string, boolean]>([
    ['/sandbox/a', '/sandbox/*', true],
    ['/sandbox/', '/sandbox/*', true],
    ['/sandbox', '/sandbox/*', false],
    ['x/sandbox/a', '/sandbox/*', false],
    ['/sandbox/../etc', '/sandbox/*', false],
    ['a.b.c', 'a*b*c', true],
    ['abcabc', 'a*c*c', true],
    ['ac', 'a*b*c', false],
    ['aba', 'ab*ba', false],
    ['exact', 'exact', true],
    ['a.c', 'abc', false],
    ['(a+)+', '(a+)+', true],
    ['anything', '*', true],
    ['a'.repeat(4097), '*', false],
  ])('%s under %s: %s', (text, pattern, fits) => expect(fitsPattern(text, pattern)).toBe(fits));

  test('are what a regular expression of the same meaning says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (text, pattern) => {
        const source = pattern.split('*').map((one) => one.replaceAll('.', '\\.'));
        const isSame =
          source.length === 1 ? text === pattern : new RegExp(`^${source.join('.*')}$`, 's').test(text);
        const fits = source.length === 1 ? isSame : isSame && !text.includes('..');
        expect(fitsPattern(text, pattern)).toBe(fits);
      }),
    );
  });
});

describe('arguments', () => {
  const of = (input: string) => canonicalArguments({ kind: 'function', input });

  test('are the same however they are written, and never for another value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (a, b) => {
          const turned = Object.fromEntries(Object.entries(a).reverse());
          expect(of(JSON.stringify(turned, null, 2))).toBe(of(JSON.stringify(a)));
          const isSame =
            fc.stringify(JSON.parse(of(JSON.stringify(b)))) ===
            fc.stringify(JSON.parse(of(JSON.stringify(a))));
          expect(of(JSON.stringify(a)) === of(JSON.stringify(b))).toBe(isSame);
        },
      ),
    );
  });

  test.each(['', ' ', '{}', '{ }'])('%j is none', (input) => expect(of(input)).toBe('{}'));

  test('what is no JSON, or too deep, is the text that it is', () => {
    expect(of('{"a":')).toBe(JSON.stringify('{"a":'));
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(of(deep)).toBe(JSON.stringify(deep));
  });

  test('free text of a custom tool is itself', () => {
    expect(canonicalArguments({ kind: 'custom', input: '{"b":1, "a":2}' })).toBe('"{\\"b\\":1, \\"a\\":2}"');
  });
});

const call = (name: string, input = '{}', id = 'call_1') =>
  ({ type: 'tool-call', id, name, input, kind: 'function' }) as const;

describe('what is held', () => {
  test.each<[string, boolean]>([
    ['delete_file', true],
    ['write_file', true],
    ['read_file', false],
    ['frobnicate', true],
  ])('%s: %s', (name, isHeld) => {
    expect(new CallReader(makeRequest(), settings).read(call(name)) !== null).toBe(isHeld);
  });

  test('the config overrules names; the first pattern that fits holds', () => {
    const toolEffects = [
      { tool: 'delete_draft', effect: 'read' as const },
      { tool: 'delete_*', effect: 'destructive' as const },
      { tool: 'read_*', effect: 'write' as const },
    ];
    const reader = new CallReader(makeRequest(), { ...settings, toolEffects });
    expect(['delete_draft', 'delete_file', 'read_file'].map((name) => reader.isRead(name))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a function that stands for a free-text tool is held as the client sends it back', () => {
    const request = makeRequest({ tools: [{ kind: 'custom', name: 'run_script' }] });
    const wrapped = new CallReader(request, settings).read(call('run_script', '{"input":"rm -r x"}'));
    const sent = new CallReader(request, settings).read({ ...call('run_script', 'rm -r x'), kind: 'custom' });
    expect(wrapped).toEqual(sent);
  });
});

describe('what a call is called', () => {
  const named = (block: ToolCallBlock, changes: object = {}) => {
    const { call: one, others } = new CallReader(makeRequest(changes), settings).readCall(block);
    return [one, ...others].map((each) => `${each.callId} ${each.arguments}`);
  };
  const free = { kind: 'custom' as const, name: 'check' };
  const wrapped = call('check', '{"input":"rm"}');

  test('has the names that other declarations of its tool would give it, its own first', () => {
    expect(named(call('check', '{"a":1}'))).toEqual(['call_1 {"a":1}', ' {"a":1}']);
    expect(named({ ...wrapped, id: 'toolu_x' })).toEqual(['toolu_x {"input":"rm"}', 'toolu_x "rm"']);
    const declared = named({ ...wrapped, id: 'toolu_x' }, { tools: [free] });
    expect(declared).toEqual(['toolu_x "rm"', 'toolu_x {"input":"rm"}']);
    const custom = { ...call('check', '{"input":"rm"}', 'toolu_x'), kind: 'custom' as const };
    expect(named(custom)).toEqual(['toolu_x "{\\"input\\":\\"rm\\"}"', 'toolu_x {"input":"rm"}']);
    expect(named(call('check', '{}', 'x1'), { legacyFunctions: true })).toEqual([' {}', 'x1 {}']);
  });

  test('counts repetitions of calls that need nobody, too', () => {
    const reader = new CallReader(makeRequest(), settings);
    const repeats = [1, 2, 3].map(() => reader.readCall(call('read_file')).call.repeats);
    expect(repeats).toEqual([0, 1, 2]);
  });

  test('the gravest of two declarations of a name holds', () => {
    const [kind, name] = ['function' as const, 'check'];
    const tools = [{ kind, name, description: 'Permanently deletes the account.' }];
    const lateTools = [{ kind, name, description: 'Reads only.' }];
    expect(new CallReader(makeRequest({ tools, lateTools }), settings).effectOf(name)).toBe('destructive');
  });
});

describe('an approval', () => {
  const owner = { line: 'key', team: 'care', endUser: null, conversation: 'c'.repeat(32) };
  const held: HeldCall = { callId: 'call_1', tool: 'delete_file', arguments: '{}', repeats: 0 };
  const idOf = async (changes: object, whose = {}) =>
    (await approvalOf({ ...held, ...changes }, { ...owner, ...whose }, settings, 0)).id;

  test('has another id for whatever differs', async () => {
    const ids = await Promise.all([
      idOf({}),
      ...[{ callId: 'x' }, { tool: 'x' }, { arguments: '{"a":1}' }, { repeats: 1 }].map((one) => idOf(one)),
      ...[{ line: 'x' }, { endUser: 'x' }, { conversation: 'x' }].map((one) => idOf({}, one)),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await idOf({})).toBe(ids[0]);
  });
});

/** The events of two calls, each input cut at any places and interleaved. */
function pieces(cuts: readonly number[], isInterleaved: boolean): StreamEvent[] {
  const inputs = ['{"path": "/a", "n": 1}', '{"n":2,"path":"/b"}'];
  const blocks = inputs.map((input, index): StreamEvent[] => {
    const places = [...new Set([0, ...cuts.map((cut) => cut % input.length), input.length])].sort(
      (a, b) => a - b,
    );
    const deltas = places.slice(1).map((place, at): StreamEvent => {
      return { type: 'block-delta', index, delta: { kind: 'input', text: input.slice(places[at], place) } };
    });
    return [
      { type: 'block-start', index, block: call('delete_file', '', `call_${index}`) },
      ...deltas,
      { type: 'block-end', index },
    ];
  });
  const [one = [], two = []] = blocks;
  const body = isInterleaved
    ? Array.from({ length: Math.max(one.length, two.length) }, (_, at) => [one[at], two[at]]).flat()
    : [...one, ...two];
  return [
    { type: 'response-start' },
    ...body.filter((event) => event !== undefined),
    { type: 'response-end', stop: { reason: 'tool-calls' } },
  ];
}

describe('the gate', () => {
  const kept = (calls: readonly HeldCall[]): Approval[] =>
    calls.map(({ callId, tool, arguments: text }) => ({
      id: `apr_${callId}`,
      callId,
      tool,
      argumentsHash: text,
      line: 'key',
      team: 'care',
      createdAtMs: 0,
      expiresAtMs: 1000,
    }));

  test('sees the same calls in any pieces, and lets every event pass as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 12 }), fc.boolean(), async (cuts, isInterleaved) => {
        const events = pieces(cuts, isInterleaved);
        const gate = createGate(new CallReader(makeRequest(), settings), async (calls) => kept(calls));
        expect(events.flatMap((event) => gate.push(event))).toEqual(events);
        expect(await gate.beforeEnd?.()).toBeNull();
        const told = (id: string, hash: string) => ({
          id: `apr_${id}`,
          call_id: id,
          tool: 'delete_file',
          arguments_hash: hash,
          expires_at: '1970-01-01T00:00:01.000Z',
        });
        const approvals = [told('call_0', '{"n":1,"path":"/a"}'), told('call_1', '{"n":2,"path":"/b"}')];
        expect(gate.extension?.()).toEqual({ signalbox: { approvals } });
        expect(gate.headers?.()).toEqual({ 'x-signalbox-approvals': 'apr_call_0,apr_call_1' });
      }),
    );
  });

  test('of an answer in one piece too', async () => {
    const answer = collect(pieces([], false));
    if (!answer.ok) throw new Error(answer.error.message);
    const seen: HeldCall[] = [];
    const gate = createGate(new CallReader(makeRequest(), settings), async (calls) => {
      seen.push(...calls);
      return kept(calls);
    });
    for (const event of replay(answer.value)) gate.push(event);
    await gate.beforeEnd?.();
    expect(seen.map((one) => one.arguments)).toEqual(['{"n":1,"path":"/a"}', '{"n":2,"path":"/b"}']);
  });

  test('without calls nobody is asked; what cannot be kept ends the answer', async () => {
    const away = new RouterError('store_unavailable', 'away');
    let asked = 0;
    const makeGate = () =>
      createGate(new CallReader(makeRequest(), settings), async () => {
        asked++;
        return away;
      });
    const calm = makeGate();
    calm.push({ type: 'response-end', stop: { reason: 'end' } });
    expect([await calm.beforeEnd?.(), calm.extension?.(), calm.headers?.(), asked]).toEqual([
      null,
      null,
      {},
      0,
    ]);
    const gate = makeGate();
    for (const event of pieces([], false)) gate.push(event);
    expect(await gate.beforeEnd?.()).toBe(away);
    expect(gate.extension?.()).toBeNull();
  });
});
