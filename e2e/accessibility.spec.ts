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

    test(`in what several files say, ${theme}`, async ({ page }) => {
      await open(page, `theme=${theme}&motion=off`);
      await page
        .getByTestId('file-input')
        .setInputFiles(['before.ptdump-kernel', 'after.vmstat'].map((name) => `fixtures/captures/K2/frag/${name}`));
      await expect(page.getByTestId('files-parts')).toBeVisible();
      await expectNoSeriousViolation(page);
    });

    test(`in the question for CR3, ${theme}`, async ({ page }) => {
      await open(page, `theme=${theme}&motion=off`);
      await page
        .getByTestId('file-input')
        .setInputFiles({ name: 'memory.raw', mimeType: '', buffer: Buffer.alloc(8192) });
      await expect(page.getByTestId('cr3-form')).toBeVisible();
      await expectNoSeriousViolation(page);
    });

    test(`in the diagnosis, ${theme}`, async ({ page }) => {
      await open(page, `scenario=frag-8g-plain&step=3300&theme=${theme}&motion=off`);
      await page.keyboard.press('d');
      await expect(page.getByTestId('diagnosis')).toBeVisible();
      await expectNoSeriousViolation(page);
    });

    test(`in what changed, ${theme}`, async ({ page }) => {
      await open(page, `scenario=frag-8g-plain&step=3300&theme=${theme}&motion=off`);
      await page.keyboard.press('D');
      await page.getByTestId('compare-with-step').click();
      await expect(page.getByTestId('compare-result')).toBeVisible();
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

  const STATES = {
    'several regions by owner': 'at=2M:0x80000,2M:0x80200&colour=owner',
    'a page with its 64 bits': 'at=4K:0xa9fc4',
    'two nodes by merge': 'scenario=server-1t&colour=merge&step=4000',
  };
  for (const [name, query] of Object.entries(STATES))
    test(name, async ({ page }) => {
      await open(page, `${query}&motion=off&theme=light`);
      await expectNoSeriousViolation(page);
    });

  for (const key of ['b', '?', '/'])
    test(`after ${key}`, async ({ page }) => {
      await open(page, 'motion=off&theme=dark');
      await page.keyboard.press(key);
      await expectNoSeriousViolation(page);
    });

  for (const [width, height] of [
    [640, 360],
    [320, 640],
  ])
    test(`${width} by ${height}: all can be reached by scrolling one way`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await open(page, 'at=2M:0xa9e00&motion=off');
      await expectNoSeriousViolation(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      for (const id of ['map', 'inspector-title', 'call-ro', 'call-4k', 'play'])
        await expect(async () => {
          await page.getByTestId(id).scrollIntoViewIfNeeded();
          await expect(page.getByTestId(id)).toBeInViewport();
        }).toPass();
    });

  for (const width of [1440, 768, 390])
    test(`${width} px wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await open(page, 'motion=off');
      await expectNoSeriousViolation(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
});
