import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

// The workers load this file too and inherit the environment: one port and one browser for all.
process.env.E2E_PORT ??= String(await freePort());
const { executablePath, env, args, reference } = findBrowser();
const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}/`;

export default defineConfig<{ reference: boolean }>({
  testDir: 'e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/screens/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000, toHaveScreenshot: { threshold: 0, maxDiffPixels: 0, animations: 'allow', caret: 'hide' } },
  reporter: [['list']],
  use: {
    baseURL,
    reference,
    browserName: 'chromium',
    launchOptions: { executablePath, env, args },
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    colorScheme: 'dark',
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: 'node scripts/start.mjs',
    env: { PORT: process.env.E2E_PORT },
    url: baseURL,
    stdout: 'pipe',
    timeout: 120_000,
  },
});
