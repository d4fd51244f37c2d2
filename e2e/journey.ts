import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type {} from '../src/app/automation.ts';

interface Options {
  /** True for the one browser that compares pixels: see scripts/browser.mjs. */
  readonly reference: boolean;
  /** Every address that the page may ask for begins with this. */
  readonly allowed: string;
}

/**
 * The runner of all journeys. Each test also fails when the page logs an error (a breach of the content security
 * policy is one), throws, or asks for anything from elsewhere.
 */
export const test = base.extend<Options>({
  reference: [false, { option: true }],
  allowed: async ({ baseURL }, use) => use(baseURL ?? ''),
  page: async ({ page, allowed }, use) => {
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      const inside = request.url().startsWith(allowed) || /^(blob|data):/.test(request.url());
      if (!inside) faults.push(`request: ${request.url()}`);
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

/** Waits until what is drawn is what was asked for. */
export async function drawn(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'true');
  await page.evaluate(() => window.recoalesce!.ready());
}

/** Opens the page with a query string and waits until it is drawn. */
export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(query === '' ? './' : `./?v=1&${query}`);
  await drawn(page);
}

/** Waits until the address stands still: it follows the screen a moment later. */
export async function addressed(page: Page): Promise<void> {
  await drawn(page);
  await expect(async () => {
    const before = page.url();
    await page.waitForTimeout(300);
    expect(page.url()).toBe(before);
  }).toPass();
}

/** One parameter of the address bar. */
export const inAddress = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

/** The number shown in an element: "2,092,955 kB" is 2092955. */
export async function numberIn(locator: Locator): Promise<number> {
  const text = await locator.innerText();
  const digits = /-?[\d,]+(\.\d+)?/.exec(text)?.[0];
  if (digits === undefined) throw new Error(`no number in "${text}"`);
  return Number(digits.replaceAll(',', ''));
}

export { expect };
