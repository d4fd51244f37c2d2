import { expect, open, test } from './journey.ts';

const ONE_PAGE = 'scenario=one-page&policy=rfc-merge&at=2M:0x159200';

/** Named scenes: the address, and steps that are made from there, held in the middle of their motion. */
const SCENES = [
  { name: 'default', query: 'scenario=frag-8g&step=3300&at=2M:0xa9e00&motion=off', steps: 0 },
  { name: 'mid-split', query: `${ONE_PAGE}&step=0&motion=0.1`, steps: 1 },
  { name: 'mid-merge', query: `${ONE_PAGE}&step=3&motion=0.72`, steps: 1 },
] as const;

test.describe('screens (pixels are compared only in the reference browser)', () => {
  for (const { name, query, steps } of SCENES)
    for (const theme of ['dark', 'light'])
      test(`${name}, ${theme}`, async ({ page, reference }) => {
        await open(page, `${query}&theme=${theme}`);
        if (steps > 0) {
          await page.evaluate(() => window.recoalesce!.zoomTo({ level: 3, pfn: 5 * 262144 }));
          await page.evaluate((count) => window.recoalesce!.step(count), steps);
        }
        await expect(page.getByTestId('map')).toBeVisible();
        if (reference) await expect(page).toHaveScreenshot(`${name}-${theme}.png`);
      });

  for (const theme of ['dark', 'light'])
    test(`recorded machine, ${theme}`, async ({ page, reference }) => {
      await open(page, `motion=off&theme=${theme}`);
      await page.getByTestId('file-input').setInputFiles('fixtures/captures/K1/frag/before.ptdump-kernel');
      await expect(page.getByTestId('scenario-picker')).toContainText('before.ptdump-kernel');
      await page.evaluate(() => window.recoalesce!.ready());
      await page.mouse.move(2, 2);
      if (reference) await expect(page).toHaveScreenshot(`recorded-${theme}.png`);
    });
});
