/** Messages for SDKs that show nothing but the message: each says which field it is about. */
import { expect, test } from 'vitest';
import { RouterError, withField } from '../../src/core/errors.ts';

test.each<[message: string, param: string | undefined, told: string]>([
  ['must be a number from 0 to 2; got 5', 'temperature', 'temperature: must be a number from 0 to 2; got 5'],
  ['must be a whole number', 'n', 'n: must be a whole number'],
  ["The model 'x' does not exist.", 'model', "The model 'x' does not exist."],
  [
    'No target can serve it. a: tools[0]: a tool.',
    'tools[0]',
    'No target can serve it. a: tools[0]: a tool.',
  ],
  ['temperature: is wrong', 'temperature', 'temperature: is wrong'],
  ['input[0].content is wrong', 'input[0]', 'input[0].content is wrong'],
  ['Something went wrong.', undefined, 'Something went wrong.'],
])('%s about %s', (message, param, told) => {
  expect(withField(new RouterError('invalid_request', message, param === undefined ? {} : { param }))).toBe(
    told,
  );
});
