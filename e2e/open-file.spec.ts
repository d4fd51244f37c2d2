import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { drawn, expect, numberIn, open, test } from './journey.ts';

const PTDUMP = 'fixtures/captures/K2/frag/before.ptdump-kernel';
const text = (): string => readFileSync(PTDUMP, 'utf8');

const choose = (page: Page, name: string, content: string | Buffer): Promise<void> =>
  page
    .getByTestId('file-input')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.isBuffer(content) ? content : Buffer.from(content) });

/** The recorded machine of the dump is on the screen. */
async function expectRecorded(page: Page): Promise<void> {
  await drawn(page);
  await expect(page.getByTestId('problem')).toBeHidden();
  await expect(page.getByTestId('header')).toContainText(/recorded/i);
  expect(await numberIn(page.getByTestId('counter-DirectMap4k'))).toBe(4064 * 4);
}

test.describe('open a file', () => {
  test('with the button', async ({ page }) => {
    await open(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByTestId('open-file').click();
    await (await chooser).setFiles(PTDUMP);
    await expectRecorded(page);
  });

  test('by drag and drop', async ({ page }) => {
    await open(page);
    const data = await page.evaluateHandle((dump) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([dump], 'machine.txt', { type: 'text/plain' }));
      return transfer;
    }, text());
    for (const type of ['dragenter', 'dragover', 'drop'])
      await page.getByTestId('map').dispatchEvent(type, { dataTransfer: data });
    await expectRecorded(page);
  });

  test('by paste', async ({ page }) => {
    await open(page);
    await page.evaluate((dump) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', dump);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text());
    await expectRecorded(page);
  });

  test('pasted text may lack its last line end', async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'direct_map_level2_splits 36\ndirect_map_level3_splits 3');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await expect(page.getByTestId('problem')).toContainText('pasted text is /proc/vmstat');
  });

  test('calls can be made on it, under any policy', async ({ page }) => {
    await open(page);
    await choose(page, 'machine.ptdump', text());
    await expectRecorded(page);
    await page.evaluate(() => window.recoalesce!.select({ level: 1, pfn: 5 * 262144 + 7 }));
    await page.getByTestId('call-ro').click();
    await drawn(page);
    const split = await numberIn(page.getByTestId('counter-DirectMap4k'));
    expect(split).toBe(4064 * 4 + 512 * 4);
    await page.getByTestId('call-rw').click();
    await drawn(page);
    expect(await numberIn(page.getByTestId('counter-DirectMap4k'))).toBe(4064 * 4);
  });
});

test.describe('bad input leaves what is open', () => {
  const cases: readonly (readonly [name: string, content: () => string | Buffer, says: RegExp])[] = [
    ['an empty file', () => '', /empty/i],
    ['a picture', () => Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'.repeat(40), 'latin1'), /machine\.txt/],
    ['prose', () => 'Dear Sir or Madam,\nhow are you?\n'.repeat(20), /machine\.txt/],
    ['a dump cut off in a line', () => text().slice(0, Math.floor(text().length * 0.6) - 7), /line/i],
    ['/proc/meminfo', () => 'MemTotal: 8 kB\nDirectMap4k: 4 kB\nDirectMap2M: 0 kB\n', /page_tables/],
    ['a gigantic line', () => 'x'.repeat(30_000_000), /machine\.txt/],
  ];
  for (const [name, content, says] of cases)
    test(name, async ({ page }) => {
      await open(page);
      const before = await page.getByTestId('map').screenshot();
      await choose(page, 'machine.txt', content());
      const problem = page.getByTestId('problem');
      await expect(problem).toBeVisible();
      await expect(problem).toContainText(says);
      await page.getByTestId('problem-close').click();
      await expect(problem).toBeHidden();
      await drawn(page);
      await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest, modules and BPF');
      expect(before.equals(await page.getByTestId('map').screenshot())).toBe(true);
    });
});
