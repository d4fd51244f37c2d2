import type { MachineSpec } from '../engine/index.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { Random } from './random.ts';
import { Script } from './simulated.ts';
import type { Zone } from './workload.ts';

const GIB_COUNT = 1024;
const ROUNDS = 6;
const LOADS_A_ROUND = 700;
/** GiB from which the page allocator serves at one time. */
const HOT_GIBS = 24;

/** A server with 1 TiB of RAM on two nodes. */
export const SERVER_1T: MachineSpec = {
  ram: [
    { firstPfn: 1, endPfn: 0x9f },
    { firstPfn: 0x100, endPfn: 2 * PAGES_1G },
    { firstPfn: 4 * PAGES_1G, endPfn: GIB_COUNT * PAGES_1G },
  ],
  gbPages: true,
  pagingLevels: 4,
};

/** Half of the addresses each. */
export const SERVER_NODES: readonly Zone[] = [
  { name: 'Node 0', firstPfn: 0, endPfn: (GIB_COUNT / 2) * PAGES_1G },
  { name: 'Node 1', firstPfn: (GIB_COUNT / 2) * PAGES_1G, endPfn: GIB_COUNT * PAGES_1G },
];

/**
 * Modules and BPF programs come and go on a large server: pages are made read-only when something is loaded, and
 * not present and then present again when it is freed (vfree with VM_FLUSH_RESET_PERMS). Where their pages lie
 * drifts through memory as the page allocator's free lists do. Buffers of devices stay write-combining.
 */
export function serverChurn(seed: number): Script {
  const random = new Random(seed);
  const script = new Script();
  const live: number[][] = [];
  script.phase('buffers of devices');
  for (let i = 0; i < 4; i++) script.call('wc', (660 + i) * PAGES_1G, PAGES_1G);
  script.call('uc', 700 * PAGES_1G + 24 * PAGES_2M, 8 * PAGES_2M);
  for (let round = 1; round <= ROUNDS; round++) {
    script.phase(`week ${round}: load`);
    const hot = hotGibs(random);
    for (let i = 0; i < LOADS_A_ROUND; i++) {
      const pages = somePages(random, hot);
      for (const pfn of pages) script.call('ro', pfn);
      live.push(pages);
    }
    script.phase(`week ${round}: free`);
    const keep = round === ROUNDS ? 0.25 : 0.35;
    for (let i = live.length - 1; i >= 0; i--) {
      if (random.next() < keep) continue;
      const [freed] = live.splice(i, 1);
      for (const pfn of freed) script.call('dm_inval', pfn);
      for (const pfn of freed) script.call('dm_default', pfn);
    }
  }
  return script;
}

function hotGibs(random: Random): readonly number[] {
  const start = 8 + random.below(GIB_COUNT - 2 * HOT_GIBS - 8);
  const first = start - (start % 32);
  return Array.from({ length: HOT_GIBS }, (_, i) => first + i + random.below(8)).filter(
    (gib) => gib < 660 || gib > 700,
  );
}

/** The pages of one module or program: a few, in neighbouring 2M blocks. */
function somePages(random: Random, hot: readonly number[]): number[] {
  const gib = hot[random.below(hot.length)];
  const block = random.below(512);
  return Array.from({ length: 1 + random.below(6) }, () => {
    const at = Math.min(511, block + random.below(2));
    return gib * PAGES_1G + at * PAGES_2M + random.below(PAGES_2M);
  });
}
