import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { addressed, drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

/** What a reader sees, as text; the map is compared as pixels. */
const words = (page: Page): Promise<string[]> =>
  Promise.all(
    ['header', 'breadcrumb', 'legend', 'inspector', 'timeline'].map((id) => page.getByTestId(id).innerText()),
  );

test.describe('address bar', () => {
  test('[URL-1] what is on the screen survives a reload', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=2000&motion=off');
    await page.getByTestId('policy-none').click();
    await page.evaluate(() => window.recoalesce!.zoomTo({ level: 3, pfn: 2 * 262144 }));
    await page.evaluate(() => window.recoalesce!.select({ level: 2, pfn: 0xa9e00 }));
    await page.getByTestId('legend-ro').click();
    await page.getByTestId('theme-toggle').click();
    await page.mouse.move(2, 2);
    await drawn(page);
    for (const name of ['scenario', 'policy', 'step', 'view', 'at', 'theme', 'hide'])
      await expect.poll(() => inAddress(page, name), name).not.toBeNull();
    const [address, text, map] = [page.url(), await words(page), await page.getByTestId('map').screenshot()];
    await page.reload();
    await drawn(page);
    expect(page.url()).toBe(address);
    expect(await words(page)).toEqual(text);
    expect(map.equals(await page.getByTestId('map').screenshot())).toBe(true);
  });

  test('[AUTO-1] the address alone brings the same pixels back in another tab', async ({ page, context }) => {
    await open(page, 'scenario=two-pages&step=3&policy=rfc-merge&at=2M:0x159200&theme=light&motion=off');
    const other = await context.newPage();
    await other.goto(page.url());
    await drawn(other);
    expect(await numberIn(other.getByTestId('step-number'))).toBe(3);
    expect(await words(other)).toEqual(await words(page));
    expect((await page.screenshot()).equals(await other.screenshot())).toBe(true);
  });

  test('back returns to the machine that was open before', async ({ page }) => {
    await open(page, 'scenario=two-pages&step=2');
    await page.evaluate(() => window.recoalesce!.load({ scenario: 'one-page' }));
    await expect.poll(() => inAddress(page, 'scenario')).toBe('one-page');
    await page.goBack();
    await drawn(page);
    await expect(page.getByTestId('scenario-picker')).toContainText('Two pages, one stays');
    expect(await numberIn(page.getByTestId('step-number'))).toBe(2);
  });

  test('[URL-3] back and forward undo zooms and selections, and nothing else', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300&at=2M:0xa9e00');
    const home = page.url();
    await page.evaluate(() => window.recoalesce!.zoomTo({ level: 3, pfn: 2 * 262144 }));
    await addressed(page);
    const zoomed = page.url();
    await page.getByTestId('map').focus();
    await page.keyboard.press('ArrowLeft');
    await addressed(page);
    const selected = page.url();
    expect(inAddress(page, 'at')).not.toBe('2M:0xa9e00');
    await page.goBack();
    await addressed(page);
    expect(page.url()).toBe(zoomed);
    await page.keyboard.press('.');
    await drawn(page);
    await page.goBack();
    await addressed(page);
    expect(inAddress(page, 'view')).toBeNull();
    expect(await numberIn(page.getByTestId('step-number'))).toBe(3301);
    expect(page.url().replace('step=3301', 'step=3300')).toBe(home);
    await page.goForward();
    await page.goForward();
    await addressed(page);
    expect(page.url().replace('step=3301', 'step=3300')).toBe(selected);
  });

  test('[URL-3] a zoom of many turns of the wheel is one step of the history', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300&motion=off');
    const steps = await page.evaluate(() => history.length);
    await page.getByTestId('map').hover({ position: { x: 200, y: 200 } });
    for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -100);
    await addressed(page);
    expect(await page.evaluate(() => history.length)).toBe(steps + 1);
    await page.goBack();
    await addressed(page);
    expect(inAddress(page, 'view')).toBeNull();
  });

  test('[URL-3] back returns to a file, which the address does not hold', async ({ page }) => {
    await open(page, 'scenario=one-page&step=0&motion=off');
    const text = await readFile('fixtures/captures/K2/frag/before.ptdump-kernel', 'utf8');
    await page.evaluate((data) => window.recoalesce!.open('before.ptdump', data), text);
    await addressed(page);
    expect(inAddress(page, 'scenario')).toBeNull();
    await page.evaluate(() => window.recoalesce!.zoomTo({ level: 3, pfn: 262144 }));
    await addressed(page);
    const zoomed = page.url();
    await page.evaluate(() => window.recoalesce!.load({ scenario: 'one-page' }));
    await addressed(page);
    await page.goBack();
    await addressed(page);
    await expect(page.getByTestId('scenario-picker')).toContainText('before.ptdump');
    expect(page.url()).toBe(zoomed);
  });

  test('theme follows the system until it is chosen', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByTestId('theme-toggle').click();
    await drawn(page);
    await expect.poll(() => inAddress(page, 'theme')).not.toBeNull();
  });

  test('[URL-2] nonsense in the address falls back to the default', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=-5&policy=nobody&at=9Q:zz&view=a,b,c&theme=pink&speed=0&calls=1.rm.x.y');
    await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest');
    await expect(page.getByTestId('policy-rfc-merge')).toBeChecked();
  });
});
