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

test('[OWNER-6] one colours by owner, finds the next page of one, and reads why it is known', async ({ page }) => {
  await open(page, 'scenario=frag-8g&step=3300&motion=off&at=none');
  await page.getByTestId('colour-owner').check();
  await drawn(page);
  await expect.poll(() => inAddress(page, 'colour')).toBe('owner');
  expect(await numberIn(page.getByTestId('legend-owner-bpf').locator('.legend-count'))).toBe(1536);
  await page.keyboard.press('/');
  await page.keyboard.type('owner:bpf');
  await page.keyboard.press('Enter');
  await drawn(page);
  await expect(page.getByTestId('search-outcome')).toContainText('BPF programs');
  await expect(page.getByTestId('owner-bpf')).toBeVisible();
  await expect(page.getByTestId('owner')).toContainText(/by set_memory_ro at step/);
});

test('[FILTER-1] the legend of owners filters, and the address keeps it', async ({ page }) => {
  await open(page, 'scenario=frag-8g&step=3300&motion=off&at=none&colour=owner');
  const all = await page.getByTestId('map').screenshot();
  await page.getByTestId('legend-owner-bpf').click();
  await drawn(page);
  const faded = await page.getByTestId('map').screenshot();
  expect(faded.equals(all)).toBe(false);
  await expect.poll(() => inAddress(page, 'hide')).toBe('bpf');
  await page.reload();
  await drawn(page);
  expect((await page.getByTestId('map').screenshot()).equals(faded)).toBe(true);
  await page.getByTestId('legend-show-all').click();
  await drawn(page);
  expect((await page.getByTestId('map').screenshot()).equals(all)).toBe(true);
});
