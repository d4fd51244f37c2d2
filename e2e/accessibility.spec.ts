import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from './journey.ts';

async function expectNoSeriousViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

test.describe('[SCREEN-5] axe finds no serious violation', () => {
  for (const theme of ['dark', 'light']) {
    test(`on the main screen, ${theme}`, async ({ page }) => {
      await open(page, `scenario=frag-8g&step=3300&at=2M:0xa9e00&theme=${theme}&motion=off`);
      await expectNoSeriousViolation(page);
    });

    test(`in the library, ${theme}`, async ({ page }) => {
      await open(page, `theme=${theme}&motion=off`);
      await page.getByTestId('scenario-picker').click();
      await expect(page.getByRole('dialog', { name: 'Library' })).toBeVisible();
      await expectNoSeriousViolation(page);
    });

    test(`in a problem, ${theme}`, async ({ page }) => {
      await open(page, `theme=${theme}&motion=off`);
      await page
        .getByTestId('file-input')
        .setInputFiles({ name: 'no.txt', mimeType: 'text/plain', buffer: Buffer.from('no') });
      await expect(page.getByTestId('problem')).toBeVisible();
      await expectNoSeriousViolation(page);
    });
  }

  for (const width of [1440, 768, 390])
    test(`${width} px wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await open(page, 'motion=off');
      await expectNoSeriousViolation(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
});
