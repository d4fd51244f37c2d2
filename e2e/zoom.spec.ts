import type { Page } from '@playwright/test';
import { addressed, drawn, expect, inAddress, open, test } from './journey.ts';

/** A 2M cell that is split in the default scenario, and its one page that is not present. */
const CELL = { level: 2, pfn: 0xa9e00 } as const;

const scale = (page: Page): number => Number(inAddress(page, 'view')?.split(',')[2] ?? 0);

/** The middle of a region on the screen, in CSS px of the page. */
async function middleOf(page: Page, region: { level: number; pfn: number }): Promise<{ x: number; y: number }> {
  const map = await page.getByTestId('map').boundingBox();
  const found = await page.evaluate(
    ({ level, pfn }) => window.recoalesce!.regionsInView().find((one) => one.level === level && one.pfn === pfn)?.rect,
    region,
  );
  if (!map || !found) throw new Error(`not in view: ${JSON.stringify(region)}`);
  return { x: map.x + found.x + found.width / 2, y: map.y + found.y + found.height / 2 };
}

test.describe('zoom', () => {
  test('[SCREEN-2] the wheel zooms to the pointer: the region under it stays under it', async ({ page }) => {
    await open(page);
    const at = await middleOf(page, CELL);
    await page.mouse.move(at.x, at.y);
    for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, -240);
    await drawn(page);
    const map = await page.getByTestId('map').boundingBox();
    const under = await page.evaluate(({ x, y }) => window.recoalesce!.regionAt(x, y), {
      x: at.x - (map?.x ?? 0),
      y: at.y - (map?.y ?? 0),
    });
    expect(under && Math.floor(under.pfn / 512) * 512).toBe(CELL.pfn);
    await expect.poll(() => scale(page)).toBeGreaterThan(0);
    await expect(page.getByTestId('breadcrumb')).toContainText('2 GiB');
  });

  test('[SCREEN-2] two fingers zoom about the point between them', async ({ page }) => {
    await open(page);
    const at = await middleOf(page, CELL);
    const session = await page.context().newCDPSession(page);
    const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [-apart, apart].map((dx, id) => ({ x: at.x + dx, y: at.y, id })),
      });
    await fingers('touchStart', 20);
    for (const apart of [30, 45, 60]) await fingers('touchMove', apart);
    await fingers('touchEnd', 60);
    await addressed(page);
    expect(scale(page)).toBeGreaterThan(0.5);
    const cell = await middleOf(page, CELL);
    // The map may not leave its frame, so at first it follows the fingers only as far as that goes.
    expect(Math.hypot(cell.x - at.x, cell.y - at.y)).toBeLessThan(30);
  });

  test('double click goes in, the breadcrumb goes out', async ({ page }) => {
    await open(page);
    const at = await middleOf(page, CELL);
    await page.mouse.dblclick(at.x, at.y);
    await drawn(page);
    await expect.poll(() => scale(page)).toBeGreaterThan(0);
    await page.getByTestId('breadcrumb').getByRole('button').first().click();
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).toBeNull();
  });

  test('the buttons zoom in and out', async ({ page }) => {
    await open(page);
    const scales: number[] = [];
    for (const button of ['zoom-in', 'zoom-in', 'zoom-out']) {
      await page.getByTestId(button).click();
      await addressed(page);
      scales.push(scale(page));
    }
    const [once, twice, again] = scales as [number, number, number];
    expect(once).toBeGreaterThan(0);
    expect(twice).toBeGreaterThan(once);
    expect(again).toBeCloseTo(once, 3);
  });

  for (const [width, query] of [
    [320, 'scenario=frag-8g'],
    [390, 'scenario=frag-8g'],
    [320, 'scenario=server-64t'],
    [320, 'scenario=frag-8g-plain&beside=frag-8g'],
  ] as const)
    test(`[SCREEN-9] ${width} px wide the buttons lie beside the map, ${query}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 640 });
      await open(page, `${query}&motion=off`);
      const buttons = page.locator('.zoom-buttons');
      for (const host of await page.getByTestId('map').all()) {
        const [map, over] = [await host.boundingBox(), await buttons.boundingBox()];
        expect(over!.y >= map!.y + map!.height || over!.y + over!.height <= map!.y).toBe(true);
        expect(map!.height).toBeGreaterThanOrEqual(220);
      }
      await page.getByTestId('zoom-in').click();
    });

  test('drag pans, and a click without a drag selects', async ({ page }) => {
    await open(page);
    await page.evaluate((cell) => window.recoalesce!.zoomTo(cell), CELL);
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).not.toBeNull();
    const before = inAddress(page, 'view');
    const at = await middleOf(page, { level: 1, pfn: CELL.pfn + 0x1c4 });
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 60, at.y - 40, { steps: 4 });
    await page.mouse.up();
    await drawn(page);
    await expect.poll(() => inAddress(page, 'view')).not.toBe(before);
    const moved = await middleOf(page, { level: 1, pfn: CELL.pfn + 0x1c4 });
    await page.mouse.click(moved.x, moved.y);
    await drawn(page);
    await expect.poll(() => inAddress(page, 'at')).toBe('4K:0xa9fc4');
  });

  test('[SCREEN-3] from the machine to one page and its 64 bits', async ({ page }) => {
    await open(page);
    const page4k = { level: 1, pfn: CELL.pfn + 0x1c4 } as const;
    await page.evaluate((region) => window.recoalesce!.zoomTo(region), page4k);
    await drawn(page);
    await page.evaluate((region) => window.recoalesce!.select(region), page4k);
    await drawn(page);
    await expect(page.getByTestId('breadcrumb')).toContainText('0x1c4');
    await expect(page.getByTestId('bit-card')).toBeVisible();
    await expect(page.getByTestId('bit-card')).toContainText('not present');
    await expect(page.getByTestId('inspector-title')).toContainText('0xa9fc4');
  });

  test('the overview says where one is, in the rail or in the corner of a low screen', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page);
    await expect(page.getByTestId('minimap')).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.getByTestId('minimap')).toBeHidden();
    await page.evaluate((cell) => window.recoalesce!.zoomTo(cell), CELL);
    await expect(page.getByTestId('minimap')).toBeVisible();
  });

  for (const pfn of [0xa9fc4, 0x99])
    test(`the overview is not behind the 64 bits of page 0x${pfn.toString(16)}`, async ({ page }) => {
      await page.setViewportSize({ width: 1280, height: 720 });
      await open(page, `scenario=frag-8g&step=3300&motion=off&at=4K:0x${pfn.toString(16)}`);
      await page.evaluate((at) => window.recoalesce!.zoomTo({ level: 1, pfn: at }), pfn);
      await drawn(page);
      const [card, overview] = await Promise.all(
        [page.locator('.bit-card'), page.locator('.overview-corner')].map((each) => each.boundingBox()),
      );
      expect(overview!.x + overview!.width <= card!.x || overview!.x >= card!.x + card!.width).toBe(true);
    });
});
