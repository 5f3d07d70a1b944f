/**
 * Signing in with a real browser: what it does with the cookie on http://127.0.0.1, with a link from another site, and
 * with a form that another site sends.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSignInLink, signInVariable } from '../../src/dev/start/sign-in-link.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
const link = makeSignInLink(Date.now());
const adminToken = 'browser-admin-token';

let stack: Stack;
let browser: Browser;
let other: Server;
let context: BrowserContext;
let page: Page;

/** `localhost` is another site than `127.0.0.1`. */
const elsewhere = () => `http://localhost:${(other.address() as AddressInfo).port}/`;

describe.skipIf(!hasBrowser)(`a browser${hasBrowser ? '' : ' (left out: there is no chromium)'}`, () => {
  beforeAll(async () => {
    stack = await startStack({
      SIGNALBOX_ADMIN_TOKEN: adminToken,
      SIGNALBOX_PEPPER: 'pepper',
      [signInVariable]: link.variable,
    });
    other = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><title>A chat</title>
        <a id="link" href="${stack.url}/dashboard">look</a>
        <form id="out" method="post" action="${stack.url}/dashboard/sign-out"><button>out</button></form>
        <form id="in" method="post" action="${stack.url}/dashboard/sign-in">
          <input name="token" value="${adminToken}"><button>in</button></form>`);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => other.close(resolve));
    await stack.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const names = async () => (await context.cookies(stack.url)).map(({ name }) => name);

  async function signIn(): Promise<void> {
    await page.goto(`${stack.url}/dashboard`);
    await page.getByLabel('Sign-in token').fill(adminToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${stack.url}/dashboard`);
  }

  test('signs in with the link of a local run, keeps the cookie out of reach of scripts, and signs out', async () => {
    await page.goto(`${stack.url}${link.path}`);
    expect(page.url()).toBe(`${stack.url}/dashboard`);
    expect(await context.cookies(stack.url)).toMatchObject([
      { name: '__Host-signalbox', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' },
    ]);
    expect(await page.evaluate('document.cookie')).not.toContain('signalbox=');
    await page.reload();
    expect(page.url()).toBe(`${stack.url}/dashboard`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/sign-in/);
    expect(await names()).toEqual([]);
  });

  test('comes in by the form, and stays in when a link of another site is followed', async () => {
    await signIn();
    await page.goto(elsewhere());
    await page.locator('#link').click();
    await page.waitForURL(/dashboard/);
    expect(page.url()).toBe(`${stack.url}/dashboard`);
  });

  test('is neither signed out nor signed in by a form of another site', async () => {
    await signIn();
    await page.goto(elsewhere());
    const [out] = await Promise.all([page.waitForResponse(/sign-out/), page.locator('#out button').click()]);
    expect(out.status()).toBe(403);
    expect(await names()).toEqual(['__Host-signalbox']);
    await context.clearCookies();
    await page.goto(elsewhere());
    const [into] = await Promise.all([page.waitForResponse(/sign-in/), page.locator('#in button').click()]);
    expect(into.status()).toBe(403);
    expect(await names()).toEqual([]);
  });
});
