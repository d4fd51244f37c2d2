import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import type { ContenderName } from './treemaps/page.ts';

/** One treemap with so many cells, in ms; undefined: not finished in time. */
export interface TreemapTime {
  readonly name: ContenderName;
  readonly cells: number;
  readonly firstMs: number | undefined;
  /** Median of redraws in which every cell moves and changes. */
  readonly redrawMs: number | undefined;
}

const NAMES: readonly ContenderName[] = ['ours', 'd3, SVG', 'ECharts', 'Chart.js', 'copy'];
const GIBS = [2, 20, 196, 1024];
const TIMEOUT_MS = 60_000;
/** A frame begins when the one before is done, not when a screen would show it. */
const UNLIMITED = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

/** Measures all treemaps in one Chromium, 1920x1080, and the copying of one frame. Run from the project's folder. */
export async function treemapTimes(gibs: readonly number[] = GIBS): Promise<TreemapTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'treemaps-'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      lib: { entry: resolve('bench/treemaps/page.ts'), formats: ['es'], fileName: 'page' },
      outDir: folder,
      target: 'es2023',
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>bench</title><style>body{margin:0}</style><script type="module" src="page.js"></script>',
  );
  const host = await serve({ folder, port: 0 });
  const { executablePath, env, args } = findBrowser();
  const launch = () => chromium.launch({ executablePath, env, args: [...args, ...UNLIMITED] });
  let browser: Browser | undefined;
  try {
    const times: TreemapTime[] = [];
    for (const count of gibs)
      for (const name of NAMES) {
        browser ??= await launch();
        const time = await measure(browser, `http://127.0.0.1:${host.port}/`, name, count);
        times.push(time);
        if (time.redrawMs !== undefined) continue;
        // It may be at work still: the next one gets a browser of its own.
        await browser.close();
        browser = undefined;
      }
    return times;
  } finally {
    await browser?.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, url: string, name: ContenderName, gibs: number): Promise<TreemapTime> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url);
  await page.waitForFunction(() => 'redraws' in window);
  const firstMs = await inTime(page.evaluate(([what, count]) => window.first(what, count), [name, gibs] as const));
  const redraws = firstMs === undefined ? undefined : await inTime(page.evaluate(() => window.redraws()));
  if (redraws) await page.close();
  const sorted = redraws?.sort((a, b) => a - b);
  return { name, cells: gibs * 512, firstMs, redrawMs: sorted?.[sorted.length >> 1] };
}

/** Undefined when it takes too long, or more memory than a page has. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), TIMEOUT_MS);
  });
  // When the browser is closed under it, nobody waits any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (error instanceof Error && error.message.includes('Target crashed')) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
