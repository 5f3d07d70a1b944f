/** Sealed reasoning travels in a foreign field and comes back as it was; a provider's own seals are left alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canOpen, isOfOtherForm, isPackedSeal, packSeal, readSeal } from '../../src/core/seal.ts';
import { protocolIds } from '../../src/core/target.ts';

const protocol = fc.constantFrom(...protocolIds);
const anyText = fc.string({ unit: 'binary' });

describe('a packed seal', () => {
  test('reads as what was packed, whatever protocol the field belongs to', () => {
    fc.assert(
      fc.property(
        protocol,
        protocol,
        fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
        anyText,
        (made, native, model, data) => {
          const seal = { protocol: made, ...(model !== undefined && { model }), data };
          const packed = packSeal(seal);
          expect(isPackedSeal(packed)).toBe(true);
          expect(readSeal(packed, native)).toEqual(seal);
        },
      ),
    );
  });

  test('packs any model name a provider may report', () => {
    const packed = packSeal({ protocol: 'openai-chat', model: 'broken \ud800 name', data: 'x' });
    expect(readSeal(packed, 'openai-responses')).toMatchObject({ protocol: 'openai-chat', data: 'x' });
  });
});

describe('anything else', () => {
  test("is the field's own seal, as it is", () => {
    fc.assert(
      fc.property(protocol, anyText, (native, data) => {
        fc.pre(!data.startsWith('sbx1.'));
        expect(isPackedSeal(data)).toBe(false);
        expect(readSeal(data, native)).toEqual({ protocol: native, data });
      }),
    );
  });

  test.each(['sbx1.', 'sbx1.openai-chat', 'sbx1.unknown.model.data', 'sbx1.openai-chat.%E0%A4%A.data'])(
    'a broken pack is never taken for another protocol: %s',
    (text) => {
      expect(readSeal(text, 'anthropic-messages')).toEqual({ protocol: 'anthropic-messages', data: text });
    },
  );

  test.each([[undefined], [null], [1], [{}]])('%j is no packed seal', (value) => {
    expect(isPackedSeal(value)).toBe(false);
  });
});

describe('who can open it', () => {
  const seal = { protocol: 'anthropic-messages', model: 'a', data: '' } as const;

  test.each([
    [seal, 'anthropic-messages', ['a', 'b'], true],
    [seal, 'anthropic-messages', ['b'], false],
    [seal, 'openai-responses', ['a'], false],
    [{ protocol: 'openai-responses', data: '' }, 'openai-responses', ['b'], true],
    [{ protocol: 'openai-responses', data: '' }, 'openai-chat', ['b'], false],
  ] as const)('%j by %s with %j: %s', (each, by, models, opens) => {
    expect(canOpen(each, by, models)).toBe(opens);
  });
});

describe('whose form it has', () => {
  const made = {
    protobuf: `EpAECkYICxgCKkA${'xw+/'.repeat(20)}==`,
    uuid: '91cfbb94-554b-4136-8e21-fa02280d56ed',
    hex: '1c3a0ae890922669e9815a201f9b645abdaafe8d8b5a65a5e48f90830c6e0750',
  } as const;
  const forms = ['protobuf', 'uuid', 'hex'] as const;

  test.each(forms)('%s is taken by its own form alone, and by providers of unknown form', (form) => {
    for (const other of forms) expect(isOfOtherForm(made[form], other)).toBe(other !== form);
    expect(isOfOtherForm(made[form], undefined)).toBe(false);
  });

  test.each(['', 'sig', 'EqQBopus==', 'erste', `C${'é'.repeat(80)}`, 'AQIDBAUGBwgJ'])(
    'what nobody knows may be anybody\'s: "%s"',
    (data) => {
      for (const form of forms) expect(isOfOtherForm(data, form)).toBe(false);
    },
  );

  test("what begins with a message's first field is Claude's too", () => {
    const data = `CAISqwQKhwEI${'aA09'.repeat(20)}`;
    expect(isOfOtherForm(data, 'protobuf')).toBe(false);
    expect(isOfOtherForm(data, 'uuid')).toBe(true);
  });
});
