/** The app with API keys of a store: what an administrator makes, and what is asked with it. */
import { createTokenCheck } from '../../../src/access/end-user-token.ts';
import { KeyCache } from '../../../src/access/key-cache.ts';
import { readKeyRecord } from '../../../src/access/key-records.ts';
import type { Deps } from '../../../src/deps.ts';
import { makeApp, type TestApp } from './app.ts';
import { today } from './models.ts';
import { FakeHashes } from './scripts.ts';

export const pepper = 'pepper';
/** Under which end-user tokens are signed. */
export const secret = 's'.repeat(32);

type MadeKey = Record<string, unknown> & {
  readonly key: string;
  readonly error: { readonly param: string; readonly message: string };
};

export type KeyedApp = TestApp & {
  /** Of the team `care`. */
  readonly create: (settings: object) => Promise<MadeKey>;
  /** Over Messages, a model that speaks it. */
  readonly ask: (key: string, headers?: Record<string, string>, body?: object) => Promise<Response>;
  /** The caller as the decision saw it, out of the receipt. */
  readonly identity: (response: Response) => Promise<Record<string, unknown>>;
};

export function makeKeyedApp(
  { secret: signedUnder }: { readonly secret: string | undefined } = { secret },
  changes: Partial<Deps> = {},
): KeyedApp {
  const scripts = new FakeHashes();
  const now = () => today;
  const load = (id: string) => readKeyRecord(id, scripts);
  const directory = new KeyCache({ load, now, sleep: () => new Promise(() => {}) });
  const checkToken = createTokenCheck({ secret: signedUnder, jwks: undefined }, now);
  const storedKeys = { directory, pepper, now, ...(checkToken !== null && { checkToken }) };
  const adminToken = 'admin-token';
  const app = makeApp(undefined, { scripts, storedKeys, pepper, adminToken, now, ...changes });
  /** Who may read the receipt of an answer. */
  const keyOf = new Map<string | null, string>();
  const create: KeyedApp['create'] = async (settings) => {
    const whole = { name: 'one', team: 'care', ...settings };
    const answer = await app.call('POST', '/admin/keys', whole, { authorization: `Bearer ${adminToken}` });
    return (await answer.json()) as MadeKey;
  };
  const ask: KeyedApp['ask'] = async (key, headers = {}, body = {}) => {
    const whole = { model: 'beta', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 9, ...body };
    const answer = await app.call('POST', '/v1/messages', whole, { 'x-api-key': key, ...headers });
    keyOf.set(answer.headers.get('x-request-id'), key);
    return answer;
  };
  const identity: KeyedApp['identity'] = async (response) => {
    if (response.status !== 200) throw new Error(await response.text());
    await app.settled();
    const id = response.headers.get('x-request-id');
    const headers = { 'x-api-key': keyOf.get(id) ?? '' };
    const receipt = await app.call('GET', `/v1/requests/${id}`, undefined, headers);
    return ((await receipt.json()) as { facts: { identity: Record<string, unknown> } }).facts.identity;
  };
  return { ...app, create, ask, identity };
}
