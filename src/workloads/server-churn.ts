import { type MachineSpec, Random } from '../engine/index.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { Script } from './simulated.ts';
import type { Zone } from './workload.ts';

/** A server whose memory is churned. */
export interface Server {
  readonly spec: MachineSpec;
  readonly nodes: readonly Zone[];
  /** Weeks of loading and freeing, and what is loaded in each. */
  readonly rounds: number;
  readonly loadsARound: number;
  /** Parts of memory from which allocations are served; each has so many hot GiB at one time. */
  readonly parts: number;
  readonly hotGibs: number;
}

function server(gibCount: number, nodes: number, pagingLevels: 4 | 5, work: Omit<Server, 'spec' | 'nodes'>): Server {
  const edge = (node: number): number => ((node * gibCount) / nodes) * PAGES_1G;
  return {
    spec: {
      ram: [
        { firstPfn: 1, endPfn: 0x9f },
        { firstPfn: 0x100, endPfn: 2 * PAGES_1G },
        { firstPfn: 4 * PAGES_1G, endPfn: gibCount * PAGES_1G },
      ],
      gbPages: true,
      pagingLevels,
    },
    nodes: Array.from({ length: nodes }, (_, i) => ({
      name: `Node ${i}`,
      kind: 'node',
      firstPfn: edge(i),
      endPfn: edge(i + 1),
    })),
    ...work,
  };
}

/** 1 TiB of RAM on two nodes. */
export const SERVER_1T = server(1024, 2, 4, { rounds: 6, loadsARound: 700, parts: 1, hotGibs: 24 });

/** 64 TiB on 16 nodes, all that four levels of tables could map; programs are loaded on every node. */
export const SERVER_64T = server(65536, 16, 5, { rounds: 4, loadsARound: 2000, parts: 16, hotGibs: 12 });

/**
 * Modules and BPF programs come and go on a large server: pages are made read-only when something is loaded, and
 * not present and then present again when it is freed (vfree with VM_FLUSH_RESET_PERMS). Where their pages lie
 * drifts through memory as the page allocator's free lists do. What has one page is a BPF program, else a
 * module. Buffers of devices stay write-combining.
 */
export function serverChurn({ spec, rounds, loadsARound, parts, hotGibs }: Server, seed: number): Script {
  const random = new Random(seed);
  const script = new Script();
  const live: number[][] = [];
  const taken = new Set<number>();
  const partGibs = (spec.ram.at(-1)?.endPfn ?? 0) / PAGES_1G / parts;
  script.phase('buffers of devices');
  for (let i = 0; i < 4; i++) {
    const gib = (660 + i) * PAGES_1G;
    script.pages('allocate', gib, PAGES_1G).call('wc', gib, PAGES_1G, 'driver');
  }
  script.pages('allocate', 700 * PAGES_1G + 24 * PAGES_2M, 8 * PAGES_2M);
  script.call('uc', 700 * PAGES_1G + 24 * PAGES_2M, 8 * PAGES_2M, 'driver');
  for (let round = 1; round <= rounds; round++) {
    script.phase(`week ${round}: load`);
    const hot = Array.from({ length: parts }, (_, part) => hotIn(random, part * partGibs, partGibs, hotGibs)).flat();
    for (let i = 0; i < loadsARound; i++) {
      const pages = somePages(random, hot).filter((pfn) => !taken.has(pfn));
      for (const pfn of pages) {
        taken.add(pfn);
        script.pages('allocate', pfn).call('ro', pfn, 1, pages.length > 1 ? 'module' : 'bpf');
      }
      live.push(pages);
    }
    script.phase(`week ${round}: free`);
    const keep = round === rounds ? 0.25 : 0.35;
    for (let i = live.length - 1; i >= 0; i--) {
      if (random.next() < keep) continue;
      const [freed] = live.splice(i, 1);
      for (const pfn of freed) script.call('dm_inval', pfn);
      for (const pfn of freed) {
        taken.delete(pfn);
        script.call('dm_default', pfn).pages('free', pfn);
      }
    }
  }
  return script;
}

/** Hot GiB near each other in a part of memory; not those of devices. */
function hotIn(random: Random, firstGib: number, gibs: number, count: number): readonly number[] {
  const start = 8 + random.below(gibs - 2 * count - 8);
  const first = firstGib + start - (start % 32);
  return Array.from({ length: count }, (_, i) => first + i + random.below(8)).filter((gib) => gib < 660 || gib > 700);
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
