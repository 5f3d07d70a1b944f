/** The language alone is what all signals together say of it. */
import { expect, test } from 'vitest';
import { readMainLanguage } from '../../../src/classify/signals/read-language.ts';
import { readSignals } from '../../../src/classify/signals/read-signals.ts';
import { readRequest } from '../../../src/intake/read-request.ts';

const german = 'Bitte fasse den folgenden Bericht für das ganze Team in drei Sätzen zusammen.';
const english = 'You are the assistant of a garden centre and answer every question briefly. '.repeat(9);
const code = '```ts\nconst rows = await db.query(text);\n```\n';

test.each([
  ['de', [{ role: 'user', content: german }]],
  ['de', [{ role: 'user', content: code.repeat(40) + german }]],
  [
    'en',
    [
      { role: 'system', content: english },
      { role: 'user', content: 'Wie teuer sind die Tulpen?' },
    ],
  ],
  ['ja', [{ role: 'user', content: '次の文章を三つの文にまとめてください。' }]],
  ['und', [{ role: 'user', content: '2 + 2' }]],
])('%s', (code, messages) => {
  const read = readRequest({ messages });
  if (!read.ok) throw new Error(read.error.field);
  expect(readMainLanguage(read.value)).toBe(code);
  expect(readSignals(read.value).language.whole[0]?.code ?? 'und').toBe(code);
});
