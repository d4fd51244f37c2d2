import { drawn, expect, open, test } from './journey.ts';

/** Counts of what was drawn since they were last read: the base by its px, the overlay by its rings. */
async function draws(page: Parameters<typeof open>[0]): Promise<{ base: number; overlay: number; all: number }> {
  return page.evaluate(() => {
    const { counts } = window as unknown as { counts: Record<string, number> };
    const { putImageData = 0, stroke = 0, ...rest } = counts;
    const others = Object.values(rest).reduce((sum, count) => sum + count, 0);
    (window as unknown as { counts: Record<string, number> }).counts = {};
    return { base: putImageData, overlay: stroke, all: putImageData + stroke + others };
  });
}

test('[REDRAW-1] hover and selection draw only the overlay; nothing is drawn when nothing changes', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const counter = window as unknown as { counts: Record<string, number> };
    counter.counts = {};
    const { prototype } = CanvasRenderingContext2D;
    for (const name of ['putImageData', 'stroke', 'fillText', 'fillRect', 'clearRect'] as const) {
      const real = prototype[name] as (...args: unknown[]) => void;
      prototype[name] = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
        const inMap = this.canvas.closest('[data-testid=map]') !== null;
        if (inMap) counter.counts[name] = (counter.counts[name] ?? 0) + 1;
        real.apply(this, args);
      } as never;
    }
  });
  await open(page, 'scenario=frag-8g&step=3300&motion=off');
  await page.mouse.move(2, 2);
  await drawn(page);
  await draws(page);
  await page.waitForTimeout(400);
  expect(await draws(page)).toEqual({ base: 0, overlay: 0, all: 0 });

  const box = await page.getByTestId('map').boundingBox();
  if (box === null) throw new Error('the map is not on the screen');
  for (let i = 0; i < 10; i++) await page.mouse.move(box.x + 60 + 12 * i, box.y + 80 + 8 * i);
  await drawn(page);
  const hover = await draws(page);
  expect(hover.base).toBe(0);
  expect(hover.overlay).toBeGreaterThan(0);

  await page.mouse.click(box.x + 200, box.y + 100);
  await drawn(page);
  const select = await draws(page);
  expect(select.base).toBe(0);
  expect(select.overlay).toBeGreaterThan(0);

  await page.mouse.wheel(0, -300);
  await drawn(page);
  expect((await draws(page)).base).toBeGreaterThan(0);
});
