/** `exports` of a routes file: what is made of it, and what is refused with words that help. */
import { expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';

const compile = (...exports: unknown[]) =>
  compileConfig({ routes: [{ name: 'rest', use: ['gpt-5.5'] }], exports }, catalogue, 0);

const webhook = 'https://finance.example.com/in';

test('each has a version, a secret and a prefix, and a name of its own', () => {
  const compiled = compile(
    { kind: 'focus', every: 'day', to: { webhook } },
    { kind: 'focus', version: '1.4', every: 'day', to: { webhook, secret: 'FINANCE_SECRET' } },
    { kind: 'usage-daily', every: 'month', to: { r2: 'EXPORTS', prefix: 'usage/' } },
  );
  if (!compiled.ok) throw new Error('does not compile');
  const { exports } = compiled.config;
  expect(exports.map(({ name: _, ...rest }) => rest)).toEqual([
    {
      kind: 'focus',
      version: '1.2',
      every: 'day',
      to: { kind: 'webhook', url: webhook, secretFrom: 'SIGNALBOX_WEBHOOK_SECRET' },
    },
    {
      kind: 'focus',
      version: '1.4',
      every: 'day',
      to: { kind: 'webhook', url: webhook, secretFrom: 'FINANCE_SECRET' },
    },
    {
      kind: 'usage-daily',
      version: '1.2',
      every: 'month',
      to: { kind: 'r2', binding: 'EXPORTS', prefix: 'usage/' },
    },
  ]);
  expect(new Set(exports.map(({ name }) => name)).size).toBe(3);
});

const good = { kind: 'focus', every: 'day', to: { webhook } };

test.each<[name: string, written: object, path: string, words: string]>([
  ['another kind', { ...good, kind: 'xml' }, 'exports[0].kind', 'focus, usage-daily'],
  ['another version', { ...good, version: '1.3' }, 'exports[0].version', '1.2, 1.4'],
  ['another span', { ...good, every: 'hour' }, 'exports[0].every', 'day, month'],
  ['nowhere to go', { ...good, to: {} }, 'exports[0].to', 'either `webhook` or `r2`'],
  ['two places', { ...good, to: { webhook, r2: 'EXPORTS' } }, 'exports[0].to', 'either `webhook` or `r2`'],
  ['no https', { ...good, to: { webhook: 'http://a.example/' } }, 'exports[0].to.webhook', 'https://'],
  [
    'a secret of a bucket',
    { ...good, to: { r2: 'EXPORTS', secret: 'A' } },
    'exports[0].to.secret',
    'take it out',
  ],
  ['a prefix of a webhook', { ...good, to: { webhook, prefix: 'a' } }, 'exports[0].to.prefix', 'take it out'],
  [
    'a prefix from the root',
    { ...good, to: { r2: 'EXPORTS', prefix: '/a' } },
    'exports[0].to.prefix',
    'a path',
  ],
  [
    'a version of what has none',
    { ...good, kind: 'usage-daily', version: '1.2' },
    'exports[0].version',
    'take it out',
  ],
])('%s', (_, written, path, words) => {
  const compiled = compile(written);
  expect(compiled.ok ? [] : compiled.problems).toEqual([
    expect.objectContaining({ path, fix: expect.stringContaining(words) }),
  ]);
});

test('the same twice', () => {
  const compiled = compile(good, good);
  expect(compiled.ok ? [] : compiled.problems).toMatchObject([
    { path: 'exports[1]', what: 'is the same as another' },
  ]);
});
