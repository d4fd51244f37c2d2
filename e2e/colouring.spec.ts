import { drawn, expect, inAddress, numberIn, open, test } from './journey.ts';

test('[NEAR-7] one colours by how near tables are to a merge, and the address keeps it', async ({ page }) => {
  await open(page, 'scenario=frag-8g&step=3300&motion=off');
  const map = page.getByTestId('map');
  const protections = await map.screenshot();
  await page.getByTestId('colour-merge').check();
  await drawn(page);
  await expect.poll(() => inAddress(page, 'colour')).toBe('merge');
  expect(await numberIn(page.getByTestId('legend-merge-1').locator('.legend-count'))).toBe(6);
  const tables = await map.screenshot();
  expect(tables.equals(protections)).toBe(false);
  await page.reload();
  await drawn(page);
  expect((await map.screenshot()).equals(tables)).toBe(true);
  await page.getByTestId('colour-size').check();
  await drawn(page);
  expect(await numberIn(page.getByTestId('legend-size-4K').locator('.legend-count'))).toBe(10720);
  await page.getByTestId('colour-protection').check();
  await drawn(page);
  await expect.poll(() => inAddress(page, 'colour')).toBeNull();
  expect((await map.screenshot()).equals(protections)).toBe(true);
});
