import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { drawn, expect, open, test } from './journey.ts';

/** Saves something by keyboard; gives back its name and bytes. */
async function saved(page: Page, kind: string): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await page.getByTestId(`save-${kind}`).press('Enter');
  const file = await download;
  await expect(page.getByTestId('save-status')).toContainText(file.suggestedFilename());
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test.describe('saving', () => {
  test('[WRITE-8] everything is saved under a name that says what it is, by keyboard', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300&sel=2:a9e00');
    await page.getByTestId('share').press('Enter');
    const json = await saved(page, 'json');
    expect(json.name).toBe('8-gib-guest-modules-and-bpf-step-3300.json');
    expect(JSON.parse(json.bytes.toString()).leaf_counts).toEqual({ '4K': 10720, '2M': 3563, '1G': 1 });
    const csv = await saved(page, 'csv');
    const rows = csv.bytes.toString().trim().split('\n').slice(1);
    expect(rows.reduce((sum, row) => sum + Number(row.split(',')[2]), 0)).toBe(512);
    const ptdump = await saved(page, 'ptdump');
    expect(ptdump.bytes.toString()).toContain('---[ Low Kernel Mapping ]---\n0xffff888000000000-');
    const png = await saved(page, 'png');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const svg = await saved(page, 'svg');
    expect(svg.bytes.toString()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  });

  test('[WRITE-4] a saved run is opened again: the same run at the same step', async ({ page }) => {
    await open(page, 'scenario=lost-global&step=2');
    await page.getByTestId('share').click();
    const { name, bytes } = await saved(page, 'trace');
    expect(name).toBe('global-lost-for-ever.run.jsonl');
    const answer = await page.evaluate(([file, text]) => window.recoalesce!.open(file, text), [
      name,
      bytes.toString(),
    ] as const);
    expect(answer.ok).toBe(true);
    await drawn(page);
    const counters = await page.evaluate(() => window.recoalesce!.counters());
    expect(counters).toMatchObject({ step: 2, leaves: { '4K': 1504 } });
  });

  test('[WRITE-9] a saved picture says what it shows, and what its colours mean', async ({ page }) => {
    await open(page, 'scenario=frag-8g&step=3300&motion=off');
    await page.getByTestId('share').click();
    const svg = (await saved(page, 'svg')).bytes.toString();
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);
    expect(texts[0]).toBe('8 GiB guest, modules and BPF, step 3,300 of 6,194');
    expect(texts).toContain('Read-only, RO + NX: 3,820');
    expect(texts.join(' ')).toContain('10,720 x 4K (fine grain)');
    const png = (await saved(page, 'png')).bytes;
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
    const box = await page.getByTestId('map').boundingBox();
    expect(width).toBe(box?.width);
    expect(height).toBeGreaterThan((box?.height ?? 0) + 80);
  });

  test('[WRITE-9] side by side a saved picture has both machines, each under its caption, and one legend', async ({
    page,
  }) => {
    await open(page, 'scenario=frag-8g-plain&policy=none&beside=frag-8g&step=6194&motion=off');
    await page.getByTestId('share').click();
    const { name, bytes } = await saved(page, 'svg');
    expect(name).toBe('the-same-work-on-a-plain-kernel-side-by-side-step-6194.svg');
    const svg = bytes.toString();
    const png = (await saved(page, 'png')).bytes;
    const [left, right] = await Promise.all((await page.getByTestId('map').all()).map((map) => map.boundingBox()));
    const width = left!.width + 16 + right!.width;
    expect(png.readUInt32BE(16)).toBe(width);
    expect(svg).toContain(`viewBox="0 0 ${width} ${png.readUInt32BE(20)}"`);
    expect([...svg.matchAll(/<svg x="(\d+)"/g)].map(([, x]) => Number(x))).toEqual([0, left!.width + 16]);
    const texts = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>([^<]*)/g)].map(([, x, text]) => ({ x: Number(x), text }));
    const at = (begin: string) => texts.filter(({ text }) => text.startsWith(begin)).map(({ x }) => x);
    expect(at('Mainline 6.1: ')).toEqual([16]);
    expect(at('RFC merge: ')).toEqual([left!.width + 32]);
    expect(at('Read-only, RO + NX: ')).toHaveLength(1);
    expect(texts.map(({ text }) => text)).toContain('Protection, pages of 4K, left | right');
    const [counts] = texts.filter(({ text }) => text.startsWith('Data, RW + NX: '));
    expect(counts.text).toMatch(/: [\d,]+ \| [\d,]+$/);
  });

  test('[WRITE-7] the picture as SVG shows what is on the screen', async ({ page }) => {
    await open(page, 'scenario=one-page&step=2&motion=off');
    await page.getByTestId('share').click();
    const svg = (await saved(page, 'svg')).bytes.toString();
    const differing = await page.evaluate(async (text) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-layer="base"]');
      if (canvas === null) throw new Error('no map');
      const image = new Image();
      const inner = text.slice(text.indexOf('<svg x='));
      const cells = `${inner.slice(0, inner.indexOf('</g>'))}</g></svg>`.replace(
        /<svg x="0" y="\d+"/,
        '<svg xmlns="http://www.w3.org/2000/svg"',
      );
      image.src = URL.createObjectURL(new Blob([cells], { type: 'image/svg+xml' }));
      await image.decode();
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      const shown = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      copy?.drawImage(image, 0, 0, canvas.width, canvas.height);
      const drawnPx = copy?.getImageData(0, 0, canvas.width, canvas.height).data;
      if (!shown || !drawnPx) throw new Error('no pixels');
      let differs = 0;
      for (let at = 0; at < shown.length; at++) if (shown[at] !== drawnPx[at]) differs++;
      return differs / shown.length;
    }, svg);
    // The labels, which are left out here, are painted on the same canvas.
    expect(differing).toBeLessThan(0.02);
  });
});
