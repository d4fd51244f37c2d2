import { drawn, expect, open, test } from './journey.ts';

test.describe('[AUTO-7] what comes behind the first picture', () => {
  test('once it is there the page works without a network', async ({ page, context }) => {
    await open(page, 'motion=off');
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Help and keys' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByTestId('file-input').setInputFiles('fixtures/captures/K1/frag/end.ptdump-kernel.gz');
    await expect(page.getByTestId('scenario-picker')).toContainText('end.ptdump-kernel.gz');
    await drawn(page);
    await page.keyboard.press('d');
    await expect(page.getByTestId('diagnosis-lead')).toContainText('1.1% of the memory is in 4K pages');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Share' }).click();
    const download = page.waitForEvent('download');
    await page.getByTestId('save-ptdump').click();
    expect((await download).suggestedFilename()).toContain('.ptdump');
  });

  test('a dialog that is asked for sooner says that it loads; the page is ready when it is there', async ({ page }) => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/Dialogs-*.js', async (route) => {
      await released;
      await route.continue();
    });
    await open(page, 'motion=off');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'One moment' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-ready', 'false');
    release();
    await expect(page.getByRole('dialog', { name: 'Help and keys' })).toBeVisible();
    await drawn(page);
  });

  test('one that does not come says so, and what to do', async ({ page }) => {
    await page.route('**/Dialogs-*.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("gone")' }),
    );
    await open(page, 'motion=off');
    await page.keyboard.press('d');
    await expect(page.getByRole('dialog', { name: 'Not loaded' })).toContainText('Reload the page');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});
