/**
 * Silence before the first output: the client gets its headers and pings, and whatever comes of the attempts comes
 * inside the stream, a fallback as well as an error.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, errorsIn, expectWhole } from '../support/faults/read-answer.ts';
import { lanes } from '../support/faults/routes.ts';
import { type FaultStack, startFaultStack } from '../support/faults/stack.ts';
import { terminalsIn } from '../support/world/serve.ts';

let stack: FaultStack;

beforeAll(async () => {
  stack = await startFaultStack('test/support/pings.config.ts');
});
afterAll(() => stack.stop());

const slow = '[[fault:delay=700]]';

describe.each(lanes.map((lane) => [lane.name, lane] as const))('%s', (_name, lane) => {
  const { id, caller, wantsUsage } = lane;
  const ask = (route: string, label: string) =>
    stack.ask({ caller, route: `${route}-${id}`, stream: true, wantsUsage, label: `${label} ${slow}` });

  test('the answer comes behind the pings', async () => {
    const response = await ask('plain', `[slow ${id}]`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-signalbox-attempts')).toBeNull();
    const text = await response.text();
    expect(text).toMatch(/^(: ping\n\n)+/);
    expectWhole(caller, true, text);
  });

  test('a fallback shows by nothing but the answer', async () => {
    const label = `[slow falls ${id}]`;
    const text = await (await ask('falls', label)).text();
    expect(text).toMatch(/^(: ping\n\n)+/);
    expectWhole(caller, true, text);
    expect(stack.callsOf(label)).toHaveLength(2);
  });

  test('with no target left the error is the stream’s end', async () => {
    const response = await ask('dies', `[slow dies ${id}]`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toMatch(/^(: ping\n\n)+/);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(errorsIn(text).map((error) => codeOf(caller, error))).toEqual(['rate_limited']);
    await expect(stack.readWithClient(lane, `dies-${id}`, slow)).rejects.toThrow();
  });
});
