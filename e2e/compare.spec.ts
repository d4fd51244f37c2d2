import { drawn, expect, open, test } from './journey.ts';

test.describe('[DIFF-8] what changed', () => {
  test('since another step: list, marks on the map, text', async ({ page }) => {
    await page.addInitScript(() => {
      navigator.clipboard.writeText = async (text) => {
        Object.assign(window, { copied: text });
      };
    });
    await open(page, 'scenario=frag-8g-plain&step=6194&motion=off&theme=dark');
    const map = page.getByTestId('map');
    const before = await map.screenshot();
    await page.keyboard.press('D');
    await page.getByTestId('compare-step').fill('7000');
    await expect(page.getByTestId('compare-with-step')).toBeDisabled();
    await page.getByTestId('compare-step').fill('0');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('compare-splits')).toContainText('Split: 2 of 1G and 35 of 2M.');
    await expect(page.getByTestId('compare-size-4K')).toContainText('22,496');
    await expect(page.getByTestId('compare-row').first()).toContainText('GLOBAL lost');
    await page.getByTestId('copy-comparison').click();
    await expect(page.getByTestId('copy-comparison')).toHaveText('Copied');
    const text = await page.evaluate(() => (window as unknown as { copied: string }).copied);
    expect(text).toContain('A: The same work on a plain kernel, step 0 of 6,194 (recorded)');
    expect(text).toContain('split:   2 of 1G, 35 of 2M');
    await page.getByTestId('compare-show').click();
    await drawn(page);
    const marked = await map.screenshot();
    expect(marked.equals(before)).toBe(false);
    await page.keyboard.press('D');
    await page.getByTestId('compare-clear').click();
    await page.keyboard.press('Escape');
    await drawn(page);
    expect((await map.screenshot()).equals(before)).toBe(true);
  });

  test('from a file; another step takes the marks away', async ({ page }) => {
    await open(page, 'scenario=frag-8g-plain&step=6194&motion=off');
    await page.keyboard.press('D');
    await page.getByTestId('compare-file').setInputFiles('fixtures/captures/K1/frag/end.ptdump-kernel.gz');
    await expect(page.getByTestId('compare-result')).toContainText('No difference:');
    await page.getByTestId('compare-file').setInputFiles('fixtures/captures/K1/frag/before.ptdump-kernel');
    await expect(page.getByTestId('compare-splits')).toContainText('Split');
    await expect(page.getByTestId('compare-other-ram')).toBeHidden();
    await page.getByTestId('compare-file').setInputFiles('fixtures/captures/K1/default/end.ptdump-kernel.gz');
    await expect(page.getByTestId('compare-other-ram')).toContainText('these are two machines');
    await page.keyboard.press('Escape');
    await page.keyboard.press(',');
    await drawn(page);
    await page.keyboard.press('D');
    await expect(page.getByTestId('compare-step')).toBeVisible();
    await expect(page.getByTestId('compare-result')).toBeHidden();
    await page.getByTestId('compare-file').setInputFiles({ name: 'a.txt', mimeType: '', buffer: Buffer.from('no') });
    await expect(page.getByTestId('problem')).toContainText('a.txt');
  });
});
