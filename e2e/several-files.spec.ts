import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { drawn, expect, numberIn, open, test } from './journey.ts';

const FRAG = 'fixtures/captures/K2/frag';
const RAW = 'fixtures/captures/K2/image-192M/phys-pagetables-only.raw.gz';

const choose = (page: Page, paths: readonly string[]): Promise<void> =>
  page.getByTestId('file-input').setInputFiles([...paths]);

test.describe('[JOIN-7] several files at once', () => {
  test('by the button become one machine, and what they say is told and can be read again', async ({ page }) => {
    await open(page, 'motion=off');
    await choose(
      page,
      ['before.meminfo', 'before.ptdump-kernel', 'after.vmstat', 'before.iomem'].map((name) => `${FRAG}/${name}`),
    );
    const files = page.getByRole('dialog', { name: 'What the files say' });
    await expect(files).toBeVisible();
    for (const format of ['ptdump', '/proc/meminfo', '/proc/vmstat', '/proc/iomem'])
      await expect(page.getByTestId('files-parts')).toContainText(format);
    await expect(page.getByTestId('files-differs')).toHaveCount(2);
    await expect(page.getByTestId('files-differs').first()).toContainText('after.vmstat differs');
    await expect(page.getByTestId('files-agrees').first()).toContainText('before.iomem agrees');
    await expect(page.getByTestId('files-explained').first()).toContainText(
      'before.meminfo differs, and the reason is known',
    );
    await page.keyboard.press('Escape');
    await expect(files).toBeHidden();
    await drawn(page);
    expect(await numberIn(page.getByTestId('counter-DirectMap4k'))).toBe(4064 * 4);
    await page.getByTestId('files-button').click();
    await expect(files).toBeVisible();
    await page.getByTestId('dialog-close').click();
    await page.keyboard.press('f');
    await expect(files).toBeVisible();
  });

  test('what is pasted onto an open file is put beside it', async ({ page }) => {
    await open(page, 'motion=off');
    await choose(page, [`${FRAG}/before.ptdump-kernel`]);
    await drawn(page);
    const facts = ['meminfo', 'vmstat'].map((name) => readFileSync(`${FRAG}/before.${name}`, 'utf8')).join('');
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, facts.trimEnd());
    await expect(page.getByTestId('problem')).toContainText('pasted text holds no map');
    const together = page.getByTestId('problem-together');
    await expect(together).toHaveText('Open it with before.ptdump-kernel');
    await expect(together).toBeFocused();
    await together.press('Enter');
    await expect(page.getByRole('dialog', { name: 'What the files say' })).toContainText('read from 2 files');
    for (const format of ['/proc/meminfo', '/proc/vmstat'])
      await expect(page.getByTestId('files-parts')).toContainText(format);
    await expect(page.getByTestId('files-agrees')).toContainText('agree with the direct map to the kB');
  });

  test('what belongs to a machine that is not opened is named, too', async ({ page }) => {
    await open(page, 'motion=off');
    const other = 'fixtures/captures/K1/image-192M';
    await choose(page, [`${FRAG}/before.ptdump-kernel`, `${other}/ptdump-kernel.gz`, `${other}/meminfo`]);
    const aside = page.getByTestId('files-aside');
    await expect(aside).toContainText('another machine, or another moment');
    await expect(aside).toContainText('meminfo');
    await expect(aside).toContainText('it belongs to ptdump-kernel.gz');
  });

  test('dropped with a trace they become its run; a file of another machine is set aside', async ({ page }) => {
    await open(page, 'motion=off');
    const texts = [`${FRAG}/before.ptdump-kernel`, 'fixtures/captures/K1/image-192M/meminfo'].map((path) =>
      readFileSync(path, 'utf8'),
    );
    const trace = readFileSync(`${FRAG}/trace_pipe.txt.gz`).toString('base64');
    const data = await page.evaluateHandle(
      ([dump, meminfo, packed]) => {
        const transfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([meminfo], 'meminfo', { type: 'text/plain' }));
        transfer.items.add(new File([dump], 'kernel.txt', { type: 'text/plain' }));
        transfer.items.add(new File([bytes], 'trace.gz'));
        return transfer;
      },
      [texts[0] ?? '', texts[1] ?? '', trace] as const,
    );
    for (const type of ['dragenter', 'dragover', 'drop'])
      await page.getByTestId('map').dispatchEvent(type, { dataTransfer: data });
    await expect(page.getByTestId('files-parts')).toContainText('trace of CPA');
    await expect(page.getByTestId('files-aside')).toContainText('meminfo');
    await drawn(page);
    expect(await page.evaluate(() => window.recoalesce!.counters().leaves['4K'])).toBe(4064);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('timeline')).toContainText('6,194');
  });

  test('files without a map are a message, and what was open stays', async ({ page }) => {
    await open(page, 'motion=off');
    await choose(page, [`${FRAG}/before.meminfo`, `${FRAG}/before.iomem`]);
    await expect(page.getByTestId('problem')).toContainText('None of these files holds a map');
    await page.getByTestId('problem-close').click();
    await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest, modules and BPF');
  });

  test('[INFOMEM-4] info mem alone is told and is no map; beside a dump it is compared', async ({ page }) => {
    await open(page, 'motion=off');
    await choose(page, [`${FRAG}/end.qemu-info-mem.txt`]);
    await expect(page.getByTestId('problem')).toContainText('end.qemu-info-mem.txt is info mem of QEMU, and no map');
    await expect(page.getByTestId('problem')).toContainText('8,388,480 kB of it are present');
    await page.getByTestId('problem-close').click();
    await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest, modules and BPF');
    await choose(page, [`${FRAG}/end.qemu-info-mem.txt`, `${FRAG}/end.ptdump-kernel`]);
    await expect(page.getByRole('dialog', { name: 'What the files say' })).toContainText('They agree.');
    await expect(page.getByTestId('files-agrees')).toContainText('2,097,120 pages of the direct map present');
  });
});

test('[OPEN-33] raw memory asks for CR3, checks it and opens', async ({ page }) => {
  await open(page, 'motion=off');
  await choose(page, [RAW]);
  const form = page.getByRole('dialog', { name: 'Where are the page tables?' });
  const field = page.getByTestId('cr3-field');
  await expect(field).toBeFocused();
  await page.keyboard.type('eax');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText('16 hex digits');
  await field.fill('0x1000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('cr3-problem')).not.toContainText('zero bytes');
  await expect(page.getByTestId('cr3-field')).toHaveValue('0x1000');
  await page.getByTestId('cr3-field').fill('1c0a000');
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await drawn(page);
  await expect(page.getByTestId('scenario-picker')).toContainText('phys-pagetables-only.raw.gz');
});

test('[OPEN-33] comparing with raw memory asks for CR3 as opening it does', async ({ page }) => {
  await open(page, 'motion=off');
  await page.keyboard.press('D');
  await page.getByTestId('compare-file').setInputFiles(RAW);
  const form = page.getByRole('dialog', { name: 'Where are the page tables?' });
  await page.getByTestId('cr3-field').fill('0x1000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('cr3-problem')).toContainText('no direct map');
  await page.getByTestId('cr3-field').fill('1c0a000');
  await page.getByTestId('cr3-open').click();
  await expect(form).toBeHidden();
  await expect(page.getByTestId('compare-result')).toContainText('phys-pagetables-only.raw.gz');
  await expect(page.getByTestId('scenario-picker')).not.toContainText('phys-pagetables-only');
});
