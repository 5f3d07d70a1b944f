/** What is printed parses back as it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSseParser } from '../../src/sse/parse.ts';
import { pingComment, printData, printEvent } from '../../src/sse/print.ts';

const parse = (text: string) => createSseParser().push(new TextEncoder().encode(text));

test('JSON of anything survives as data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const data = JSON.stringify(value);
      expect(parse(printData(data))).toEqual([{ event: undefined, data }]);
      expect(parse(printEvent('a.b_c', data))).toEqual([{ event: 'a.b_c', data }]);
    }),
  );
});

test('a ping is no event', () => {
  expect(parse(pingComment + printData('a') + pingComment)).toEqual([{ event: undefined, data: 'a' }]);
});
