import { drawn, expect, inAddress, open, test } from './journey.ts';

test('[ORDER-7] Hilbert order is a choice that the address keeps; a region is still where it is drawn', async ({
  page,
}) => {
  await open(page, 'scenario=frag-8g&step=3300&motion=off');
  const painted = () =>
    page.locator('canvas[data-layer=base]').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const before = await painted();
  await page.getByTestId('order-hilbert').click();
  await drawn(page);
  await expect.poll(() => inAddress(page, 'order')).toBe('hilbert');
  expect((await painted()) === before).toBe(false);
  await page.evaluate(() => window.recoalesce!.zoomTo({ level: 2, pfn: 0xa9e00 }));
  const wrong = await page.evaluate(() => {
    const { regionsInView, regionAt } = window.recoalesce!;
    const pages = regionsInView().filter(({ level }) => level === 1);
    return pages.filter(({ pfn, rect }) => {
      const there = regionAt(rect.x + rect.width / 2, rect.y + rect.height / 2);
      return there !== undefined && there.pfn !== pfn;
    }).length;
  });
  expect(wrong).toBe(0);
  await page.evaluate(() => window.recoalesce!.zoomTo('machine'));
  await page.getByTestId('order-hilbert').click();
  await drawn(page);
  expect((await painted()) === before).toBe(true);
});
