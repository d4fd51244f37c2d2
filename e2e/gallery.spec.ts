import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { serve } from '../scripts/serve.mjs';
import { GALLERY } from '../src/testing/gallery-scenes.ts';
import { expect, test as journey } from './journey.ts';

/** The gallery, built apart from the program. */
const test = journey.extend<{ gallery: string }>({
  gallery: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
    await build({ logLevel: 'error', build: { outDir: folder, rolldownOptions: { input: 'gallery.html' } } });
    const { port, close } = await serve({ folder, port: 0 });
    await use(`http://127.0.0.1:${port}/`);
    await close();
    rmSync(folder, { recursive: true, force: true });
  },
  allowed: async ({ gallery }, use) => use(gallery),
});

test('[GALLERY-1] every named scene of the gallery is drawn, and looks as it did', async ({
  page,
  gallery,
  reference,
}) => {
  await page.goto(`${gallery}gallery.html`);
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'true', { timeout: 45_000 });
  for (const { name } of GALLERY) {
    const scene = page.locator(`[data-scene="${name}"]`);
    await expect(scene.locator('canvas[data-layer=base]').first()).toBeVisible();
    if (reference) await expect.soft(scene).toHaveScreenshot(`gallery-${name}.png`);
  }
});
