import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import type { LoadName } from './engine.ts';

/** bench/engine.worker.ts in a worker of a Chromium. */
export interface ChromiumWorker {
  run(load: LoadName, rounds: number): Promise<unknown>;
  close(): Promise<void>;
}

/** Bundles the worker as the app's own is, and starts it. `source`: path of engine.worker.ts. */
export async function startChromiumWorker(source: string): Promise<ChromiumWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-worker-'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      lib: { entry: source, formats: ['es'], fileName: 'worker' },
      outDir: folder,
      target: 'es2023',
      minify: false,
    },
  });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>bench</title>');
  const host = await serve({ folder, port: 0 });
  const { executablePath, env, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, env, args });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${host.port}/`);
  const worker = await page.evaluateHandle(() => new Worker('/worker.js', { type: 'module' }));
  return {
    run: (load, rounds) =>
      worker.evaluate(
        (target, message) =>
          new Promise<unknown>((resolve, reject) => {
            target.onmessage = ({ data }) => resolve(data);
            target.onerror = ({ message: text }) => reject(new Error(text));
            target.postMessage(message);
          }),
        { load, rounds },
      ),
    async close() {
      await browser.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
