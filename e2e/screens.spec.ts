import { expect, open, test } from './journey.ts';

const SPLIT = 'scenario=one-page&policy=rfc-merge&step=0&at=4K:0x1593c4';

/** Named scenes: the address, then what a script does. */
const SCENES = [
  { name: 'default', query: 'scenario=frag-8g&step=3300&at=2M:0xa9e00&motion=off', step: 0, themes: ['dark', 'light'] },
  { name: 'mid-split', query: `${SPLIT}&motion=0.5`, step: 1, themes: ['dark', 'light'] },
  { name: 'mid-merge', query: `${SPLIT.replace('step=0', 'step=3')}&motion=0.5`, step: 1, themes: ['dark', 'light'] },
] as const;

test.describe('screens (pixels are compared only in the reference browser)', () => {
  for (const { name, query, step, themes } of SCENES)
    for (const theme of themes)
      test(`${name}, ${theme}`, async ({ page, reference }) => {
        await open(page, `${query}&theme=${theme}`);
        if (step > 0) await page.evaluate((count) => window.recoalesce!.step(count), step);
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
