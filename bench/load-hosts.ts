import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { type BuildOptions, build } from 'vite';
import { findBrowser } from '../scripts/browser.mjs';
import { rolldownOptions } from '../scripts/bundling.mjs';
import { serve } from '../scripts/serve.mjs';
import type { LoadName } from './engine.ts';

/** The engine's loads where nothing else has run: what V8 learnt from another load changes how it compiles this one. */
export interface LoadWorker {
  run(load: LoadName, rounds: number): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts such workers. */
export interface LoadHost {
  start(): Promise<LoadWorker>;
  close(): Promise<void>;
}

/** Processes of Node, bundled as the command line is. `source`: path of engine.process.ts. */
export async function nodeHost(source: string): Promise<LoadHost> {
  const folder = await bundled({ ssr: source, minify: false, target: 'node20' });
  return {
    async start() {
      const child = fork(join(folder, 'engine.process.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      return {
        async run(load, rounds) {
          const answered = once(child, 'message');
          child.send({ load, rounds });
          return (await answered)[0];
        },
        async close() {
          const ended = once(child, 'exit');
          child.kill();
          await ended;
        },
      };
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Workers of a Chromium, bundled as the app's own is. `source`: path of engine.worker.ts. */
export async function chromiumHost(source: string): Promise<LoadHost> {
  const folder = await bundled({ lib: { entry: source, formats: ['es'], fileName: 'worker' }, target: 'es2023' });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>bench</title>');
  const host = await serve({ folder, port: 0 });
  const { executablePath, env, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, env, args });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${host.port}/`);
  return {
    async start() {
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
        close: () => worker.evaluate((target) => target.terminate()),
      };
    },
    async close() {
      await browser.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A new folder with the bundle. */
async function bundled(options: BuildOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-loads-'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { ...options, outDir: folder, rolldownOptions },
  });
  return folder;
}
