// npm run pictures: takes docs/pictures/ from the built program in the reference browser.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { buildDist } from './build.mjs';
import { root } from './fresh.mjs';
import { serve } from './serve.mjs';

const MACHINE = 'scenario=frag-8g&policy=rfc-merge&step=3300&at=2M:0xa9e00&motion=off';
const MERGE = 'scenario=one-page&policy=rfc-merge&step=3&at=2M:0x159200&motion=0.72&theme=dark';
const PAIR = 'scenario=frag-8g-plain&policy=none&beside=frag-8g&besidePolicy=rfc-merge&step=6194&motion=off';
/** The 1G page that the merge makes. */
const GIB = { level: 3, pfn: 5 * 262144 };

const PICTURES = [
  { file: 'main-dark.png', query: `${MACHINE}&theme=dark`, steps: 0 },
  { file: 'main-light.png', query: `${MACHINE}&theme=light`, steps: 0 },
  { file: 'pair-dark.png', query: `${PAIR}&theme=dark`, steps: 0 },
  { file: 'pair-light.png', query: `${PAIR}&theme=light`, steps: 0 },
  { file: 'merge.png', query: MERGE, steps: 1 },
];

const folder = join(root, 'docs/pictures');
mkdirSync(folder, { recursive: true });
await buildDist();
const { executablePath, env, args } = findBrowser();
const host = await serve({ folder: join(root, 'dist'), port: 0 });
const browser = await chromium.launch({ executablePath, env, args });
for (const { file, query, steps } of PICTURES) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://127.0.0.1:${host.port}/?v=1&${query}`);
  await page.waitForSelector('html[data-ready="true"]');
  const intro = page.getByTestId('intro-close');
  if (await intro.isVisible()) await intro.click();
  if (steps > 0) {
    await page.evaluate((region) => window.recoalesce.zoomTo(region), GIB);
    await page.evaluate((count) => window.recoalesce.step(count), steps);
  }
  await page.evaluate(() => window.recoalesce.ready());
  await page.screenshot({ path: join(folder, file) });
  await page.close();
  console.log(`docs/pictures/${file}`);
}
await browser.close();
await host.close();
