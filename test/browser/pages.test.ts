/**
 * Every page of the dashboard in a real browser, over demo traffic: no rule of accessibility broken in either theme, no
 * violation of the policy, no shift, nothing that scrolls sideways from a phone to 4K; and the ways through it by hand, by
 * keyboard and without scripts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pages } from '../../src/dashboard/pages.ts';
import { patientStore } from '../../src/dev/seed/patient-store.ts';
import { seedDemo } from '../../src/dev/seed/seed.ts';
import { createScriptStore } from '../../src/ledger/store.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const adminToken = 'browser-admin-token';
const largestPage = 60 * 1024;

let stack: Stack;
let browser: Browser;
let context: BrowserContext;
let names: Readonly<Record<string, string>>;

/** What a path's `:name` stands for here. */
const pathOf = (path: string) => path.replace(/:(\w+)/g, (_, name: string) => names[name] ?? `no-${name}`);

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(`
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      globalThis.violations.push(violatedDirective + ' ' + blockedURI));
  `);
  const page = await context.newPage();
  await page.goto(`${stack.url}/dashboard`);
  await page.getByLabel('Sign-in token').fill(adminToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${stack.url}/dashboard`);
  return page;
}

type Broken = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

async function brokenRules(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as { violations: readonly Broken[] };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

/** Programs of the page are texts: the types here are Node's. */
const movedIn = (page: Page) =>
  page.evaluate(`new Promise((resolve) => {
    const moved = [];
    const at = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries())
        for (const { node, previousRect, currentRect } of sources)
          moved.push((node?.outerHTML ?? node?.textContent ?? '').slice(0, 80) + ': ' + at(previousRect) + ' -> ' + at(currentRect));
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
  })`);

describe.skipIf(!hasBrowser)(`a browser${hasBrowser ? '' : ' (left out: there is no chromium)'}`, () => {
  beforeAll(async () => {
    stack = await startStack({ SIGNALBOX_ADMIN_TOKEN: adminToken, SIGNALBOX_PEPPER: 'pepper' });
    const store = patientStore(createScriptStore(stack.store.url, stack.store.token));
    let id = '';
    await seedDemo({
      store,
      timeZone: 'UTC',
      days: 35,
      endMs: Date.now(),
      scale: 0.1,
      onRow: ({ requestId }) => {
        id = requestId;
      },
    });
    names = { route: 'everyday', team: 'demo-support', id };
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  afterEach(() => context?.close());

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each(pages.map(({ path }) => path))('%s breaks no rule and does not move', async (path) => {
      const page = await open({ colorScheme });
      const response = await page.goto(stack.url + pathOf(path), { waitUntil: 'load' });
      expect(response?.status()).toBe(200);
      expect(await brokenRules(page)).toEqual([]);
      expect(await page.evaluate('violations')).toEqual([]);
      expect(await movedIn(page)).toEqual([]);
      expect(gzipSync(await page.content()).length).toBeLessThan(largestPage);
    });
  });

  test.each([360, 1280, 2560])('nothing but tables scrolls sideways at %i', async (width) => {
    const page = await open({ viewport: { width, height: 900 } });
    for (const { path } of pages) {
      await page.goto(stack.url + pathOf(path));
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect([path, wide]).toEqual([path, width]);
    }
  });

  test('from the overview to a route and back, by period', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Last month' }).click();
    await page.locator('table').getByRole('link', { name: 'everyday', exact: true }).last().click();
    expect(new URL(page.url()).pathname).toBe('/dashboard/routes/everyday');
    expect(new URL(page.url()).searchParams.get('from')).toMatch(/^\d{4}-\d\d-01$/);
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/dashboard');
    expect(await page.getByRole('link', { name: 'Last month' }).getAttribute('aria-current')).toBe('true');
  });

  test('a filter stands in the address, and goes with "Show all"', async () => {
    const page = await open();
    await page.getByLabel('Team').selectOption('demo-support');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(new URL(page.url()).searchParams.get('team')).toBe('demo-support');
    await expect(page.getByText('Only team demo-support.').count()).resolves.toBe(1);
    await page.getByRole('link', { name: 'Show all' }).click();
    expect(new URL(page.url()).searchParams.get('team')).toBeNull();
  });

  test('without scripts every page says the same', async () => {
    const page = await open({ javaScriptEnabled: false });
    for (const { path } of pages) {
      const response = await page.goto(stack.url + pathOf(path));
      expect([path, response?.status()]).toEqual([path, 200]);
      expect(await page.locator('h1').innerText()).not.toBe('');
    }
    await page.goto(`${stack.url}/dashboard`);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('by keyboard alone: past the navigation, into a table, along its sorting', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    const button = page.locator('table.sortable thead button', { hasText: 'Requests' }).last();
    await button.focus();
    await page.keyboard.press('Enter');
    const head = page.locator('table.sortable thead th', { hasText: 'Requests' }).last();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
  });

  test('on paper: light, without navigation', async () => {
    const page = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('header nav').isVisible()).toBe(false);
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe('rgb(255, 255, 255)');
  });
});
