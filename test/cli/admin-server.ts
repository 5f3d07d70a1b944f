/** The app with keys and limits behind a real HTTP server on a free loopback port, and the command as a child of it. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createTokenCheck } from '../../src/access/end-user-token.ts';
import { KeyCache } from '../../src/access/key-cache.ts';
import { readKeyRecord } from '../../src/access/key-records.ts';
import type { Deps } from '../../src/deps.ts';
import { makeApp } from '../support/world/app.ts';
import { today } from '../support/world/models.ts';
import { FakeHashes } from '../support/world/scripts.ts';
import type { Said } from './run-signalbox.ts';

export const adminToken = 'admin-token';

export type AdminServer = {
  readonly url: string;
  readonly scripts: FakeHashes;
  readonly clock: { nowMs: number };
  /** With the admin token unless `env` says otherwise. */
  readonly signalbox: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Said>;
  /** Status of a chat request with this key. */
  readonly chat: (key: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

const program = join(import.meta.dirname, '../../src/cli/signalbox.ts');

/** Beside the server in this process, so not synchronously. */
function runBeside(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    child.on('error', reject).on('close', (status) => resolve({ status, ...said }));
  });
}

export async function startAdminServer(changes: Partial<Deps> = {}): Promise<AdminServer> {
  const scripts = new FakeHashes();
  const clock = { nowMs: today };
  const now = () => clock.nowMs;
  const directory = new KeyCache({
    sleep: () => new Promise(() => {}),
    load: (id) => readKeyRecord(id, scripts),
    now,
  });
  const checkToken = createTokenCheck({ secret: 's'.repeat(32), jwks: undefined }, now);
  const app = makeApp(undefined, {
    scripts,
    storedKeys: { directory, pepper: 'pepper', now, ...(checkToken !== null && { checkToken }) },
    adminToken,
    now,
    ...changes,
  });
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', headers, url: path = '/' } = incoming;
    const answer = await app.send(
      new Request(`http://router.test${path}`, {
        method,
        headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      }),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const usual = { ...process.env, NO_COLOR: '1', SIGNALBOX_URL: url, SIGNALBOX_ADMIN_TOKEN: adminToken };
  return {
    url,
    scripts,
    clock,
    signalbox: (args, env = {}) => runBeside(args, { ...usual, ...env }),
    chat: async (key) => {
      const body = { model: 'alpha', messages: [{ role: 'user', content: 'Hello' }] };
      const { status } = await app.call('POST', '/v1/chat/completions', body, { 'x-api-key': key });
      return status;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
