/**
 * The Explore page in a real browser: its script draws pictures that zoom by mouse and by keyboard under the policy of the
 * pages, without moving anything; without scripts the drawn ones stay.
 */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { createScriptStore } from '../../src/ledger/store.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
const adminToken = 'browser-admin-token';
const hourMs = 3_600_000;
/** An hour that is over. */
const bookedMs = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs;

let stack: Stack;
let browser: Browser;

async function book(): Promise<void> {
  const store = createScriptStore(stack.store.url, stack.store.token);
  const row = makeRow({
    requestId: requestIdAt(bookedMs, 'explore000000001'),
    startedAtMs: bookedMs,
    route: 'chat',
    firstEventMs: 500,
    cost: costing(12_340_000_000),
  });
  await tellStore([{ kind: 'row', row, isLast: true, scopes: [] }], {
    store,
    timeZone: 'UTC',
    now: () => bookedMs,
  });
}

/** Signed in, with all that the browser complains of. */
async function open(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(`${stack.url}/dashboard/sign-in`);
  await page.getByLabel('Sign-in token').fill(adminToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto(stack.url + path);
  return { page, complaints, close: () => context.close() };
}

const pictureOf = (page: Page) =>
  page
    .locator('canvas')
    .first()
    .evaluate((canvas: unknown) => (canvas as { toDataURL(): string }).toDataURL());

describe.skipIf(!hasBrowser)(`exploring${hasBrowser ? '' : ' (left out: there is no chromium)'}`, () => {
  beforeAll(async () => {
    stack = await startStack({ SIGNALBOX_ADMIN_TOKEN: adminToken, SIGNALBOX_PEPPER: 'pepper' });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    await book();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  test.each(['light', 'dark'] as const)('nothing is wrong with it, %s', async (colorScheme) => {
    const { page, complaints, close } = await open('/dashboard/explore', { colorScheme });
    await page.locator('canvas').nth(1).waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the keyboard goes from hour to hour, and zooms', async () => {
    const { page, complaints, close } = await open('/dashboard/explore?route=chat');
    const slider = page.getByRole('slider', { name: 'Hour' });
    await slider.focus();
    const hours = Math.floor((Date.now() - bookedMs) / hourMs);
    for (let hour = 0; hour < hours; hour++) await page.keyboard.press('ArrowLeft');
    const words = await page.locator('.explore output').textContent();
    expect(words).toContain('$12.34, 1 request, first event p50');
    expect(await slider.getAttribute('aria-valuetext')).toBe(words);
    const whole = await pictureOf(page);
    await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
    await expect.poll(() => pictureOf(page)).not.toBe(whole);
    await page.getByRole('button', { name: 'Whole period' }).press('Enter');
    await expect.poll(() => pictureOf(page)).toBe(whole);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the mouse zooms by drawing over hours', async () => {
    const { page, close } = await open('/dashboard/explore');
    const plot = page.locator('.u-over').first();
    await plot.waitFor();
    const whole = await pictureOf(page);
    const { x, y, width, height } = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width * 0.5, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.9, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => pictureOf(page)).not.toBe(whole);
    await close();
  });

  test.each([360, 1280])('nothing moves while the script draws, %i pixels wide', async (width) => {
    const { page, close } = await open('/dashboard/explore', { viewport: { width, height: 900 } });
    await page.locator('canvas').nth(1).waitFor();
    const shift = await page.evaluate<number>(
      `new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => { for (const { value } of list.getEntries()) sum += value; })
          .observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      })`,
    );
    expect(shift).toBe(0);
    await close();
  });

  test('without scripts there are drawn pictures and tables', async () => {
    const { page, close } = await open('/dashboard/explore', { javaScriptEnabled: false });
    expect(await page.getByRole('img', { name: /Cost by hour/ }).isVisible()).toBe(true);
    expect(await page.locator('canvas').count()).toBe(0);
    await page.getByText('The same as a table').first().click();
    expect(await page.getByRole('cell', { name: '12.34', exact: true }).isVisible()).toBe(true);
    await close();
  });
});
