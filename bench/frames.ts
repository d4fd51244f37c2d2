import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import { mainThreadTasks } from './main-thread.ts';

/** The main thread in one kind of use of one machine; ms. */
export interface FrameTimes {
  readonly machine: string;
  readonly what: string;
  readonly frames: number;
  /** Main-thread time of our own work in a frame. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** The longest task of the main thread: its own time, and with that in which others had the processor. */
  readonly longestTaskMs: number;
  readonly longestWallMs: number;
  /** Until what is drawn is what was asked for. */
  readonly wallMs: number;
}

/** What the page holds of one machine (the worker's tables are not the page's). */
export interface PageMemory {
  readonly machine: string;
  /** JavaScript heap and typed arrays after a collection, MiB. */
  readonly homeMib: number;
  readonly zoomedMib: number;
}

type Opened = { readonly dump: string } | { readonly scenario: string };

/** A page-table dump of a machine of so many GiB, all mapped by pages of one size: one row does it. */
function uniform(gib: number, size: '1G' | '2M' | '4K'): Opened {
  const start = 0xffff888000000000n;
  const end = start + (BigInt(gib) << 30n);
  const amount = gib >= 1024 ? `${gib / 1024}T` : `${gib}G`;
  const flags = size === '4K' ? '    ' : 'PSE ';
  const level = { '1G': 'pud', '2M': 'pmd', '4K': 'pte' }[size];
  return {
    dump: [
      '---[ Low Kernel Mapping ]---',
      `0x${start.toString(16)}-0x${end.toString(16)}${amount.padStart(12)}     RW         ${flags}    GLB NX ${level}`,
      '',
    ].join('\n'),
  };
}

const MACHINES: Readonly<Record<string, Opened>> = {
  '64 GiB in 2M': uniform(64, '2M'),
  '1 TiB in 1G': uniform(1024, '1G'),
  '1 TiB in 2M': uniform(1024, '2M'),
  '1 TiB in 4K': uniform(1024, '4K'),
  '1 TiB, in use': { scenario: 'server-1t' },
  '64 TiB, sparse': { scenario: 'server-64t' },
};

/** Measures the built app in `dist` in a 1920x1080 window, over all sizes of machine and all ways to use the map. */
export async function frameTimes(dist: string, only = ''): Promise<{ frames: FrameTimes[]; memory: PageMemory[] }> {
  const { executablePath, env, args } = findBrowser();
  const host = await serve({ folder: dist, port: 0 });
  const frames: FrameTimes[] = [];
  const memory: PageMemory[] = [];
  try {
    for (const [machine, opened] of Object.entries(MACHINES)) {
      if (!machine.includes(only)) continue;
      // A browser each: what one machine leaves behind is not another's.
      const browser = await chromium.launch({ executablePath, env, args });
      try {
        const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
        await page.goto(`http://127.0.0.1:${host.port}/`);
        await page.evaluate(() => window.recoalesce?.ready());
        const bench = new MachineBench(browser, page, machine);
        await bench.run(opened);
        frames.push(...bench.frames);
        memory.push(bench.memory);
      } finally {
        await browser.close();
      }
    }
  } finally {
    await host.close();
  }
  return { frames, memory };
}

const HUNDRED = 100;
const PLAYED_MS = 3000;

class MachineBench {
  readonly frames: FrameTimes[] = [];
  memory: PageMemory;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #machine: string;

  constructor(browser: Browser, page: Page, machine: string) {
    this.#browser = browser;
    this.#page = page;
    this.#machine = machine;
    this.memory = { machine, homeMib: 0, zoomedMib: 0 };
  }

  async run(opened: Opened): Promise<void> {
    const page = this.#page;
    await this.#measure('open', () =>
      page.evaluate(async (what) => {
        const { recoalesce } = window;
        if ('scenario' in what) return recoalesce?.load(what);
        const answer = await recoalesce?.open('machine.ptdump', what.dump);
        if (!answer?.ok) throw new Error(answer?.problem?.detail);
      }, opened),
    );
    const box = await page.getByTestId('map').boundingBox();
    if (box === null) throw new Error('the map is not on the screen');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const zoomOver = async (delta: number): Promise<void> => {
      await page.mouse.move(middle.x, middle.y);
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, delta);
    };
    const homeMib = await this.#memoryMib();
    await this.#measure('zoom in', () => zoomOver(-60));
    await this.#measure('zoom out', () => zoomOver(60));
    await this.#measure('pan', async () => {
      for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -240);
      await page.mouse.down();
      for (let i = 0; i < 60; i++) await page.mouse.move(middle.x - i * 4, middle.y - i * 2);
      await page.mouse.up();
    });
    this.memory = { machine: this.#machine, homeMib, zoomedMib: await this.#memoryMib() };
    await this.#measure('hover', async () => {
      for (let i = 0; i < 60; i++) await page.mouse.move(middle.x - i * 7, middle.y - i * 5);
    });
    await this.#measure('pick', async () => {
      for (let i = 0; i < 5; i++) await page.mouse.click(middle.x - i * 40, middle.y - i * 30);
    });
    const pfn = 8 * 2 ** 18 + 5;
    await this.#measure('split', async () => {
      await page.evaluate((at) => window.recoalesce?.zoomTo({ level: 3, pfn: at }), 8 * 2 ** 18);
      for (const [i, call] of (['ro', 'rw', 'np', 'p'] as const).entries())
        await page.evaluate(([name, at]) => window.recoalesce?.call(name, { pfn: at, pages: 1 }), [
          call,
          pfn + i * 9000,
        ] as const);
    });
    await page.evaluate(() => window.recoalesce?.zoomTo('machine'));
    await this.#hundred();
    await this.#measure('step', async () => {
      for (let i = 0; i < 10; i++) await page.evaluate((count) => window.recoalesce?.step(count), i < 5 ? -1 : 1);
    });
    if ('scenario' in opened) await this.#play();
    for (const switched of ['colour-size', 'colour-merge', 'colour-protection', 'order-hilbert', 'order-hilbert'])
      await this.#measure(switched, () => page.getByTestId(switched).click());
  }

  /** Calls on a hundred pages, each in a table of its own: they split at once, and merge at once. */
  async #hundred(): Promise<void> {
    const page = this.#page;
    await page.evaluate(
      (count) =>
        window.recoalesce?.select(
          Array.from({ length: count }, (_, i) => ({ level: 1 as const, pfn: 16 * 2 ** 18 + i * 2 ** 12 })),
        ),
      HUNDRED,
    );
    for (const call of ['ro', 'rw'])
      await this.#measure(`${HUNDRED} at once, ${call}`, () => page.getByTestId(`call-${call}`).click());
    await page.evaluate(() => window.recoalesce?.select(undefined));
  }

  /** Plays at the highest speed: the splits and merges of a hundred steps and more move at once. */
  async #play(): Promise<void> {
    const page = this.#page;
    await page.getByTestId('speed').fill('2');
    await page.evaluate(() => window.recoalesce?.seek(1000));
    await this.#measure('play at 100x', async () => {
      await page.getByTestId('play').click();
      await page.waitForTimeout(PLAYED_MS);
      await page.getByTestId('play').click();
    });
  }

  async #memoryMib(): Promise<number> {
    const session: CDPSession = await this.#page.context().newCDPSession(this.#page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = (await session.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      backingStorageSize: number;
    };
    await session.detach();
    return (usedSize + backingStorageSize) / 2 ** 20;
  }

  /** Runs `act` under Chromium's own trace: a frame is what one FireAnimationFrame and its commit cost the main thread. */
  async #measure(what: string, act: () => Promise<unknown>): Promise<void> {
    const browser = this.#browser;
    await browser.startTracing(this.#page, {
      categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
    });
    const started = performance.now();
    await act();
    await this.#page.evaluate(() => window.recoalesce?.ready());
    const wallMs = performance.now() - started;
    const trace = await browser.stopTracing();
    const tasks = mainThreadTasks(trace);
    // A frame without work of ours is a timer's tick of a tenth of a ms.
    const frames = mainThreadTasks(trace, 'FireAnimationFrame')
      .map(({ ownMs }) => ownMs)
      .filter((ms) => ms > 0.2)
      .sort((a, b) => a - b);
    this.frames.push({
      machine: this.#machine,
      what,
      frames: frames.length,
      medianMs: frames[Math.floor(frames.length / 2)] ?? 0,
      p95Ms: frames[Math.floor(frames.length * 0.95)] ?? 0,
      longestTaskMs: Math.max(0, ...tasks.map(({ ownMs }) => ownMs)),
      longestWallMs: Math.max(0, ...tasks.map((task) => task.wallMs)),
      wallMs,
    });
  }
}
