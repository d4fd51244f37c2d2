import { serve } from '../scripts/serve.mjs';
import { drawn, expect, test as journey, open } from './journey.ts';

journey.describe('hosting', () => {
  journey('[AUTO-3] the page forbids whatever is not its own', async ({ page }) => {
    await open(page);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });
});

const test = journey.extend<{ host: string }>({
  host: async ({ browserName: _ }, use) => {
    const { port, close } = await serve({ folder: 'dist', port: 0, prefix: '/some/where/else/' });
    await use(`http://127.0.0.1:${port}/some/where/else/`);
    await close();
  },
  allowed: async ({ host }, use) => use(host),
});

test('[AUTO-4] dist works under any path of a static host', async ({ page, host }) => {
  await page.goto(host);
  await drawn(page);
  await expect(page.getByTestId('map')).toBeVisible();
  await expect(page.getByTestId('scenario-picker')).toContainText('8 GiB guest');
});
