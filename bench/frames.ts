import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';

/** Frame times of one machine in one kind of motion; ms. */
export interface FrameTimes {
  readonly machine: string;
  readonly what: string;
  readonly frames: number;
  /** Main-thread time of our own work in a frame. */
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestTaskMs: number;
}

/** A page-table dump of a machine of so many GiB, every GiB split to 2M: one row does it. */
const allIn2m = (gib: number): string => {
  const start = 0xffff888000000000n;
  const end = start + (BigInt(gib) << 30n);
  const size = gib >= 1024 ? `${gib / 1024}T` : `${gib}G`;
  return [
    '---[ Low Kernel Mapping ]---',
    `0x${start.toString(16)}-0x${end.toString(16)}${size.padStart(12)}     RW         PSE     GLB NX pmd`,
    '',
  ].join('\n');
};

/** Measures the built app in `dist` in a 1920x1080 window: zooming by wheel, panning by drag, moving the pointer. */
export async function frameTimes(dist: string): Promise<FrameTimes[]> {
  const { executablePath, env, args } = findBrowser();
  const host = await serve({ folder: dist, port: 0 });
  const browser = await chromium.launch({ executablePath, env, args });
  try {
    const results: FrameTimes[] = [];
    for (const [machine, gib] of [['64 GiB in 2M', 64] as const, ['1 TiB in 2M', 1024] as const])
      results.push(...(await measureMachine(browser, `http://127.0.0.1:${host.port}/`, machine, allIn2m(gib))));
    return results;
  } finally {
    await browser.close();
    await host.close();
  }
}

async function measureMachine(browser: Browser, url: string, machine: string, dump: string): Promise<FrameTimes[]> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url);
  await page.evaluate(async (text) => {
    await window.recoalesce?.ready();
    const answer = await window.recoalesce?.open('all-2m.ptdump', text);
    if (!answer?.ok) throw new Error(answer?.problem?.detail);
  }, dump);
  const box = await page.getByTestId('map').boundingBox();
  if (box === null) throw new Error('the map is not on the screen');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const zoomOver = async (delta: number): Promise<void> => {
    await page.mouse.move(middle.x, middle.y);
    for (let i = 0; i < 60; i++) await page.mouse.wheel(0, delta);
  };
  const results = [
    await measure(page, machine, 'zoom in', () => zoomOver(-60)),
    await measure(page, machine, 'zoom out', () => zoomOver(60)),
    await measure(page, machine, 'pan', async () => {
      for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -240);
      await page.mouse.down();
      for (let i = 0; i < 60; i++) await page.mouse.move(middle.x - i * 4, middle.y - i * 2);
      await page.mouse.up();
    }),
    await measure(page, machine, 'hover', async () => {
      for (let i = 0; i < 60; i++) await page.mouse.move(middle.x - i * 7, middle.y - i * 5);
    }),
  ];
  await page.close();
  return results;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
}

/** Runs `act` under Chromium's own trace: a frame is what one FireAnimationFrame and its commit cost the main thread. */
async function measure(page: Page, machine: string, what: string, act: () => Promise<void>): Promise<FrameTimes> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await act();
  await page.evaluate(() => window.recoalesce?.ready());
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const animated = traceEvents.find(({ name }) => name === 'FireAnimationFrame');
  const durations = (wanted: string): number[] =>
    traceEvents
      .filter(({ name, pid, tid }) => name === wanted && pid === animated?.pid && tid === animated.tid)
      .map(({ dur = 0 }) => dur / 1000);
  // A frame without work of ours is a timer's tick of a tenth of a ms.
  const frames = durations('FireAnimationFrame')
    .filter((ms) => ms > 0.2)
    .sort((a, b) => a - b);
  return {
    machine,
    what,
    frames: frames.length,
    medianMs: frames[Math.floor(frames.length / 2)] ?? 0,
    p95Ms: frames[Math.floor(frames.length * 0.95)] ?? 0,
    longestTaskMs: Math.max(0, ...durations('RunTask')),
  };
}
