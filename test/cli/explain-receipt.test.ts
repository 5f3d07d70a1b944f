/** A receipt explained: the same decision by the same routes, another by others, and what is no receipt. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { explainReceipt } from '../../src/cli/explain-receipt.ts';
import { plainPaint } from '../../src/cli/paint.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { Config } from '../../src/core/config.ts';
import { makeApp } from '../support/world/app.ts';

function compile(input: ConfigInput): Config {
  const compiled = compileConfig(input, catalogue, 0);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.config;
}

const use = ['gpt-5.6-luna@low', 'gpt-5.5@low'] as const;
const cheapest = { cheapest: { ofBest: 0.9 } } as const;
const config = compile({ routes: [{ name: 'all', use, objective: cheapest }] });

async function receiptBy(served: Config): Promise<string> {
  const app = makeApp(undefined, { config: served, catalogue });
  const body = { model: 'auto', messages: [{ role: 'user', content: 'Hello there' }] };
  const response = await app.call('POST', '/v1/chat/completions', body);
  await app.settled();
  return (await app.call('GET', `/v1/requests/${response.headers.get('x-request-id')}`)).text();
}

describe('a receipt', () => {
  test('by the routes that served it is the same decision', async () => {
    const { lines, isSame } = explainReceipt(await receiptBy(config), config, false, plainPaint);
    expect(isSame).toBe(true);
    expect(lines[0]).toMatch(/^req_[a-z0-9]{24} of 2026-11-21T12:00:00\.000Z, \w+$/);
    expect(lines.join('\n')).toContain('route   all: the cheapest with 90 % of the best');
    expect(lines.at(-1)).toBe('replay  the same decision');
  });

  test('by others says what differs, and what was', async () => {
    const other = compile({ routes: [{ name: 'all', use: [use[1]], objective: cheapest }] });
    const { lines, isSame } = explainReceipt(await receiptBy(config), other, false, plainPaint);
    expect(isSame).toBe(false);
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(/^replay {2}another decision, by another config: .*attempts/),
      expect.stringMatching(/^then {4}all: gpt-5\.6-luna@low, gpt-5\.5@low$/),
    ]);
  });

  test('by routes that ask for what was not looked at says so', async () => {
    const plain = compile({ routes: [{ name: 'all', use }] });
    const { lines, isSame } = explainReceipt(await receiptBy(plain), config, false, plainPaint);
    expect(isSame).toBe(false);
    expect(lines).toEqual([
      'cannot be told: the decision did not ask for a judgement, so it was not recorded',
    ]);
  });

  test('as JSON holds both decisions', async () => {
    const { lines } = explainReceipt(await receiptBy(config), config, true, plainPaint);
    const said = JSON.parse(lines[0] ?? '');
    expect(said.isSame).toBe(true);
    expect(said.now).toMatchObject(said.before);
  });
});

test.each(['', '{', '[]', '{"object":"receipt"}', '{"model":"auto","messages":[]}'])('%j is none', (text) => {
  expect(() => explainReceipt(text, config, false, plainPaint)).toThrow('That is no receipt');
});
