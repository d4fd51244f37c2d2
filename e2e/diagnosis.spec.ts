import { drawn, expect, open, test } from './journey.ts';

test.describe('[DIAG-8] diagnosis', () => {
  test('says what is in pieces and why, and selects a group of tables on the map', async ({ page }) => {
    await open(page, 'scenario=frag-8g-plain&step=6194&motion=off');
    await page.getByTestId('diagnose').click();
    await expect(page.getByTestId('diagnosis-lead')).toContainText('1.1% of the memory is in 4K pages, in 44 tables.');
    await expect(page.getByTestId('diagnosis-size-4K')).toContainText('22,496');
    await expect(page.getByTestId('diagnosis-size-1G')).toContainText('6');
    const group = page.getByTestId('diagnosis-group').first();
    await expect(group).toContainText('35 tables differ only in GLOBAL');
    await expect(group).toContainText('998 entries differ; 1 table waits for a single one');
    await expect(page.getByTestId('diagnosis-win-rfc-merge-global')).toContainText('with GLOBAL given back+35+2');
    await expect(page.getByTestId('diagnosis-win-nothing')).toContainText('nothing, under any policy');
    await expect(page.getByTestId('diagnosis-who-row').first()).toContainText('set_memory_ro');
    await expect(page.getByTestId('diagnosis-wx')).toContainText('No page');
    await group.getByTestId('diagnosis-select').click();
    await drawn(page);
    await expect(page.getByTestId('diagnosis')).toBeHidden();
    await expect(page.getByTestId('inspector-title')).toHaveText('35 regions');
  });

  test('by keyboard; the first call that split leads to its step', async ({ page }) => {
    await open(page, 'scenario=frag-8g-plain&step=6194&motion=off');
    await page.keyboard.press('d');
    const row = page.getByTestId('diagnosis-who-row').first();
    const step = /Step ([\d,]+)/.exec(await row.innerText())?.[1] ?? '';
    await row.getByRole('button').press('Enter');
    await drawn(page);
    await expect(page.getByTestId('step-number')).toContainText(step);
    await expect(page.getByTestId('current-call')).toContainText('set_memory_ro');
  });

  test('its text is the one that inspect prints, and shown where the clipboard is closed', async ({ page }) => {
    await page.addInitScript(() => {
      const copied: string[] = [];
      Object.assign(window, { copied });
      navigator.clipboard.writeText = async (text) => {
        if (copied.push(text) > 1) throw new DOMException('closed');
      };
    });
    await open(page, 'motion=off');
    await page.getByTestId('file-input').setInputFiles('fixtures/captures/K2/frag/end.ptdump-kernel');
    await drawn(page);
    await page.keyboard.press('d');
    await page.getByTestId('copy-diagnosis').click();
    await expect(page.getByTestId('copy-diagnosis')).toHaveText('Copied');
    const text = await page.evaluate(() => (window as unknown as { copied: readonly string[] }).copied[0]);
    expect(text).toContain('end.ptdump-kernel\npage-table dump, 4-level paging, direct map at 0xffff888000000000');
    expect(text).toMatch(/^ {2}4K +4,576 +18,304 +992 +4,576$/m);
    expect(text).toMatch(/^ +7 +466 +2 +0x1600 {2}RW$/m);
    await page.getByTestId('copy-diagnosis').click();
    await expect(page.getByRole('textbox', { name: 'Text of the diagnosis' })).toHaveValue(/9 tables of 4K entries/);
  });
});
