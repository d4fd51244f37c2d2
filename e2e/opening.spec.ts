import { drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

test.describe('opening', () => {
  test('the page opens with a real machine, ready to use', async ({ page }) => {
    await open(page);
    await expect(page).toHaveTitle(/Recoalesce/);
    await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest, modules and BPF');
    await expect(page.getByRole('tree', { name: 'Physical memory map' })).toBeVisible();
    await expect(page.getByTestId('policy-rfc-merge')).toBeChecked();
    await expect(page.getByTestId('map')).toBeVisible();
    expect(await numberIn(page.getByTestId('step-number'))).toBe(3300);
    expect(await numberIn(page.getByTestId('counter-DirectMap4k'))).toBe(42_880);
  });

  test('[SCREEN-7] the page is as large as the window', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await open(page);
    const size = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return { width: scrollWidth, height: scrollHeight };
    });
    expect(size).toEqual({ width: 1280, height: 720 });
  });

  test("[SCREEN-7] nothing of the header is cut, at usual widths not even the machine's name", async ({ page }) => {
    await open(page);
    const title = page.locator('.machine-button-title');
    for (const width of [320, 390, 600, 768, 1100, 1280, 1366, 1440, 1600, 1800, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      await drawn(page);
      const last = await page.getByTestId('help').boundingBox();
      expect(last!.x + last!.width, `at ${width}`).toBeLessThanOrEqual(width);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width}`).toBe(width);
      const { shown, whole } = await title.evaluate((e) => ({ shown: e.clientWidth, whole: e.scrollWidth }));
      expect(shown / whole, `at ${width}`).toBeGreaterThanOrEqual(width < 1280 ? 0.4 : 1);
    }
  });

  test('[SCREEN-1] the map is painted, and the legend counts what it shows', async ({ page }) => {
    await open(page);
    const regions = await page.evaluate(() => window.recoalesce!.regionsInView());
    expect(regions.length).toBeGreaterThanOrEqual(8);
    await expect(page.getByTestId('legend-rw')).toContainText('2,092,955');
    await expect(page.getByTestId('legend-ro')).toContainText('3,820');
    await expect(page.getByTestId('legend-np')).toContainText('344');
    const colours = await page.getByTestId('map').evaluate((host) => {
      const canvas = host.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const seen = new Set<string>();
      for (let at = 0; at < pixels.length; at += 4) seen.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
      return [...seen];
    });
    expect(colours).toContain('234,172,45');
  });

  test('another scenario is chosen in the library', async ({ page }) => {
    await open(page);
    await page.getByTestId('scenario-picker').click();
    const library = page.getByRole('dialog', { name: 'Library' });
    await expect(library).toBeVisible();
    await library.getByText('One page breaks a GiB').click();
    await expect(library).toBeHidden();
    await drawn(page);
    await expect(page.getByTestId('scenario-picker')).toContainText('One page breaks a GiB');
    await expect.poll(() => inAddress(page, 'scenario')).toBe('one-page');
  });

  test('[STORE-7] cancelling the very first machine leads to the library', async ({ page }) => {
    let deliver = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    await page.route('**/recordings/**', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('./');
    await page.getByTestId('cancel').click();
    deliver();
    const library = page.getByRole('dialog', { name: 'Library' });
    await expect(library).toBeVisible();
    await drawn(page);
    await expect(page.getByTestId('breadcrumb')).toContainText('Nothing is open');
    await library.getByText('Two pages, one stays').click();
    await drawn(page);
    await expect(page.getByTestId('scenario-picker')).toContainText('Two pages, one stays');
  });

  test('[STORE-7] an address of a scenario that is not there says so before the first one', async ({ page }) => {
    await page.goto('./?v=1&scenario=nonesuch');
    await expect(page.getByRole('alertdialog')).toContainText('There is no scenario "nonesuch"');
    await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest, modules and BPF');
    await page.getByTestId('problem-close').click();
    await drawn(page);
  });

  test('every scenario of the library opens', async ({ page }) => {
    await open(page);
    const scenarios = await page.evaluate(() => window.recoalesce!.scenarios());
    expect(scenarios.length).toBeGreaterThanOrEqual(5);
    for (const { id, title } of scenarios) {
      await page.evaluate((scenario) => window.recoalesce!.load({ scenario }), id);
      await drawn(page);
      await expect(page.getByTestId('scenario-picker'), id).toContainText(title);
      expect(await numberIn(page.getByTestId('counter-DirectMap4k'))).toBeGreaterThanOrEqual(0);
    }
  });
});
