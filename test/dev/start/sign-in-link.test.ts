/** The one-time link of a local run: the Worker knows it by its digest, for ten minutes, and nothing else makes one. */
import { expect, test } from 'vitest';
import { createSignInMeans } from '../../../src/access/sign-in-means.ts';
import { digestToken } from '../../../src/access/sign-in-tokens.ts';
import { makeSignInLink, signInVariable } from '../../../src/dev/start/sign-in-link.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);

function linkFrom(variables: Readonly<Record<string, string>>) {
  const read = (name: string) => variables[name];
  const dashboard = { access: null, people: [] };
  return createSignInMeans({ read, dashboard, send: () => expect.fail('called'), now: () => nowMs }).link;
}

test('what the start makes is what the Worker reads', async () => {
  const { path, variable } = makeSignInLink(nowMs);
  const [, code = ''] = /^\/dashboard\/sign-in\/link\?code=([\w-]{24})$/.exec(path) ?? [];
  expect(linkFrom({ [signInVariable]: variable })).toEqual({
    digest: await digestToken(code),
    endsMs: nowMs + 600_000,
  });
  expect(variable).not.toContain(code);
  expect(makeSignInLink(nowMs).path).not.toBe(path);
});

test.each(['', 'LINK', `${'a'.repeat(64)}`, `${'a'.repeat(64)}:soon`, `${'A'.repeat(64)}:1763726400000`])(
  'no link is read from %j',
  (variable) => {
    expect(linkFrom({ [signInVariable]: variable })).toBeNull();
    expect(linkFrom({})).toBeNull();
  },
);
