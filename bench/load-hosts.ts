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

/** Where the engine's loads run, each where nothing else has: what V8 learnt from another load changes how it compiles this one. */
export interface LoadHost {
  /** Runs a load `times` times in a worker of its own; what it answers the last time. */
  run(load: LoadName, rounds: number, times: number): Promise<unknown>;
  close(): Promise<void>;
}

/** Processes of Node, bundled as the command line is. `source`: path of engine.process.ts. */
export async function nodeHost(source: string): Promise<LoadHost> {
  const folder = await bundled({ ssr: source, minify: false, target: 'node20' });
  return {
    async run(load, rounds, times) {
      const child = fork(join(folder, 'engine.process.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const ended = once(child, 'exit');
      let answer: unknown;
      for (let i = 0; i < times; i++) {
        const answered = Promise.race([once(child, 'message'), ended.then(([code]) => fail(load, code))]);
        child.send({ load, rounds });
        [answer] = await answered;
      }
      child.kill();
      await ended;
      return answer;
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
    run: (load, rounds, times) =>
      page.evaluate(
        async ({ message, runs }) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          let answer: unknown;
          for (let i = 0; i < runs; i++) {
            answer = await new Promise((resolve, reject) => {
              worker.onmessage = ({ data }) => resolve(data);
              worker.onerror = ({ message: text }) => reject(new Error(text));
              worker.postMessage(message);
            });
          }
          worker.terminate();
          return answer;
        },
        { message: { load, rounds }, runs: times },
      ),
    async close() {
      await browser.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fail(load: LoadName, code: unknown): never {
  throw new Error(`the process of the load ${load} ended with ${code}`);
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
