/** SIGNALBOX_DASHBOARD_TOKENS: what is taken, and that what is wrong is named without being shown. */
import { describe, expect, test } from 'vitest';
import {
  digestToken,
  makeDashboardToken,
  readDashboardTokens,
  writeEntry,
} from '../../src/access/sign-in-tokens.ts';
import { RouterError } from '../../src/core/errors.ts';

const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];

function faultOf(setting: string): string {
  try {
    readDashboardTokens(setting);
  } catch (error) {
    if (error instanceof RouterError && error.code === 'auth_unavailable')
      return `${error.message} ${error.detail}`;
    throw error;
  }
  return expect.fail(`was taken: ${setting}`);
}

test('entries are divided by commas and lines', () => {
  const setting = `anna:viewer:care+desk:${one},\n  ben.k:finance:${two}\n`;
  expect(readDashboardTokens(setting)).toEqual([
    { person: { name: 'anna', role: 'viewer', teams: ['care', 'desk'] }, digest: one },
    { person: { name: 'ben.k', role: 'finance', teams: 'all' }, digest: two },
  ]);
  expect(readDashboardTokens(undefined)).toEqual([]);
  expect(readDashboardTokens(' ,\n')).toEqual([]);
});

test('what is written is what is read', () => {
  const people = [
    { name: 'anna', role: 'viewer', teams: ['care', 'desk'] },
    { name: 'carl', role: 'operator', teams: 'all' },
  ] as const;
  for (const person of people)
    expect(readDashboardTokens(writeEntry(person, one))).toEqual([{ person, digest: one }]);
});

describe('an entry is refused', () => {
  const faults: readonly (readonly [what: string, entry: string, says: string])[] = [
    ['a viewer without teams', `anna:viewer:${one}`, 'does not name their teams'],
    ['a viewer with an empty team', `anna:viewer:care+:${one}`, 'does not name their teams'],
    ['another role with teams', `anna:finance:care:${one}`, 'only a viewer has'],
    ['an unknown role', `anna:boss:${one}`, 'none of viewer, finance, operator, owner'],
    ['the name of the admin', `admin:owner:${one}`, 'holder of the admin token'],
    ['no digest', 'anna:owner', 'does not end in a SHA-256'],
    ['a digest in capitals', `anna:owner:${'A'.repeat(64)}`, 'does not end in a SHA-256'],
    ['more parts', `anna:viewer:care:desk:${one}`, 'does not end in a SHA-256'],
  ];
  test.each(faults)('%s', (_, entry, says) => {
    const fault = faultOf(`ben:owner:${two},${entry}`);
    expect(fault).toContain(entry.startsWith('admin') ? 'entry 2 (admin)' : 'entry 2 (anna)');
    expect(fault).toContain(says);
    expect(fault).not.toContain(one);
  });

  test('twice the same name or the same digest', () => {
    expect(faultOf(`anna:owner:${one},anna:finance:${two}`)).toContain('of another');
    expect(faultOf(`anna:owner:${one},ben:finance:${one}`)).toContain('entry 2 (ben)');
  });

  test('and what may be a token in the place of a name is not shown', () => {
    const token = makeDashboardToken((count) => new Uint8Array(count).fill(7));
    for (const entry of [token, `${token}:owner`, one, `${one}:owner`, 'no name!:owner'])
      expect(faultOf(entry)).toMatch(/ entry 1 of SIGNALBOX_DASHBOARD_TOKENS [a-z]/);
  });
});

test('a new token has 190 random bits and a checksum', async () => {
  const made = Array.from({ length: 20 }, () =>
    makeDashboardToken((count) => crypto.getRandomValues(new Uint8Array(count))),
  );
  expect(new Set(made).size).toBe(20);
  for (const token of made) expect(token).toMatch(/^sbx_dash_[0-9A-Za-z]{38}$/);
  expect(await digestToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
