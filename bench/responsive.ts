import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import { mainThreadTasks } from './main-thread.ts';
import { writeReadingFiles } from './reading-files.ts';

/** How the page answers while the worker reads a file; ms. */
export interface Responsiveness {
  readonly what: string;
  /** From the file being chosen until the machine is drawn. */
  readonly openedMs: number;
  /** Keys pressed meanwhile, and the time from a key to the end of the frame that follows it. */
  readonly keys: number;
  readonly medianKeyMs: number;
  readonly longestKeyMs: number;
  /** The longest task of the main thread: its own time, and with that in which others had the processor. */
  readonly longestTaskMs: number;
  readonly longestWallMs: number;
  /** Tasks of more than 50 ms of their own time. */
  readonly longTasks: number;
}

const PTDUMP_LINES = 1_000_000;
/** 100 MB. */
const INFO_TLB_LINES = 2_200_000;
const KEY_EVERY_MS = 40;
/** Keys pressed when the machine is there: it is drawn meanwhile. */
const KEYS_AFTER = 18;
const LONG_MS = 50;
/** They move the selection. */
const KEYS = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];

/** Opens large files by the file button of the built app in `dist`, and presses keys until the machine is drawn. */
export async function responsiveness(dist: string): Promise<readonly Responsiveness[]> {
  const { executablePath, env, args } = findBrowser();
  const host = await serve({ folder: dist, port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'responsive-'));
  const results: Responsiveness[] = [];
  try {
    const { ptdump, infoTlb, core } = writeReadingFiles(folder, PTDUMP_LINES, INFO_TLB_LINES);
    for (const [what, path] of [
      ['nothing is read', undefined],
      ['page-table dump of 85 MB', ptdump.path],
      ['info tlb of 100 MB', infoTlb.path],
      ['ELF core of 1 GiB', core.path],
    ] as const) {
      const browser = await chromium.launch({ executablePath, env, args });
      try {
        const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
        await page.addInitScript(timeKeys);
        await page.goto(`http://127.0.0.1:${host.port}/`);
        await page.evaluate(() => window.recoalesce?.ready());
        results.push(await measured(browser, page, what, path));
      } finally {
        await browser.close();
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
    await host.close();
  }
  return results;
}

async function measured(browser: Browser, page: Page, what: string, path: string | undefined): Promise<Responsiveness> {
  await page.getByTestId('map').focus();
  await page.keyboard.press('ArrowRight');
  await page.evaluate(() => window.keyTimes?.splice(0));
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  const started = performance.now();
  let opening = true;
  const opened = (path === undefined ? page.waitForTimeout(3000) : openFile(page, path)).finally(() => {
    opening = false;
  });
  for (let i = 0, after = 0; after < KEYS_AFTER; i++) {
    if (!opening) after++;
    await page.keyboard.press(KEYS[i % KEYS.length] as string);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await opened;
  await page.evaluate(() => window.recoalesce?.ready());
  const openedMs = performance.now() - started;
  const tasks = mainThreadTasks(await browser.stopTracing());
  const keys = ((await page.evaluate(() => window.keyTimes)) ?? []).sort((a, b) => a - b);
  const own = tasks.map(({ ownMs }) => ownMs);
  return {
    what,
    openedMs,
    keys: keys.length,
    medianKeyMs: keys[keys.length >> 1] ?? 0,
    longestKeyMs: keys.at(-1) ?? 0,
    longestTaskMs: Math.max(0, ...own),
    longestWallMs: Math.max(0, ...tasks.map(({ wallMs }) => wallMs)),
    longTasks: own.filter((ms) => ms > LONG_MS).length,
  };
}

async function openFile(page: Page, path: string): Promise<void> {
  const name = path.replace(/^.*\//, '');
  await page.getByTestId('file-input').setInputFiles(path);
  await page.getByTestId('scenario-picker').filter({ hasText: name }).waitFor({ timeout: 120_000 });
}

declare global {
  interface Window {
    keyTimes?: number[];
  }
}

/** Runs in the page: notes the time from each key to the end of the frame after it. */
function timeKeys(): void {
  const times: number[] = [];
  window.keyTimes = times;
  addEventListener(
    'keydown',
    (event) => {
      const { timeStamp } = event;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => {
          times.push(performance.now() - timeStamp);
          port2.close();
        };
        port1.postMessage(undefined);
      });
    },
    { capture: true },
  );
}
