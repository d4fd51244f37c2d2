import { expect, test } from '@playwright/test';

/** The part of window.recoalesce that this file uses. */
interface Recoalesce {
  ready(): Promise<void>;
  call(name: string, range: { pfn: number; pages: number }): Promise<{ rc: number }>;
  counters(): { leaves: { '4K': number; '2M': number; '1G': number }; step: number };
}

test('one read-only page breaks a 1G page, and heals when it is writable again', async ({ page }) => {
  const pfn = 0x1593c4;
  await page.goto('./?v=1&scenario=one-page&policy=rfc-merge&step=0&motion=off');
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'true');

  const leaves = () =>
    page.evaluate(() => (window as unknown as { recoalesce: Recoalesce }).recoalesce.counters().leaves);
  const setMemory = (name: string) =>
    page.evaluate(
      async ([call, at]) => {
        const { recoalesce } = window as unknown as { recoalesce: Recoalesce };
        const { rc } = await recoalesce.call(call, { pfn: at, pages: 1 });
        await recoalesce.ready();
        return rc;
      },
      [name, pfn] as const,
    );

  const before = await leaves();
  expect(await setMemory('ro')).toBe(0);
  expect(await leaves()).toEqual({
    '4K': before['4K'] + 512,
    '2M': before['2M'] + 511,
    '1G': before['1G'] - 1,
  });
  await expect(page.getByTestId('counter-DirectMap1G')).toBeVisible();

  expect(await setMemory('rw')).toBe(0);
  expect(await leaves()).toEqual(before);

  const first = await page.getByTestId('map').screenshot();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'true');
  expect(first.equals(await page.getByTestId('map').screenshot())).toBe(true);
});
