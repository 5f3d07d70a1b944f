import { expect, test } from 'vitest';
import { logLine } from '../../../src/dev/start/log-line.ts';
import { plainStyle } from '../../../src/dev/start/style.ts';

const show = (message: string, level = 'log') => logLine({ level, message }, plainStyle(80));

test('an entry of the router becomes words', () => {
  expect(show('{"event":"request-failed","requestId":"req_1","code":"upstream_error"}')).toBe(
    'worker: request-failed requestId="req_1" code="upstream_error"',
  );
});

test.each(['plain words', '{"a":1}', '{broken', '[1]', ''])('%j stays as it is', (message) => {
  expect(show(message)).toBe(`worker: ${message}`);
});
