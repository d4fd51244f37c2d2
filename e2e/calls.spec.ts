import { drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

/** One page in the middle of a 1G page of the simulated guest, and the 2M and 1G around it. */
const PAGE = 0x1593c4;
const CELL = 0x159200;
const GIB = 5 * 262144;

test.describe('set_memory calls', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, `scenario=one-page&step=0&at=4K:0x${PAGE.toString(16)}`);
  });

  test('[RUN-4] a call splits on the map, in the inspector and in the counters; undo takes it back', async ({
    page,
  }) => {
    const small = page.getByTestId('counter-DirectMap4k');
    const large = page.getByTestId('counter-DirectMap1G');
    const [smallBefore, largeBefore] = [await numberIn(small), await numberIn(large)];
    await expect(page.getByTestId('inspector')).toContainText('1G');

    await page.getByTestId('call-ro').click();
    await drawn(page);
    expect(await numberIn(small)).toBe(smallBefore + 512 * 4);
    expect(await numberIn(large)).toBeLessThan(largeBefore);
    await expect(page.getByTestId('same-prot-count')).toContainText('511');
    await expect(page.getByTestId('why-not')).toContainText('0x1c4');
    await expect(page.getByTestId('live')).toContainText(/split/i);
    await expect.poll(() => inAddress(page, 'calls')).toContain(`.ro.${PAGE.toString(16)}.1`);
    const cells = await page.evaluate(() => window.recoalesce!.regionsInView());
    expect(cells.find((region) => region.level === 2 && region.pfn === CELL)?.state).toBe('ro');

    await page.getByTestId('undo-call').click();
    await drawn(page);
    expect(await numberIn(small)).toBe(smallBefore);
    expect(await numberIn(large)).toBe(largeBefore);
    await expect.poll(() => inAddress(page, 'calls')).toBeNull();
  });

  test('the way back merges 4K to 2M to 1G', async ({ page }) => {
    const small = page.getByTestId('counter-DirectMap4k');
    const before = await numberIn(small);
    await page.getByTestId('call-ro').click();
    await drawn(page);
    await page.getByTestId('call-rw').click();
    await drawn(page);
    expect(await numberIn(small)).toBe(before);
    await expect(page.getByTestId('live')).toContainText(/merge/i);
    const gib = await page.evaluate(
      (pfn) => window.recoalesce!.regionsInView().find((region) => region.pfn === pfn && region.level === 3),
      GIB,
    );
    expect(gib).toBeDefined();
  });

  test('under policy none the pieces stay', async ({ page }) => {
    await page.getByTestId('policy-none').click();
    await drawn(page);
    const small = page.getByTestId('counter-DirectMap4k');
    const before = await numberIn(small);
    for (const call of ['call-ro', 'call-rw']) {
      await page.getByTestId(call).click();
      await drawn(page);
    }
    expect(await numberIn(small)).toBe(before + 512 * 4);
  });

  test('a reload has the calls again', async ({ page }) => {
    await page.getByTestId('call-np').click();
    await drawn(page);
    const shown = await page.getByTestId('counter-DirectMap4k').innerText();
    await page.reload();
    await drawn(page);
    await expect(page.getByTestId('counter-DirectMap4k')).toHaveText(shown);
    await expect(page.getByTestId('undo-call')).toBeEnabled();
  });
});
