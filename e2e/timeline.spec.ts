import { drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

test.describe('timeline', () => {
  test('play moves on and pause stops', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=100&speed=10');
    const step = page.getByTestId('step-number');
    await page.getByTestId('play').click();
    await expect.poll(() => numberIn(step)).toBeGreaterThan(110);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await drawn(page);
    const stopped = await numberIn(step);
    await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
    await page.getByTestId('step-forward').click();
    await drawn(page);
    expect(await numberIn(step)).toBe(stopped + 1);
  });

  test('step forward, step back: the counters come back', async ({ page }) => {
    await open(page, 'scenario=one-page&step=0');
    const counter = page.getByTestId('counter-DirectMap4k');
    const before = await numberIn(counter);
    await page.getByTestId('step-forward').click();
    await drawn(page);
    expect(await numberIn(counter)).toBe(before + 512 * 4);
    await page.getByTestId('step-back').click();
    await drawn(page);
    expect(await numberIn(counter)).toBe(before);
    await expect.poll(() => inAddress(page, 'step')).toBe('0');
  });

  test('next split and next merge', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=0');
    await page.getByTestId('next-split').click();
    await drawn(page);
    const split = await numberIn(page.getByTestId('step-number'));
    expect(split).toBeGreaterThan(0);
    await page.getByTestId('next-merge').click();
    await drawn(page);
    expect(await numberIn(page.getByTestId('step-number'))).toBeGreaterThan(split);
  });

  test('the scrubber goes anywhere, also with the keyboard', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300');
    const scrubber = page.getByRole('slider', { name: /step/i });
    await scrubber.focus();
    await page.keyboard.press('End');
    await drawn(page);
    const last = await numberIn(page.getByTestId('step-number'));
    expect(last).toBeGreaterThan(6000);
    await page.keyboard.press('Home');
    await drawn(page);
    expect(await numberIn(page.getByTestId('step-number'))).toBe(0);
    const box = await scrubber.boundingBox();
    if (!box) throw new Error('no scrubber');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await drawn(page);
    const middle = await numberIn(page.getByTestId('step-number'));
    expect(middle).toBeGreaterThan(last * 0.4);
    expect(middle).toBeLessThan(last * 0.6);
  });

  for (const theme of ['light', 'dark'])
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ])
      test(`the playhead does not strike through the name of a part, ${theme}, ${width} wide`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await open(page, `scenario=frag-8g&step=3300&motion=off&theme=${theme}`);
        const label = page.getByTestId('phase-6').locator('span');
        const free = (await label.boundingBox())!;
        const box = (await page.getByTestId('scrubber').boundingBox())!;
        const at = async (x: number): Promise<Buffer> => {
          await page.mouse.click(x, box.y + box.height / 2);
          await drawn(page);
          await page.mouse.move(0, 0);
          return page.screenshot({ clip: free });
        };
        const apart = await at(box.x + box.width - 40);
        expect(apart.equals(await at(free.x + free.width / 2))).toBe(true);
      });

  test('[RUN-7] the same calls under another policy', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=6000');
    const counter = page.getByTestId('counter-DirectMap4k');
    const merged = await numberIn(counter);
    await page.getByTestId('policy-none').click();
    await drawn(page);
    const split = await numberIn(counter);
    expect(split).toBeGreaterThan(merged);
    await expect.poll(() => inAddress(page, 'policy')).toBe('none');
    expect(await numberIn(page.getByTestId('step-number'))).toBe(6000);
    await page.getByTestId('policy-collapse').click();
    await drawn(page);
    expect(await numberIn(counter)).toBe(split);
    await page.getByTestId('policy-rfc-merge').click();
    await drawn(page);
    expect(await numberIn(counter)).toBe(merged);
  });

  test('patch 1 decides whether a page gets GLOBAL back', async ({ page }) => {
    await open(page, 'scenario=lost-global&step=2');
    const counter = page.getByTestId('counter-DirectMap4k');
    const lost = await numberIn(counter);
    await expect(page.getByTestId('switch-patch1')).not.toBeChecked();
    await page.getByTestId('switch-patch1').click();
    await drawn(page);
    expect(await numberIn(counter)).toBe(lost - 512 * 4);
  });
});
