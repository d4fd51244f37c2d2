import { drawn, expect, open, test } from './journey.ts';

const at = (motion: string): string => `scenario=one-page&step=0&at=4K:0x1593c4&motion=${motion}`;

test.describe('motion', () => {
  test('[MOTION-12] motion=off: the end state is drawn at once', async ({ page }) => {
    await open(page, at('off'));
    await page.evaluate(() => window.recoalesce!.step());
    expect(await page.locator('html').getAttribute('data-ready')).toBe('true');
  });

  test('[AUTO-5] the page is ready when its cards stand still', async ({ page }) => {
    await page.goto('./?v=1&scenario=module');
    const running = await page.waitForFunction(
      () =>
        document.documentElement.dataset.ready === 'true' && {
          animations: document.getAnimations().filter(({ playState }) => playState === 'running').length,
          card: document.querySelector('[data-testid="bit-card"]') !== null,
        },
    );
    expect(await running.jsonValue()).toEqual({ animations: 0, card: true });
  });

  test('[SCREEN-6] reduced motion of the system counts as off', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, 'scenario=one-page&step=0&at=4K:0x1593c4');
    await page.evaluate(() => window.recoalesce!.step());
    const once = await page.getByTestId('map').screenshot();
    await open(page, at('off'));
    await page.evaluate(() => window.recoalesce!.step());
    expect(once.equals(await page.getByTestId('map').screenshot())).toBe(true);
  });

  test('[MOTION-13] motion=0.5 holds a split half way, and differs from its end', async ({ page }) => {
    await open(page, at('0.5'));
    await page.evaluate(() => window.recoalesce!.step());
    const half = await page.getByTestId('map').screenshot();
    await open(page, at('off'));
    await page.evaluate(() => window.recoalesce!.step());
    expect(half.equals(await page.getByTestId('map').screenshot())).toBe(false);
  });

  for (const colour of ['size', 'owner', 'merge']) {
    test(`[MOTION-15] a merge that is held half way is seen by ${colour}, too`, async ({ page }) => {
      const merging = `scenario=one-page&at=4K:0x1593c4&colour=${colour}&step=4`;
      await open(page, `${merging}&motion=0.5`);
      const half = await page.getByTestId('map').screenshot();
      await page.reload();
      await drawn(page);
      expect(half.equals(await page.getByTestId('map').screenshot())).toBe(true);
      await open(page, `${merging}&motion=off`);
      expect(half.equals(await page.getByTestId('map').screenshot())).toBe(false);
    });
  }

  test('[MOTION-4] a hundred events at once and speed 100 end, and leave the picture of motion=off', async ({
    page,
  }) => {
    await open(page, 'scenario=frag-8g&step=400&at=none&speed=100');
    for (const step of [520, 640, 800, 3300]) await page.evaluate((to) => window.recoalesce!.seek(to), step);
    const moved = await page.getByTestId('map').screenshot();
    await open(page, 'scenario=frag-8g&step=3300&at=none&motion=off');
    expect(moved.equals(await page.getByTestId('map').screenshot())).toBe(true);
  });
});
