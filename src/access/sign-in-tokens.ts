/**
 * The sign-in tokens of the dashboard besides the admin token: SIGNALBOX_DASHBOARD_TOKENS, entries
 * `name:role:digest`, for viewers `viewer:team+team:digest`, divided by commas or lines. Errors name the entry and show
 * neither its digest nor anything that may be a token.
 */
import { RouterError } from '../core/errors.ts';
import { toHex } from '../core/hex.ts';
import { admin, type Person, type Role, roles } from '../core/person.ts';
import type { DashboardToken } from '../core/sign-in.ts';
import { checksumOf } from '../core/token-checksum.ts';
import { randomText } from './key-format.ts';

export const tokenPrefix = 'sbx_dash_';

const secretName = 'SIGNALBOX_DASHBOARD_TOKENS';
const namePattern = /^[A-Za-z0-9_.-]{1,64}$/;
const digestPattern = /^[0-9a-f]{64}$/;
const secretLength = 32;

/** A name that is well-formed is shown; what else stands there may be a token in the wrong place. */
function entryName(at: number, name: string): string {
  const shown = namePattern.test(name) && !name.startsWith(tokenPrefix) && !digestPattern.test(name);
  return `entry ${at + 1}${shown ? ` (${name})` : ''} of ${secretName}`;
}

function roleOf(text: string): Role | null {
  return roles.find((role) => role === text) ?? null;
}

/** Why an entry cannot be used, in words that complete its name; or what it says. */
function readEntry(parts: readonly string[]): DashboardToken | string {
  const [name = '', written = '', ...rest] = parts;
  const digest = rest.at(-1) ?? '';
  const teams = rest.length === 2 ? (rest[0] ?? '').split('+') : null;
  if (!namePattern.test(name)) return 'has no name of up to 64 letters, digits and . _ -';
  if (name === admin.name) return 'has the name of the holder of the admin token';
  const role = roleOf(written);
  if (role === null) return `has a role that is none of ${roles.join(', ')}`;
  if (rest.length > 2 || !digestPattern.test(digest))
    return 'does not end in a SHA-256 of 64 small hex digits';
  if (role !== 'viewer')
    return teams === null ? { person: { name, role, teams: 'all' }, digest } : 'has teams; only a viewer has';
  if (teams === null || !teams.every((team) => namePattern.test(team)))
    return 'is of a viewer and does not name their teams: name:viewer:team+team:digest';
  return { person: { name, role, teams: [...new Set(teams)] }, digest };
}

/** What is wrong with one entry, to complete "This entry"; null: nothing. */
export function faultOfEntry(entry: string): string | null {
  const read = readEntry(entry.split(':'));
  return typeof read === 'string' ? read : null;
}

/** Errors: throws `auth_unavailable` where an entry is malformed, rather than leave a person out silently. */
export function readDashboardTokens(setting: string | undefined): readonly DashboardToken[] {
  const tokens: DashboardToken[] = [];
  const entries = (setting ?? '').split(/[,\n]/).map((entry) => entry.trim());
  for (const [at, parts] of entries
    .filter((entry) => entry !== '')
    .map((one) => one.split(':'))
    .entries()) {
    const read = readEntry(parts);
    const wrong =
      typeof read === 'string'
        ? read
        : tokens.some(({ person, digest }) => person.name === read.person.name || digest === read.digest)
          ? 'has the name or the digest of another'
          : null;
    if (typeof read === 'string' || wrong !== null) {
      throw new RouterError('auth_unavailable', 'The sign-in tokens of the dashboard cannot be used.', {
        detail: `${entryName(at, parts[0] ?? '')} ${wrong}`,
        retryable: false,
      });
    }
    tokens.push(read);
  }
  return tokens;
}

/** Hex SHA-256: tokens have 190 random bits, so that a slow hash would add nothing. */
export async function digestToken(token: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

/** `randomBytes` must be unguessable. */
export function makeDashboardToken(randomBytes: (count: number) => Uint8Array): string {
  const secret = randomText(secretLength, randomBytes);
  return `${tokenPrefix}${secret}${checksumOf(secret)}`;
}

/** As `readDashboardTokens` takes it. */
export function writeEntry({ name, role, teams }: Person, digest: string): string {
  return [name, role, ...(teams === 'all' ? [] : [teams.join('+')]), digest].join(':');
}
