/** API keys as a table for people. Pure. */
import { type Cell, type Column, printTable, type TableOptions } from './table.ts';

/** A key as `GET /admin/keys` has it. */
export type ListedKey = {
  readonly id: string;
  readonly name: string;
  readonly state: 'active' | 'rotating' | 'rotated' | 'expired' | 'revoked';
  readonly team: string;
  readonly app: string | null;
  readonly tier: string;
  readonly max_tier: string;
  readonly end_user_header: string | null;
  readonly end_user_token: string;
  readonly programmes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly client_tags: readonly string[];
  readonly routes: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly addresses: readonly string[] | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
};

/** `2026-11-21 12:00`, in UTC. */
function printTime(date: string | null): string {
  return date === null ? '' : date.slice(0, 16).replace('T', ' ');
}

/** Whichever of the two comes first. */
function endOf({ expires_at: expires, revoked_at: revoked }: ListedKey): string {
  const [first = null] = [expires, revoked].filter((date) => date !== null).toSorted();
  return printTime(first);
}

function stateOf({ state }: ListedKey): string | Cell {
  const styles = {
    active: 'good',
    rotating: 'warn',
    rotated: 'faint',
    expired: 'faint',
    revoked: 'faint',
  } as const;
  return { text: state, style: styles[state] };
}

function printTags({ tags, client_tags: own }: ListedKey): string {
  return [
    ...Object.entries(tags).map(([name, value]) => `${name}=${value}`),
    ...own.map((name) => `${name}=?`),
  ].join(' ');
}

/** `routes code, chat`; empty: for everything. */
function printScope({ routes, models, addresses }: ListedKey): string {
  return Object.entries({ routes, models, addresses })
    .flatMap(([what, names]) => (names === null ? [] : [`${what} ${names.join(', ') || 'none'}`]))
    .join('; ');
}

/** `token required; cyber=standard`; empty: nothing is said of them. */
function printEndUsers(key: ListedKey): string {
  const { tier, max_tier: most, end_user_header: header, end_user_token: token, programmes } = key;
  return [
    ...(token === 'off' ? [] : [`token ${token}${most === tier ? '' : `, up to ${most}`}`]),
    ...(header === null ? [] : [`header ${header}`]),
    ...Object.entries(programmes).map(([name, level]) => `${name}=${level}`),
  ].join('; ');
}

const columns: readonly Column<ListedKey>[] = [
  { title: 'id', cell: ({ id }) => id },
  { title: 'name', cell: ({ name }) => name },
  { title: 'state', cell: stateOf },
  { title: 'team', cell: ({ team }) => team },
  { title: 'app', cell: ({ app }) => app ?? '', dropRank: 1 },
  { title: 'tier', cell: ({ tier }) => tier, dropRank: 3 },
  { title: 'made (UTC)', cell: ({ created_at }) => printTime(created_at), dropRank: 4 },
  { title: 'ends (UTC)', cell: endOf, dropRank: 2 },
  { title: 'tags', cell: printTags, dropRank: 5 },
  { title: 'only for', cell: printScope, dropRank: 6 },
  { title: 'end users', cell: printEndUsers, dropRank: 7 },
];

export function printKeys(keys: readonly ListedKey[], options: TableOptions = {}): string[] {
  return printTable(columns, keys, options);
}
