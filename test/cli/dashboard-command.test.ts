/** `signalbox dashboard token` as a program: what it prints opens a session with the entry that it prints. */
import { describe, expect, test } from 'vitest';
import { digestToken, readDashboardTokens } from '../../src/access/sign-in-tokens.ts';
import { signalbox } from './run-signalbox.ts';

const make = (...args: string[]) => signalbox(['dashboard', 'token', ...args]);

describe('a token', () => {
  test('stands alone on stdout, its entry beside it', async () => {
    const { status, out, err } = make(
      '--name',
      'anna',
      '--role',
      'viewer',
      '--team',
      'care',
      '--team',
      'desk',
    );
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringMatching(/^sbx_dash_[0-9A-Za-z]{38}\n$/),
    });
    const [said, entry = '', ...rest] = err.split('\n');
    expect(said).toContain('SIGNALBOX_DASHBOARD_TOKENS');
    expect(err).not.toContain(out.trim());
    expect(rest).toEqual(['']);
    expect(readDashboardTokens(entry)).toEqual([
      {
        person: { name: 'anna', role: 'viewer', teams: ['care', 'desk'] },
        digest: await digestToken(out.trim()),
      },
    ]);
  });

  test('as JSON', async () => {
    const { out } = make('--name', 'ben', '--role', 'owner', '--json');
    const { token, entry } = JSON.parse(out) as { token: string; entry: string };
    expect(entry).toBe(`ben:owner:${await digestToken(token)}`);
  });

  test('is another each time', () => {
    const [one, two] = [1, 2].map(() => make('--name', 'ben', '--role', 'owner').out);
    expect(one).not.toBe(two);
  });
});

test.each([
  [['--role', 'owner'], '--name is missing.'],
  [['--name', 'ben'], '--role is missing.'],
  [['--name', 'ben', '--role', 'ownr'], 'use one of viewer, finance, operator, owner. Did you mean owner?'],
  [['--name', 'ben', '--role', 'viewer'], 'This entry is of a viewer and does not name their teams'],
  [['--name', 'ben', '--role', 'finance', '--team', 'care'], 'This entry has teams; only a viewer has'],
  [['--name', 'ben:k', '--role', 'owner'], 'This entry '],
  [['--name', 'admin', '--role', 'owner'], 'has the name of the holder of the admin token'],
  [['--name', 'a b', '--role', 'owner'], 'has no name of up to 64 letters'],
  [['--name', 'ben', '--role', 'viewer', '--team', 'a b'], 'does not name their teams'],
])('%j is refused, and no token is printed', (args, says) => {
  const { status, out, err } = make(...args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toContain(says);
});
