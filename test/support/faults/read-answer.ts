/** What an answer of the router says, whichever protocol it is in: its text, its error, how its stream ends. */
import { expect } from 'vitest';
import type { ProtocolId } from '../../../src/core/target.ts';
import { terminalsIn } from '../world/serve.ts';
import { dataIn, textOf } from './answer-text.ts';
import { said } from './stack.ts';

export type ErrorBody = { error: Record<string, unknown> };

export function expectWhole(caller: ProtocolId, stream: boolean, text: string): void {
  expect(textOf(caller, stream, text)).toBe(said);
  if (stream) expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
}

/** Our own code of an error. */
export function codeOf(caller: ProtocolId, body: ErrorBody): unknown {
  if (caller !== 'anthropic-messages') return body.error.code;
  return (body.error.details as Record<string, unknown>).error_code;
}

/** Events that carry an error of the stream itself. */
export function errorsIn(text: string): ErrorBody[] {
  return dataIn(text).filter(({ error }) => Boolean(error));
}

/** A stream without the event that was cut in two: on the native lane the client has its first half already. */
export function withoutTorn(text: string): { whole: string; torn: number } {
  const events = text.split('\n\n').filter((event) => /^(event|data): /.test(event));
  const whole = events.filter((event) => {
    const data = event.slice(event.indexOf('data: ') + 6);
    try {
      return data.startsWith('[') || JSON.parse(data) !== undefined;
    } catch {
      return false;
    }
  });
  return { whole: whole.map((event) => `${event}\n\n`).join(''), torn: events.length - whole.length };
}
