/** The dashboard as a browser without scripts sees it: somebody signs in, asks for pages and sends forms. */
import { createSessionKey } from '../../../src/access/session.ts';
import { digestToken } from '../../../src/access/sign-in-tokens.ts';
import type { Person } from '../../../src/core/person.ts';
import type { Deps } from '../../../src/deps.ts';
import type { UsageStore } from '../../../src/ledger/store.ts';
import { createUsageReader } from '../../../src/ledger/usage-reader.ts';
import { makeApp, type TestApp } from './app.ts';

const origin = 'https://router.test';

export type Seen = { readonly status: number; readonly headers: Headers; readonly html: string };

export type Browser = TestApp & {
  /** By a role with all teams, or as that person. */
  readonly get: (path: string, who?: Person | null) => Promise<Seen>;
  readonly post: (path: string, form: Readonly<Record<string, string>>, who?: Person | null) => Promise<Seen>;
};

export const owner: Person = { name: 'olga', role: 'owner', teams: 'all' };

export function makePerson(role: Person['role'], teams: Person['teams'] = 'all'): Person {
  return { name: `${role}-${teams === 'all' ? 'all' : teams.join('-')}`, role, teams };
}

type Given = {
  readonly store: UsageStore;
  readonly nowMs: number;
  /** In place of it: a clock that goes. */
  readonly now?: () => number;
  readonly timeZone?: string;
  /** Everybody who signs in. */
  readonly people?: readonly Person[];
  readonly changes?: Partial<Deps>;
};

const tokenOf = ({ name }: Person) => `TOKEN-${name}`;

/** Over a real store; `makeApp` gives all else. */
export async function openBrowser({
  store,
  nowMs,
  timeZone = 'UTC',
  people = [owner],
  changes = {},
  now = () => nowMs,
}: Given) {
  const tokens = await Promise.all(
    people.map(async (person) => ({ person, digest: await digestToken(tokenOf(person)) })),
  );
  const app = makeApp(undefined, {
    now,
    scripts: store,
    usage: createUsageReader({ store, timeZone, now }),
    adminToken: 'ADMIN',
    pepper: 'PEPPER',
    signIn: {
      tokens: () => tokens,
      sessionKey: createSessionKey('ADMIN', 'PEPPER'),
      attempts: new Map(),
      accessCheck: null,
      link: null,
    },
    ...changes,
  });
  const cookies = new Map<string, string>();
  const seen = async (response: Response): Promise<Seen> => ({
    status: response.status,
    headers: response.headers,
    html: await response.text(),
  });
  const send = (path: string, form: Readonly<Record<string, string>>, cookie = '') =>
    app.send(
      new Request(origin + path, {
        method: 'POST',
        headers: {
          origin,
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form).toString(),
      }),
    );
  const cookieOf = async (who: Person | null): Promise<string> => {
    if (who === null) return '';
    const known = cookies.get(who.name);
    if (known !== undefined) return known;
    const response = await send('/dashboard/sign-in', { token: tokenOf(who) });
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    cookies.set(who.name, cookie);
    return cookie;
  };
  const browser: Browser = {
    ...app,
    get: async (path, who = owner) =>
      seen(await app.send(new Request(origin + path, { headers: { cookie: await cookieOf(who) } }))),
    post: async (path, form, who = owner) => seen(await send(path, form, await cookieOf(who))),
  };
  return browser;
}

/** What a reader sees of it: words without tags. */
export function textOf(html: string): string {
  const body = html.replace(/<(title|option|svg)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ');
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&amp;': '&',
    '&quot;': '"',
    '&#39;': "'",
  };
  return body
    .replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ');
}
