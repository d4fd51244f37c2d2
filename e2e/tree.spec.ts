import AxeBuilder from '@axe-core/playwright';
import { drawn, expect, open, test } from './journey.ts';

test('[TREE-5] the map is a tree to a screen reader: the item of the selection follows arrows and Enter', async ({
  page,
}) => {
  await open(page, 'scenario=frag-8g&step=3300&at=2M:0xa9e00&motion=off');
  const map = page.getByRole('tree', { name: 'Physical memory map' });
  await expect(map).toHaveAttribute('aria-activedescendant', 'map-row-2-a9e00');
  const item = page.getByRole('treeitem', { name: /2 MiB at 0xa9e00000, 512 × 4K. 511 data, 1 not present/ });
  await expect(item).toHaveAttribute('aria-selected', 'true');
  await expect(item).toHaveAttribute('aria-level', '2');
  await expect(item).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('treeitem', { name: /^GiB 5, Normal, one 1G page/ })).toHaveAttribute(
    'aria-posinset',
    '6',
  );
  await map.focus();
  await page.keyboard.press('ArrowLeft');
  await drawn(page);
  await expect(map).not.toHaveAttribute('aria-activedescendant', 'map-row-2-a9e00');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await drawn(page);
  await expect(item).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
  await drawn(page);
  await expect(map).toHaveAttribute('aria-activedescendant', 'map-row-1-a9e00');
  const { violations } = await new AxeBuilder({ page }).include('[data-testid=map]').analyze();
  expect(violations).toEqual([]);
});
