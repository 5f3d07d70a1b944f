/** `npm start` and `npm run dev` as commands: what they print, serve, keep and leave behind. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { startUpstash } from '../../src/dev/upstash/start.ts';
import { signalbox } from '../cli/run-signalbox.ts';
import {
  descendantsOf,
  type StartedCommand,
  startAsNpm,
  startCommand,
  stillRunning,
} from '../dev/start/start-command.ts';
import { readAllRows } from '../support/read-rows.ts';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'signalbox-start-'));
const running = new Set<StartedCommand>();

function run(args: readonly string[], variables: Record<string, string> = {}): StartedCommand {
  return keep(startCommand(args, variables));
}

function keep(command: StartedCommand): StartedCommand {
  running.add(command);
  void command.ended.then(() => running.delete(command));
  return command;
}

/** A copy of the shipped routes, with changes. */
function writeRoutes(file: string, change: (text: string) => string): void {
  const shipped = readFileSync(join(root, 'routes.config.ts'), 'utf8');
  writeFileSync(file, change(shipped.replace('./src/config', join(root, 'src/config'))));
}

async function urlOf(command: StartedCommand): Promise<string> {
  const [, url = ''] = await command.printed(/^ready (\S+)$/m);
  return url;
}

const clientFor = (url: string) => new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-sbx-test', maxRetries: 0 });

/** Of requests that were sent, and of the demo data. */
async function countRows(dataDir: string) {
  const store = await startUpstash({ dataDir, token: 'test' });
  try {
    const rows = await readAllRows({ url: store.url, token: 'test' });
    const demo = rows.filter(({ team }) => team.startsWith('demo-')).length;
    return { sent: rows.length - demo, demo };
  } finally {
    await store.stop();
  }
}

afterEach(async () => {
  for (const command of running) command.process.kill('SIGTERM');
  await Promise.all([...running].map((command) => command.ended));
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a run', { timeout: 120_000 }, () => {
  test('serves, shows the demo, ends without a trace, and its data is there at the next run', async () => {
    const dataDir = join(scratch, 'kept');
    const first = run(['--demo'], { SIGNALBOX_DATA_DIR: dataDir });
    const url = await urlOf(first);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(first.stdout()).toContain(`curl ${url}/v1/chat/completions`);
    const [, adminToken = ''] = await first.printed(
      /^ {2}SIGNALBOX_ADMIN_TOKEN=(\S+) npx signalbox keys list/m,
    );
    const keys = signalbox(['keys', 'list', '--url', url], '', { SIGNALBOX_ADMIN_TOKEN: adminToken });
    expect(keys).toMatchObject({ status: 0, err: expect.stringContaining('no keys yet') });

    await first.printed(/^11 of 12 answered/m);
    expect(first.stdout()).toMatch(/everyday → \S+ \(\S+, \S+\) {2}qa, 2 attempts/);
    expect(first.stdout()).toMatch(/404 +\d+ ms\n.*Did you mean/);
    const lines = first.stdout().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(first.stdout()).not.toContain('\u001b');
    expect(first.stderr()).toBe('');

    const stored = await clientFor(url).responses.create({ model: 'gpt-5.5', input: 'Remember me.' });
    const streams = await Promise.all(
      ['one', 'two'].map((word) =>
        clientFor(url).chat.completions.create({
          model: 'auto',
          stream: true,
          messages: [{ role: 'user', content: `[[fault:drip=1000]] ${word}` }],
        }),
      ),
    );
    const below = descendantsOf(first.process.pid ?? 0);
    expect(below.filter(({ command }) => command.includes('workerd'))).toHaveLength(2);
    first.process.kill('SIGTERM');
    const cut = Promise.all(
      streams.map(async (stream) => {
        for await (const _ of stream);
      }),
    );
    await expect(cut).rejects.toThrow();
    expect(await first.ended).toBe(0);
    expect(stillRunning(below)).toEqual([]);

    // 12 of the demo, one of them refused before it was sent and one sent twice; the stored one; two cut off.
    const counted = await countRows(dataDir);
    expect(counted.sent).toBe(15);
    expect(counted.demo).toBeGreaterThan(1000);

    const second = run([], { SIGNALBOX_DATA_DIR: dataDir });
    const again = clientFor(await urlOf(second));
    const unknown = await again.responses.retrieve('resp_of_nobody').catch((error) => error);
    expect(unknown.code).toBe('response_not_found');
    // The simulated provider forgets; that the request reaches it shows that its owner was found.
    const known = await again.responses.retrieve(stored.id).catch((error) => error);
    expect(known).toBeInstanceOf(OpenAI.NotFoundError);
    expect(known.code).not.toBe('response_not_found');
  });

  test('tells nobody what was asked, in what it prints and in what it keeps', async () => {
    const dataDir = join(scratch, 'private');
    const command = run([], { SIGNALBOX_DATA_DIR: dataDir });
    const url = await urlOf(command);
    const mark = 'MARKED-QUESTION-7261';
    const ask = async (body: unknown, key = 'sk-sbx-test') => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: text });
      await response.text();
      return response.status;
    };
    const messages = [{ role: 'user', content: `${mark}: why is the sky blue?` }];
    const statuses = [
      await ask({ model: 'auto', messages }),
      await ask({ model: 'auto', messages, stream: true }),
      await ask({ model: 'glm-5.1', messages: [{ role: 'user', content: `[[fault:status=500]] ${mark}` }] }),
      await ask({ model: 'glm-5.1', messages: [{ role: mark, content: mark }] }),
      await ask(`{"model": "auto", "messages": [{"content": "${mark}`),
      await ask({ model: 'auto', messages }, `sbx_live_${mark}`),
    ];
    expect(statuses).toEqual([200, 200, 502, 400, 400, 401]);
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(command.stdout() + command.stderr()).not.toContain(mark);
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    const kept = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    expect(kept.join('').length).toBeGreaterThan(1000);
    expect(kept.filter((text) => text.includes(mark))).toEqual([]);
  });

  test('reloads what changes, and keeps the last good version where it cannot', async () => {
    const file = join(scratch, 'watched', 'routes.ts');
    mkdirSync(join(scratch, 'watched'));
    writeRoutes(file, (text) => text);
    const command = run(['--watch', '--config', file], { SIGNALBOX_DATA_DIR: join(scratch, 'watched/data') });
    const client = clientFor(await urlOf(command));
    const ask = async () => {
      const messages = [{ role: 'user' as const, content: 'Hello' }];
      const { response } = await client.chat.completions
        .create({ model: 'route/complex', messages })
        .withResponse();
      return response.headers.get('x-signalbox-model');
    };
    expect(await ask()).toBe('gpt-5.5');

    writeRoutes(file, (text) => text.replace("'gpt-5.5@medium', 'claude-opus-4-7", "'claude-opus-4-7"));
    await command.printed(/^reloaded [0-9a-f]{12} \(routes\.ts\)$/m);
    expect(await ask()).toBe('claude-opus-4-7');

    writeRoutes(file, (text) => text.replace('gpt-5.5@medium', 'gpt-5.5@loud'));
    await command.printed(/gpt-5\.5 does not take the effort "loud"[\s\S]*last good version keeps running/);
    expect(await ask()).toBe('claude-opus-4-7');

    // Fine for Node, which checks it; not for the Worker.
    writeRoutes(
      file,
      (text) => `${text}\nif (navigator.userAgent.startsWith('Cloudflare')) throw new Error('not here');`,
    );
    await command.printed(/The Worker does not start[\s\S]*last good version keeps running/);
    expect(await ask()).toBe('claude-opus-4-7');

    writeRoutes(file, (text) => text);
    await vi.waitUntil(async () => (await ask()) === 'gpt-5.5', { timeout: 30_000 });
  });

  test('leaves nothing behind when it is killed', async () => {
    const command = run([], { SIGNALBOX_DATA_DIR: join(scratch, 'killed') });
    await urlOf(command);
    const below = descendantsOf(command.process.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(3);
    command.process.kill('SIGKILL');
    await command.ended;
    await vi.waitUntil(() => stillRunning(below).length === 0, { timeout: 30_000 });
  });

  test('ends when the shell that npm started it in has ended', async () => {
    const command = keep(startAsNpm({ SIGNALBOX_DATA_DIR: join(scratch, 'npm') }));
    await urlOf(command);
    const below = descendantsOf(command.process.pid ?? 0);
    expect(below.some(({ command: words }) => words.includes('workerd'))).toBe(true);
    command.process.kill('SIGTERM');
    await vi.waitUntil(() => stillRunning(below).length === 0, { timeout: 30_000 });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends in order on %s while it starts', async (signal) => {
    const command = run([], { SIGNALBOX_DATA_DIR: join(scratch, `early-${signal}`) });
    const pid = command.process.pid ?? 0;
    await vi.waitUntil(() => descendantsOf(pid).length > 0, { timeout: 30_000 });
    const below = descendantsOf(pid);
    command.process.kill(signal);
    expect(await command.ended).toBe(0);
    expect(stillRunning(below)).toEqual([]);
    expect(command.stdout()).not.toMatch(/^ready/m);
    expect(command.stderr()).toBe('');
  });

  test('goes on, and ends well, when nobody reads its output', async () => {
    const command = run([], { SIGNALBOX_DATA_DIR: join(scratch, 'unread') });
    await command.printed(/^Signalbox/m);
    command.process.stdout?.destroy();
    command.process.stderr?.destroy();
    command.process.kill('SIGTERM');
    expect(await command.ended).toBe(0);
  });
});

describe('a start that cannot be', () => {
  test('prints the problems of a routes file for the person who wrote it', async () => {
    const file = join(scratch, 'broken.ts');
    writeRoutes(file, (text) => text.replace('gpt-5.5@medium', 'gpt-5.5@mediun').replace('use:', 'uses:'));
    const command = run(['--config', file]);
    expect(await command.ended).toBe(1);
    expect(command.stdout()).toBe('');
    expect(command.stderr()).toMatch(/broken\.ts has 2 problems:\n/);
    expect(command.stderr()).toContain('  routes[0].uses\n    there is no setting "uses" here\n');
    expect(command.stderr()).toContain('did you mean use?');
  });

  test('shows the place of a syntax error', async () => {
    const file = join(scratch, 'torn.ts');
    writeFileSync(file, 'export default {\n  routes: [ }\n');
    const command = run(['--config', file]);
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toContain(`${file}:2\n`);
    expect(command.stderr()).toContain('SyntaxError: ');
    expect(command.stderr()).not.toContain('node:internal');
  });

  test('names a routes file that is not there', async () => {
    const command = run(['--config', join(scratch, 'absent.ts')]);
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toMatch(/^There is no file .*absent\.ts\.\n$/);
  });

  test('names a port that is in use, and the way to another', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => {
        const address = holder.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const command = run([], { PORT: String(port) });
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toContain(`Port ${port} is in use`);
    expect(command.stderr()).toContain('PORT=');
    holder.close();
  });

  test('names the process that uses the data folder already', async () => {
    const dataDir = join(scratch, 'shared');
    const store = await startUpstash({ dataDir, token: 'test' });
    const command = run([], { SIGNALBOX_DATA_DIR: dataDir });
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toContain(`process ${process.pid} already runs a server on ${dataDir}`);
    expect(command.stderr()).toContain('SIGNALBOX_DATA_DIR');
    await store.stop();
  });

  test('refuses an unknown option with code 2, and explains itself with --help', async () => {
    const wrong = run(['--wacth']);
    const help = run(['--help']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr()).toBe('There is no option --wacth. Did you mean --watch?\n');
    expect(await help.ended).toBe(0);
    expect(help.stdout()).toContain('--config FILE');
  });
});
