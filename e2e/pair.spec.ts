import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { addressed, drawn, expect, inAddress, open, test } from './journey.ts';

const PAIR = 'scenario=frag-8g-plain&policy=none&beside=frag-8g&step=6194&motion=off';

const sides = (page: Page): readonly [Locator, Locator] => [
  page.getByTestId('side-left'),
  page.getByTestId('side-right'),
];

/** Names of the regions in view on a side, in order. */
const inView = (side: Locator): Promise<string[]> =>
  side.getByTestId('map-row').evaluateAll((rows) => rows.map((row) => row.id.replace('right-', '')));

test.describe('[PAIR-7] two machines side by side', () => {
  test('one click in the library: a machine in pieces beside one that healed, all of it in the address', async ({
    page,
  }) => {
    await open(page, 'motion=off');
    await page.getByTestId('scenario-picker').click();
    await page.getByTestId('scenario-pieces-and-healed').click();
    await expect(page.getByTestId('pair')).toBeVisible();
    await drawn(page);
    const [left, right] = sides(page);
    await expect(left.getByRole('heading')).toHaveText('Mainline 6.1');
    await expect(right.getByRole('heading')).toHaveText('RFC merge');
    await expect(left.getByTestId('side-figure-4K')).toContainText('22,496');
    await expect(right.getByTestId('side-figure-4K')).toContainText('4,576 −17,920');
    await expect(right.getByTestId('side-figure-tables')).toContainText('14');
    await expect(page.getByTestId('pair-differs')).toHaveText(/[\d,]+ pages differ/);
    await addressed(page);
    expect([inAddress(page, 'beside'), inAddress(page, 'besidePolicy')]).toEqual(['frag-8g', 'rfc-merge']);
    const before = await page.getByTestId('pair').screenshot();
    await page.reload();
    await drawn(page);
    await page.mouse.move(0, 0);
    expect(before.equals(await page.getByTestId('pair').screenshot())).toBe(true);
    await page.keyboard.press('D');
    await expect(page.getByRole('dialog', { name: 'What differs' })).toContainText('22,496');
    await expect(page.getByTestId('compare-notes')).toContainText('each kernel allocated for itself');
    await expect(page.getByTestId('compare-with-step')).toBeHidden();
  });

  test('one time: steps and play move both, and each says what it did', async ({ page }) => {
    await open(page, PAIR.replace('step=6194', 'step=100'));
    const [left, right] = sides(page);
    const before = await right.getByTestId('side-figures').innerText();
    await page.keyboard.press('}');
    await page.getByTestId('step-number').click();
    await page.getByTestId('step-number-input').fill('2500');
    await page.keyboard.press('Enter');
    await drawn(page);
    for (const [side, name] of [
      [left, 'Left, Mainline 6.1: Step 2,500'],
      [right, 'Right, RFC merge: Step 2,500'],
    ] as const)
      await expect(side.getByTestId('live')).toContainText(name);
    expect(await right.getByTestId('side-figures').innerText()).not.toBe(before);
    await page.keyboard.press(' ');
    await expect(page.getByTestId('step-number')).not.toHaveText('Step 2,500');
    await page.keyboard.press(' ');
    await drawn(page);
    await expect(page.getByTestId('pair-differs')).toBeVisible();
    const step = /step (\d+) of/.exec(
      (await page.getByTestId('scrubber').getAttribute('aria-valuetext'))!.replace(',', ''),
    );
    await expect(right.getByTestId('live')).toContainText(`Step ${Number(step?.[1]).toLocaleString('en-GB')}`);
  });

  test('one view: zoom, pan, hover and selection of either side are those of both', async ({ page }) => {
    await open(page, PAIR);
    const [left, right] = sides(page);
    const box = (await right.getByTestId('map').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect(left.getByTestId('hover-card')).toBeVisible();
    await page.mouse.wheel(0, -900);
    await drawn(page);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 30, { steps: 4 });
    await page.mouse.up();
    await drawn(page);
    expect(await inView(left)).toEqual(await inView(right));
    expect(await inView(left)).not.toHaveLength(9);
    await addressed(page);
    expect(inAddress(page, 'view')).not.toBeNull();
    const names = await inView(right);
    await page.mouse.move(0, 0);
    await drawn(page);
    const before = await right.getByTestId('map').screenshot();
    await page.reload();
    await drawn(page);
    expect(await inView(left)).toEqual(names);
    expect(await inView(right)).toEqual(names);
    expect(before.equals(await right.getByTestId('map').screenshot())).toBe(true);
    await page.evaluate(() => window.recoalesce!.select({ level: 3, pfn: 6 * 262144 }));
    await expect(left.getByTestId('side-selection')).toContainText('GiB 6 PMD table, 512 entries of 2M');
    await expect(right.getByTestId('side-selection')).toContainText('GiB 6 1G page');
    await page.evaluate(() => window.recoalesce!.zoomTo('machine'));
    await drawn(page);
    expect(await inView(left)).toContain('map-row-3-0');
    expect((await inView(right)).filter((id) => id.startsWith('map-row-3'))).toHaveLength(9);
  });

  test('by keyboard alone: another policy beside, and back to what was', async ({ page }) => {
    await open(page, 'scenario=one-page&step=4&motion=off');
    await page.keyboard.press('c');
    await expect(page.getByRole('dialog', { name: 'Compare side by side' })).toBeVisible();
    await page.getByTestId('beside-none').focus();
    await page.keyboard.press('Enter');
    await drawn(page);
    const [left, right] = sides(page);
    await expect(left.getByTestId('side-figure-1G')).toHaveText(/^6/);
    await expect(right.getByTestId('side-figure-1G')).toHaveText(/^5/);
    await right.getByTestId('side-policy').focus();
    await right.getByTestId('side-policy').selectOption('rfc-merge');
    await drawn(page);
    await expect(page.getByTestId('pair-differs')).toHaveText('no difference');
    await addressed(page);
    expect(inAddress(page, 'besidePolicy')).toBe('rfc-merge');
    expect(page.workers()).toHaveLength(2);
    await left.getByTestId('map').focus();
    // The map lets go of the table, then of its GiB, before Escape means the comparison.
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
    await expect(page.getByTestId('pair')).toBeHidden();
    await drawn(page);
    await expect(page.getByTestId('inspector')).toBeVisible();
    await addressed(page);
    expect([inAddress(page, 'scenario'), inAddress(page, 'step'), inAddress(page, 'beside')]).toEqual([
      'one-page',
      '4',
      null,
    ]);
    expect(page.workers()).toHaveLength(1);
    await page.goBack();
    await drawn(page);
    await expect(page.getByTestId('pair')).toBeVisible();
    await page.keyboard.press('c');
    await expect(page.getByTestId('pair')).toBeHidden();
  });

  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
    [1000, 700],
    [390, 800],
  ])
    test(`[PAIR-9] one legend for both maps, ${width} wide: what it fades is faded on both`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await open(page, PAIR);
      const legend = page.getByTestId('legend');
      await expect(legend).toHaveCount(1);
      await expect(legend.getByTestId('legend-rwx')).toBeHidden();
      const row = legend.getByTestId('legend-ro');
      await expect(row).toHaveAttribute(
        'title',
        /^Fade Read-only, RO \+ NX on both maps\. [\d,]+ pages of 4K at the left, /,
      );
      const maps = await page.getByTestId('map').all();
      const shots = () => Promise.all(maps.map((map) => map.screenshot()));
      const before = await shots();
      await row.click();
      await drawn(page);
      await page.mouse.move(0, 0);
      const after = await shots();
      for (const at of [0, 1]) expect(after[at].equals(before[at])).toBe(false);
      await page.getByTestId('colour-size').check({ force: true });
      await expect(legend.getByTestId('legend-size-4K')).toBeVisible();
      const picker = (await page.getByTestId('scenario-picker').boundingBox())!;
      expect(picker.width).toBeGreaterThan(100);
      await page.evaluate(() => window.recoalesce!.zoomTo({ level: 1, pfn: 0xa9fc4 }));
      await drawn(page);
      const box = (await legend.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      if (width < 900) return;
      const inside = await legend.evaluate((element) => element.scrollWidth <= element.clientWidth);
      expect(inside).toBe(true);
    });

  test('a call is made on both sides of one run', async ({ page }) => {
    await open(page, 'scenario=one-page&policy=none&beside=one-page&besidePolicy=rfc-merge&step=0&motion=off');
    await page.evaluate(() => window.recoalesce!.call('ro', { pfn: 0x1593c4, pages: 1 }));
    await drawn(page);
    const [left, right] = sides(page);
    await expect(left.getByTestId('side-figure-1G')).toHaveText(/^5/);
    await expect(right.getByTestId('side-figure-1G')).toHaveText(/^5/);
    await page.evaluate(() => window.recoalesce!.call('rw', { pfn: 0x1593c4, pages: 1 }));
    await drawn(page);
    await expect(left.getByTestId('side-figure-1G')).toHaveText(/^5/);
    await expect(right.getByTestId('side-figure-1G')).toHaveText(/^6/);
  });

  test('what cannot be opened at the right is said, and the left one stays', async ({ page }) => {
    await open(page, 'scenario=one-page&step=1&motion=off&beside=no-such-machine');
    await expect(page.getByTestId('problem')).toContainText('no-such-machine');
    await expect(page.getByTestId('problem')).toContainText('The machine at the left is unchanged.');
    await page.getByTestId('problem-close').click();
    await expect(page.getByTestId('pair')).toBeHidden();
    await page.keyboard.press('c');
    const letter = { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('no machine') };
    await page.getByTestId('beside-file-input').setInputFiles(letter);
    await expect(page.getByTestId('problem')).toContainText('letter.txt');
    await page.getByTestId('problem-close').click();
    await page.keyboard.press('c');
    await page.getByTestId('beside-file-input').setInputFiles('fixtures/captures/K1/frag/before.ptdump-kernel');
    await drawn(page);
    await expect(sides(page)[1]).toContainText('before.ptdump-kernel');
    await addressed(page);
    await page.reload();
    await drawn(page);
    await expect(page.getByTestId('problem')).toContainText('before.ptdump-kernel was open here');
    await expect(page.getByTestId('pair')).toBeHidden();
  });

  test('what takes long at the right shows how far it is, and Escape gives it up', async ({ page }) => {
    await open(page, 'scenario=one-page&step=4&motion=off');
    await page.keyboard.press('c');
    await page.getByTestId('beside-server-64t').click();
    const [left, right] = sides(page);
    await expect(right.getByTestId('progress')).toBeVisible();
    await expect(left.getByTestId('side-figure-1G')).toHaveText(/^6/);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('pair')).toBeHidden();
    await drawn(page);
    await expect(page.getByTestId('problem')).toBeHidden();
    await expect(page.getByTestId('step-number')).toHaveText('Step 4');
    expect(page.workers()).toHaveLength(1);
  });

  test('a machine of another size is seen at the same addresses', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=6194&motion=off&beside=server-1t');
    await page.evaluate(() => window.recoalesce!.zoomTo({ level: 3, pfn: 5 * 262144 }));
    await drawn(page);
    const [left, right] = sides(page);
    for (const side of [left, right]) expect(await inView(side)).toContain(`map-row-3-${(5 * 262144).toString(16)}`);
    await page.getByTestId('pair-end').click();
    await expect(page.getByTestId('pair')).toBeHidden();
  });

  for (const theme of ['dark', 'light'])
    for (const [width, height] of [
      [1280, 720],
      [700, 900],
      [390, 800],
    ])
      test(`axe finds nothing serious, ${theme}, ${width} by ${height}; nothing is cut`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await open(page, `${PAIR}&theme=${theme}`);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        const [left, right] = await Promise.all(sides(page).map((side) => side.boundingBox()));
        if (width < 900) expect(right!.y).toBeGreaterThanOrEqual(left!.y + left!.height);
        else expect(right!.x).toBeGreaterThanOrEqual(left!.x + left!.width);
        if (width >= 900) {
          await page.keyboard.press('c');
          await page.keyboard.press('c');
          await expect(page.getByRole('dialog')).toBeVisible();
          const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
          expect(found.violations.filter(({ impact }) => impact === 'serious')).toEqual([]);
        }
      });
});

test('[PAIR-6] what changed since a step is in the address', async ({ page }) => {
  await open(page, 'scenario=frag-8g-plain&step=6194&motion=off');
  await page.keyboard.press('D');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('compare-result')).toBeVisible();
  await page.keyboard.press('Escape');
  await addressed(page);
  expect(inAddress(page, 'changedSince')).toBe('0');
  const marked = await page.getByTestId('map').screenshot();
  await page.reload();
  await drawn(page);
  expect(marked.equals(await page.getByTestId('map').screenshot())).toBe(true);
  await page.keyboard.press(',');
  await addressed(page);
  expect(inAddress(page, 'changedSince')).toBeNull();
});
