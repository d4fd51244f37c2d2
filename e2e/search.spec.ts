import { drawn, expect, inAddress, open, test } from './journey.ts';

test.describe('search', () => {
  test('[SEARCH-5] the next page that is not present, and the one before', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300&at=2M:0xa9e00&motion=off');
    await page.getByTestId('map').focus();
    await page.keyboard.press('/');
    const field = page.getByRole('combobox', { name: /Search/ });
    await expect(field).toBeFocused();
    await field.fill('not present');
    await expect(page.getByTestId('search-option')).toHaveCount(1);
    await field.press('Enter');
    await expect.poll(() => inAddress(page, 'at')).toBe('4K:0xa9fc4');
    await expect(page.getByTestId('search-outcome')).toContainText('page at 0xa9fc4000: 1 page');
    await expect(page.getByTestId('live')).toContainText('page at 0xa9fc4000: 1 page');
    await field.press('Enter');
    await expect.poll(() => inAddress(page, 'at')).not.toBe('4K:0xa9fc4');
    await field.press('Shift+Enter');
    await expect.poll(() => inAddress(page, 'at')).toBe('4K:0xa9fc4');
    await drawn(page);
    expect(inAddress(page, 'view')).not.toBeNull();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('map')).toBeFocused();
  });

  test('an address, what is not there, and what is not known', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300&motion=off');
    await page.keyboard.press('/');
    const field = page.getByTestId('search');
    await field.fill('0xffff8880a9fc4123');
    await expect(page.getByTestId('search-option')).toHaveText('Page 0xa9fc4as virtual address');
    await field.press('Enter');
    await expect.poll(() => inAddress(page, 'at')).toBe('4K:0xa9fc4');
    await field.fill('0xffffffffc0000000');
    await field.press('Enter');
    await expect(page.getByTestId('search-outcome')).toContainText('No page is known at 0xffffffffc0000000');
    await field.fill('uncached');
    await field.press('Enter');
    await expect(page.getByTestId('search-outcome')).toContainText('Nothing found');
    await field.fill('gibberish');
    await expect(page.getByTestId('search-outcome')).toContainText('Nothing is known');
  });
});
