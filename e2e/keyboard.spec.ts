import { drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

test.describe('keyboard alone', () => {
  test('[SCREEN-4] from the first Tab to a split and back', async ({ page }) => {
    await open(page, 'scenario=one-page&step=0');
    const map = page.getByTestId('map');
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if (await map.evaluate((host) => host === document.activeElement)) break;
    }
    await expect(map).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await drawn(page);
    const first = inAddress(page, 'at');
    expect(first).not.toBeNull();
    await page.keyboard.press('ArrowRight');
    await drawn(page);
    await expect.poll(() => inAddress(page, 'at')).not.toBe(first);
    await page.keyboard.press('Enter');
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).not.toBeNull();
    await page.keyboard.press('Escape');
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).toBeNull();
    const before = await numberIn(page.getByTestId('step-number'));
    await page.keyboard.press('.');
    await drawn(page);
    expect(await numberIn(page.getByTestId('step-number'))).toBe(before + 1);
    await page.keyboard.press(',');
    await drawn(page);
    expect(await numberIn(page.getByTestId('step-number'))).toBe(before);
  });

  test('plus, minus and 0 zoom', async ({ page }) => {
    await open(page, 'scenario=one-page&step=0');
    await page.getByTestId('map').focus();
    await page.keyboard.press('+');
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).not.toBeNull();
    await page.keyboard.press('0');
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).toBeNull();
  });

  test('[KEY-9] [OPEN-18] Escape closes what lies on top, then gives up what takes long, the network too', async ({
    page,
  }) => {
    await open(page, 'scenario=one-page&step=4&motion=off');
    await page.route('**/recordings/**', () => new Promise(() => undefined));
    await page.evaluate(() => void window.recoalesce!.load({ scenario: 'frag-8g' }).catch(() => undefined));
    const progress = page.getByTestId('progress');
    await expect(progress).toBeVisible();
    for (const [key, top] of [
      ['?', page.getByRole('dialog')],
      ['/', page.getByRole('listbox')],
    ] as const) {
      await page.keyboard.press(key);
      await expect(top).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(top).toBeHidden();
      await expect(progress).toBeVisible();
    }
    await page.keyboard.press('Escape');
    await expect(progress).toBeHidden();
    await expect(page.getByTestId('scenario-picker')).toContainText('One page breaks a GiB');
  });

  test('space plays and pauses, question mark lists the keys', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=0');
    await page.getByTestId('map').focus();
    await page.keyboard.press('Space');
    await expect(page.getByTestId('play')).toHaveAccessibleName('Pause');
    await page.keyboard.press('Space');
    await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await expect(help).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
  });
});
