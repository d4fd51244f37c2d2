import { addressed, drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

/** The simulated guest: GiB 5 and 6 are 1G pages. */
const START = 'scenario=one-page&step=0&at=none&motion=off';

test.describe('several regions', () => {
  test('[SEVERAL-4] Shift and a drag selects, a call is made on all, undo takes all back', async ({ page }) => {
    await open(page, START);
    const map = (await page.getByTestId('map').boundingBox())!;
    const [first, last] = await page.evaluate(() => {
      const gibs = window.recoalesce!.regionsInView().filter(({ level }) => level === 3);
      return [5, 6].map((gib) => gibs.find(({ pfn }) => pfn === gib * 262144)!.rect);
    });
    await page.keyboard.down('Shift');
    await page.mouse.move(map.x + first.x + 20, map.y + first.y + 20);
    await page.mouse.down();
    await page.mouse.move(map.x + last.x + 40, map.y + last.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await drawn(page);
    await expect(page.getByTestId('inspector-title')).toHaveText('2 regions');
    await expect(page.getByTestId('several-1G')).toContainText('2 GiB');
    await addressed(page);
    expect(inAddress(page, 'at')).toBe('1G:0x140000,1G:0x180000');
    expect(inAddress(page, 'view')).toBeNull();

    const large = page.getByTestId('counter-DirectMap1G');
    const before = await numberIn(large);
    await page.getByTestId('call-4k').click();
    await drawn(page);
    expect(await numberIn(large)).toBe(before - 2);
    await page.reload();
    await drawn(page);
    await expect(page.getByTestId('inspector-title')).toHaveText('2 regions');
    await expect(page.getByTestId('several-4K')).toContainText('2 GiB');
    await page.getByTestId('undo-call').click();
    await drawn(page);
    expect(await numberIn(large)).toBe(before);
    await page.getByTestId('select-newest').click();
    await expect(page.getByTestId('several')).toHaveCount(0);
  });

  test('[SEVERAL-5] Shift and arrows select more, and it is in the tree', async ({ page }) => {
    await open(page, `${START.replace('at=none', 'at=1G:0x140000')}`);
    await page.getByTestId('map').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await drawn(page);
    await expect(page.getByTestId('inspector-title')).toHaveText('2 regions');
    await expect(page.locator('[data-testid="map-row"][aria-selected="true"]')).toHaveCount(2);
    await expect(page.getByTestId('live')).toContainText('2 regions');
    await page.keyboard.press('Shift+ArrowLeft');
    await drawn(page);
    await expect(page.getByTestId('several')).toHaveCount(0);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Escape');
    await drawn(page);
    expect(await page.evaluate(async () => (await window.recoalesce!.inspection())?.region.pfn)).toBe(0x180000);
  });
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, viewport: { width: 820, height: 900 } });

  test('[SEVERAL-7] a long press selects, and a drag after it selects what it touches', async ({ page }) => {
    await open(page, START);
    const map = (await page.getByTestId('map').boundingBox())!;
    const rects = await page.evaluate(() => {
      const gibs = window.recoalesce!.regionsInView().filter(({ level }) => level === 3);
      return [5, 6].map((gib) => gibs.find(({ pfn }) => pfn === gib * 262144)!.rect);
    });
    const points = rects.map(({ x, y }) => ({ x: map.x + x + 15, y: map.y + y + 15 }));
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: typeof points) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    await send('touchStart', [points[0]]);
    await expect(page.getByTestId('inspector-title')).toContainText('1G page');
    await send('touchMove', [points[1]]);
    await send('touchEnd', []);
    await drawn(page);
    await expect(page.getByTestId('inspector-title')).toHaveText('2 regions');
    await addressed(page);
    expect(inAddress(page, 'view')).toBeNull();
  });
});
