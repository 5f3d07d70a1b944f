/**
 * Calls from a page in a real browser: refused by default, answered and streamed for the origins that the config
 * names, and for no other.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
const allowedPort = 41_873;

let browser: Browser;
let simulator: Simulator;
let closed: Router;
let open: Router;
let page: Page;
let stranger: Page;
const servers: Server[] = [];

/** A blank page of an origin of its own; `localhost` and another port are other origins than the router's. */
async function pageAt(port: number): Promise<Page> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>An app</title>');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  servers.push(server);
  const opened = await browser.newPage();
  await opened.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  return opened;
}

type Fetched = { error: string } | { status: number; text: string; requestId: string | null; reads: number };

/** What a page reads of a streamed answer. */
function ask(from: Page, router: Router): Promise<Fetched> {
  return from.evaluate(
    async ([url, key]): Promise<Fetched> => {
      try {
        const response = await fetch(`${url}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            model: 'auto',
            stream: true,
            messages: [{ role: 'user', content: 'Say exactly: hello' }],
          }),
        });
        const reader = (response.body as ReadableStream<Uint8Array>).getReader();
        let text = '';
        let reads = 0;
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          text += new TextDecoder().decode(read.value);
          reads += 1;
        }
        return { status: response.status, text, requestId: response.headers.get('x-request-id'), reads };
      } catch (error) {
        return { error: error instanceof Error ? error.name : String(error) };
      }
    },
    [router.url, testKey],
  );
}

beforeAll(async () => {
  if (!hasBrowser) return;
  simulator = await startSimulator({ pace: 0 });
  const vars = { OPENAI_BASE_URL: `${simulator.url}/openai/v1`, OPENAI_API_KEY: 'simulated' };
  closed = await startRouter({ vars });
  open = await startRouter({ vars, routes: 'test/browser/cors.config.ts' });
  const args = [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  browser = await chromium.launch({ executablePath, args });
  page = await pageAt(allowedPort);
  stranger = await pageAt(0);
});

afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
  await closed?.stop();
  await open?.stop();
  await simulator?.stop();
});

describe.skipIf(!hasBrowser)(
  `CORS in a browser${hasBrowser ? '' : ` (skipped: no ${executablePath})`}`,
  () => {
    test('is off by default: a page gets nothing, and no model is called', async () => {
      simulator.clear();
      expect(await ask(page, closed)).toEqual({ error: 'TypeError' });
      expect(simulator.requests()).toEqual([]);
    });

    test('lets the named origin stream an answer and read its request id', async () => {
      const fetched = await ask(page, open);
      if ('error' in fetched) throw new Error(fetched.error);
      expect(fetched.status).toBe(200);
      expect(fetched.text).toContain('hello');
      expect(fetched.text).toContain('[DONE]');
      expect(fetched.requestId).toMatch(/^req_/);
    });

    test('lets no other origin in', async () => {
      simulator.clear();
      expect(await ask(stranger, open)).toEqual({ error: 'TypeError' });
      expect(simulator.requests()).toEqual([]);
    });
  },
);
