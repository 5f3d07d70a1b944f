/** What a log may say of a bug: enough to find it, and no word that a request could have put there. */
import { describe, expect, test } from 'vitest';
import { whereThrown } from '../../src/core/where-thrown.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}

describe('what a bug may say', () => {
  test('its name and where it was thrown, the innermost first', () => {
    const said = whereThrown(
      thrownBy(function parseTheBody() {
        throw new TypeError('A-PRIVATE-QUESTION');
      }),
    );
    expect(said).toMatch(/^TypeError at parseTheBody \(.*where-thrown\.test\.ts:\d+:\d+\) at /);
    expect(said).not.toContain('PRIVATE');
    expect(said.match(/ at /g)?.length).toBeLessThanOrEqual(4);
  });

  test('nothing of a message, whatever it looks like', () => {
    const said = whereThrown(thrownBy(() => JSON.parse('{"content": "A-PRIVATE-QUESTION')));
    expect(said).toMatch(/^SyntaxError at /);
    expect(said).not.toContain('PRIVATE');
    expect(whereThrown(new Error('one\n    at A-PRIVATE-QUESTION (x:1:1)\ntwo'))).not.toContain('PRIVATE');
  });

  test('an error without a stack, or with another, has its name alone', () => {
    const bare = new RangeError('A-PRIVATE-QUESTION');
    bare.stack = undefined as never;
    expect(whereThrown(bare)).toBe('RangeError');
    bare.stack = 'RangeError: something else\n    at A-PRIVATE-QUESTION (x:1:1)';
    expect(whereThrown(bare)).toBe('RangeError');
  });

  test('what is no error has its type', () => {
    expect(whereThrown('A-PRIVATE-QUESTION')).toBe('string');
    expect(whereThrown(undefined)).toBe('undefined');
  });
});
