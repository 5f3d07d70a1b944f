/** Masked on the way out, unmasked on the way back: whatever is found, wherever the answer is cut. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/core/block.ts';
import type { BlockDelta, StreamEvent } from '../../src/core/stream-event.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { createFinder } from '../../src/safeguards/find-sensitive.ts';
import { type Masks, maskRequest } from '../../src/safeguards/mask-request.ts';
import { unmaskAnswer } from '../../src/safeguards/unmask-answer.ts';
import {
  aadhaars,
  cards,
  dnis,
  githubTokens,
  ibans,
  pesels,
  residentIds,
  taxIds,
} from '../support/signals/values.ts';

const every = new Set(['secret', 'personal', 'payment'] as const);
const pem = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(6)}\n-----END PRIVATE KEY-----`;

/** As people write them; each is a finding of its own kind. */
const samples = fc.oneof(
  githubTokens,
  cards,
  ibans,
  taxIds.map((id) => `Steuer-ID: ${id}`),
  aadhaars.map((id) => `Aadhaar ${id}`),
  residentIds,
  pesels.map((id) => `PESEL: ${id}`),
  dnis.map((id) => `DNI: ${id}`),
  fc.integer({ min: 1, max: 1e6 }).map((number) => `anna.berg${number}@posteo.de`),
  fc.integer({ min: 10, max: 99 }).map((number) => `+49 151 234567${number}`),
  fc.integer({ min: 10, max: 99 }).map((number) => `password: "Tr0ub4dor&${number}x"`),
  fc.constant(pem),
);

const requests: Readonly<Record<ProtocolId, (texts: readonly string[]) => object>> = {
  'openai-chat': (texts) => ({ model: 'm', messages: texts.map((content) => ({ role: 'user', content })) }),
  'openai-responses': (texts) => ({ model: 'm', input: texts.map((content) => ({ role: 'user', content })) }),
  'anthropic-messages': (texts) => ({
    model: 'm',
    max_tokens: 9,
    messages: texts.map((content) => ({ role: 'user', content })),
  }),
};

function mask(protocol: ProtocolId, body: object) {
  const raw = JSON.parse(JSON.stringify(body));
  const masked = maskRequest(
    JSON.stringify(body),
    raw,
    protocols[protocol].requestGuard,
    every,
    createFinder(),
  );
  return { masks: masked?.masks ?? null, sent: { ...raw, ...masked?.edits } };
}

const mail = 'anna.berg@posteo.de';

function chat(...contents: string[]) {
  return mask('openai-chat', requests['openai-chat'](contents));
}

function stream(pieces: readonly string[], kind: 'text' | 'refusal' | 'input' = 'text'): StreamEvent[] {
  const block: Block =
    kind === 'input'
      ? { type: 'tool-call', id: 'c', name: 'send', input: '', kind: 'function' }
      : { type: kind, text: '' };
  return [
    { type: 'response-start' },
    { type: 'block-start', index: 0, block },
    ...pieces.map((text): StreamEvent => ({ type: 'block-delta', index: 0, delta: { kind, text } })),
    { type: 'block-end', index: 0 },
    { type: 'response-end', stop: { reason: 'end' } } as StreamEvent,
  ];
}

function written(events: readonly StreamEvent[]): string {
  return events
    .map((event) => (event.type === 'block-delta' && 'text' in event.delta ? event.delta.text : ''))
    .join('');
}

function unmask(masks: Masks, events: readonly StreamEvent[]): StreamEvent[] {
  const inspector = unmaskAnswer(masks);
  return events.flatMap((event) => inspector.push(event));
}

describe('what a model is sent', () => {
  test.each(protocolIds)('%s: nothing that was found, and the answer says all of it again', (protocol) => {
    fc.assert(
      fc.property(fc.array(samples, { minLength: 1, maxLength: 5 }), fc.nat(), (found, at) => {
        const { masks, sent } = mask(protocol, requests[protocol](found.map((value) => `It is ${value} .`)));
        if (masks === null) throw new Error(`nothing was found in ${found.join()}`);
        const text = JSON.stringify(sent);
        for (const value of masks.values()) expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
        const turns = (sent.messages ?? sent.input) as { content: string }[];
        const answer = turns.map(({ content }) => content).join('\n');
        const cut = at % answer.length;
        const told = written(unmask(masks, stream([answer.slice(0, cut), answer.slice(cut)])));
        expect(told).toBe(found.map((value) => `It is ${value} .`).join('\n'));
      }),
      { numRuns: 300 },
    );
  });

  test('one value has one placeholder, and the next of its kind the next number', () => {
    const { sent } = chat(`I am ${mail}.`, `Write to ${mail}, not to max.kern@web.de.`);
    expect(sent.messages[0].content).toBe('I am [EMAIL_1].');
    expect(sent.messages[1].content).toBe('Write to [EMAIL_1], not to [EMAIL_2].');
  });

  test('a later turn has the same placeholders for its history', () => {
    const first = chat(`I am ${mail}.`).sent.messages;
    const second = chat(`I am ${mail}.`, `Hello ${mail}!`, 'And max.kern@web.de?').sent.messages;
    expect(second.slice(0, 1)).toEqual(first);
  });

  test('what only its name told is masked where it stands without the name', () => {
    const { sent } = chat('password: "hunter22!x"', 'Is hunter22!x a good one?');
    expect(JSON.stringify(sent)).not.toContain('hunter22!x');
    expect(sent.messages[1].content).toBe('Is [SECRET_1] a good one?');
  });

  test('what looks like a placeholder comes back as it was', () => {
    const { masks, sent } = chat(`Explain [EMAIL_1] and [email_2] to ${mail}.`);
    expect(sent.messages[0].content).toBe('Explain [EMAIL_1] and [email_2] to [EMAIL_3].');
    const told = written(unmask(masks as Masks, stream([sent.messages[0].content])));
    expect(told).toBe(`Explain [EMAIL_1] and [email_2] to ${mail}.`);
  });

  test('values that overlap leave no part of either', () => {
    const { masks, sent } = chat(
      'password: "abcdef12!xyz99"',
      'token=99zzQW81kd02Lm55pq81',
      'abcdef12!xyz99zzQW81kd02Lm55pq81',
    );
    expect(sent.messages[2].content).toMatch(/^\[[A-Z]+_\d\]$/);
    expect(written(unmask(masks as Masks, stream([sent.messages[2].content])))).toBe(
      'abcdef12!xyz99zzQW81kd02Lm55pq81',
    );
  });

  test('the same request is sent where there is nothing, sample values too', () => {
    expect(chat('Write to jane@example.com, card 4242 4242 4242 4242.').masks).toBeNull();
  });
});

describe('arguments and results of tools', () => {
  const call = (text: string) => ({
    model: 'm',
    messages: [
      { role: 'user', content: 'Go' },
      {
        role: 'assistant',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'send', arguments: text } }],
      },
      { role: 'tool', tool_call_id: 'c', content: `{"owner":"${mail}","id":12345678901234567890}` },
    ],
  });
  const sentCall = (text: string) => {
    const { masks, sent } = mask('openai-chat', call(text));
    return {
      masks,
      args: sent.messages[1].tool_calls[0].function.arguments,
      result: sent.messages[2].content,
    };
  };

  test('keep their form, and every digit of their numbers', () => {
    const { args, result } = sentCall(`{"to": "${mail}", "n": 1.50, "card": 5555341244441115}`);
    expect(args).toBe('{"to": "[EMAIL_1]", "n": 1.50, "card": "[CARD_1]"}');
    expect(result).toBe('{"owner":"[EMAIL_1]","id":12345678901234567890}');
  });

  test('hide nothing behind an escape', () => {
    const { args, masks } = sentCall(`{"to":"anna.berg\\u0040posteo.de","key":${JSON.stringify(pem)}}`);
    expect(JSON.parse(args)).toEqual({ to: '[EMAIL_1]', key: '[SECRET_1]' });
    expect(masks?.get('[SECRET_1]')).toBe(pem);
  });

  test('of Messages, too, whose names tell what a value is', () => {
    const input = { user: 'anna', password: 'hunter22!x' };
    const { sent } = mask('anthropic-messages', {
      model: 'm',
      max_tokens: 9,
      messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'c', name: 'login', input }] }],
    });
    expect(sent.messages[0].content[0].input).toEqual({ user: 'anna', password: '[SECRET_1]' });
  });

  test('of an answer are JSON again with any value in them, wherever they are cut', () => {
    const masks: Masks = new Map([['[SECRET_1]', `${pem}\t"\\`]]);
    const args = JSON.stringify({ key: 'a [SECRET_1] b' });
    for (let at = 0; at <= args.length; at++) {
      const told = written(unmask(masks, stream([args.slice(0, at), args.slice(at)], 'input')));
      expect(JSON.parse(told)).toEqual({ key: `a ${pem}\t"\\ b` });
    }
  });
});

describe('reasoning goes back to its maker', () => {
  test('with the placeholders that he wrote', () => {
    const thinking = { type: 'thinking', thinking: 'They are hunter22!x and more.', signature: 's' };
    const { sent } = mask('anthropic-messages', {
      model: 'm',
      max_tokens: 9,
      messages: [
        { role: 'user', content: 'password: "hunter22!x"' },
        { role: 'assistant', content: [thinking, { type: 'text', text: 'ok' }] },
      ],
    });
    expect(sent.messages[1].content[0]).toEqual({ ...thinking, thinking: 'They are [SECRET_1] and more.' });
  });

  test('in Responses and Chat Completions as well', () => {
    const reasoning = {
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: `To ${mail}` }],
    };
    const { sent } = mask('openai-responses', {
      model: 'm',
      input: [{ role: 'user', content: mail }, reasoning],
    });
    expect(sent.input[1].summary[0].text).toBe('To [EMAIL_1]');
    const chatBody = {
      model: 'm',
      messages: [{ role: 'assistant', content: '', reasoning_content: `To ${mail}` }],
    };
    expect(mask('openai-chat', chatBody).sent.messages[0].reasoning_content).toBe('To [EMAIL_1]');
  });
});

describe('an answer', () => {
  const masks: Masks = new Map([
    ['[EMAIL_1]', mail],
    ['[CARD_12]', '5555 3412 4444 1115'],
  ]);

  test('of any pieces says the values', () => {
    const told = `[ [EMAIL_1][CARD_12] [x] [EMAIL_2] [[email_1]] [EMAIL_`;
    const whole = `[ ${mail}5555 3412 4444 1115 [x] [EMAIL_2] [${mail}] [EMAIL_`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: told.length }), { maxLength: 60 }), (cuts) => {
        const places = [0, ...[...cuts].sort((a, b) => a - b), told.length];
        const pieces = places.slice(1).map((to, at) => told.slice(places[at], to));
        expect(written(unmask(masks, stream(pieces)))).toBe(whole);
        expect(written(unmask(masks, stream(pieces, 'refusal')))).toBe(whole);
      }),
    );
  });

  test('is not held back by more than a placeholder', () => {
    const inspector = unmaskAnswer(masks);
    const [start, open] = stream([]);
    for (const event of [start, open]) inspector.push(event as StreamEvent);
    let [came, went] = ['', ''];
    for (const text of 'A [ B [EMAIL] [EMAIL_123456789012] [c [EMAIL_1]'.match(/./g) ?? []) {
      came += text;
      went += written(inspector.push({ type: 'block-delta', index: 0, delta: { kind: 'text', text } }));
      expect(came.length - went.length).toBeLessThanOrEqual('[CARD_12]'.length + mail.length);
      if (!came.includes('[')) expect(went).toBe(came);
    }
  });

  test('keeps the places that its citations name', () => {
    const text = 'See [EMAIL_1] at https://a.test/x now.';
    const start = text.indexOf('https');
    const delta = (one: BlockDelta): StreamEvent => ({ type: 'block-delta', index: 0, delta: one });
    const cite = { kind: 'url', url: 'https://a.test/[EMAIL_1]', start, end: start + 16 } as const;
    const events = stream([text]).toSpliced(3, 0, delta({ kind: 'citation', citation: cite }));
    const out = unmask(masks, events);
    const cited = out.find((event) => event.type === 'block-delta' && event.delta.kind === 'citation');
    const moved = start + mail.length - '[EMAIL_1]'.length;
    expect(cited).toMatchObject({
      delta: { citation: { url: `https://a.test/${mail}`, start: moved, end: moved + 16 } },
    });
    expect(written(out).slice(moved, moved + 16)).toBe('https://a.test/x');
  });
});
