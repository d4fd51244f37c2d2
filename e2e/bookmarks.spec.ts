import { addressed, drawn, expect, inAddress, open, test } from './journey.ts';

const PLACE = 'scenario=one-page&step=2&at=4K:0x1593c4&motion=off';

test.describe('bookmarks', () => {
  test('[MARK-3] a place is kept, gone to and deleted by keyboard, and survives a reload', async ({ page }) => {
    await open(page, PLACE);
    await page.evaluate(() => window.recoalesce!.zoomTo({ level: 2, pfn: 0x159200 }));
    await addressed(page);
    const view = inAddress(page, 'view');
    await page.keyboard.press('b');
    await expect(page.getByTestId('bookmark-name')).toHaveValue(/page at 0x1593c4000, step 2/);
    await page.getByTestId('bookmark-name').fill('the page that breaks a GiB');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('bookmarks').getByRole('link')).toHaveText(['the page that breaks a GiB']);
    await page.keyboard.press('Escape');

    await open(page, 'scenario=one-page&step=0&at=none&motion=off');
    await page.getByTestId('bookmarks-open').click();
    await page.getByRole('link', { name: 'the page that breaks a GiB' }).focus();
    await page.keyboard.press('Enter');
    await drawn(page);
    await addressed(page);
    expect(inAddress(page, 'at')).toBe('4K:0x1593c4');
    expect(inAddress(page, 'step')).toBe('2');
    expect(inAddress(page, 'view')).toBe(view);

    await open(page, 'scenario=two-pages&motion=off');
    await page.keyboard.press('b');
    await page.getByRole('link', { name: 'the page that breaks a GiB' }).click();
    await expect.poll(() => inAddress(page, 'scenario')).toBe('one-page');
    await drawn(page);
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Delete the page that breaks a GiB' }).click();
    await expect(page.getByTestId('bookmarks')).toHaveCount(0);
    await page.reload();
    await drawn(page);
    await page.keyboard.press('b');
    await expect(page.getByTestId('bookmarks')).toHaveCount(0);
  });

  test('[MARK-2] what is stored and is no bookmark is left out', async ({ page }) => {
    const stored = [
      { name: 'good', address: '?v=1&scenario=one-page&step=1' },
      { name: 'bad', address: 'javascript:1' },
      7,
    ];
    await page.addInitScript((value) => localStorage.setItem('recoalesce.bookmarks', JSON.stringify(value)), stored);
    await open(page, PLACE);
    await page.keyboard.press('b');
    await expect(page.getByTestId('bookmarks').getByRole('link')).toHaveText(['good']);
  });
});
