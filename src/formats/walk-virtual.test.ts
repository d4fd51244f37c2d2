import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { DATA_4K, DATA_LARGE, TABLE, TestMemory } from '../testing/memory-image.ts';
import { bytesSource, openBytes, QUIET } from '../testing/open-bytes.ts';
import type { InfoTlbRuns } from './info-tlb-runs.ts';
import { openMachine } from './open-machine.ts';
import { openMachines } from './open-machines.ts';
import type { KernelMappings } from './opened-machine.ts';
import { SegmentMemory } from './physical-memory.ts';
import { readRawMemory } from './raw-memory.ts';
import { walkVirtual } from './walk-virtual.ts';

const MODULES = 0xffffffffa0000;
const VMALLOC = 0xffffc90000000;

const rows = (runs: InfoTlbRuns) =>
  Array.from({ length: runs.count }, (_, i) => [runs.page[i], runs.pfn[i], runs.level[i], runs.entries[i]]);

async function kernelOf(bytes: Uint8Array): Promise<KernelMappings> {
  const opened = await openBytes(bytes, {}, 1_000_000);
  if (!('ok' in opened) || !opened.ok) throw new Error(JSON.stringify(opened));
  return opened.machine.kernel as KernelMappings;
}

describe.each(['K1', 'K2'] as const)('other addresses in a recorded memory: %s', (kernel) => {
  const folder = `captures/${kernel}/image-192M`;
  const tlb = fixtureBytes(`${folder}/qemu-info-tlb.txt.gz`);
  const elf = fixtureBytes(`${folder}/phys-pagetables-only.elf.gz`);

  it('[OPEN-34] vmalloc, modules and the kernel are mapped as info tlb shows', async () => {
    const { find } = await kernelOf(elf);
    const { mapping } = await kernelOf(tlb);
    const above = { page: VMALLOC, endPage: 2 ** 52 };
    const shown = rows(mapping as InfoTlbRuns).filter(([page = 0]) => page >= VMALLOC);
    expect(shown.length).toBeGreaterThan(200);
    expect(rows(await (find as NonNullable<typeof find>)([above]))).toEqual(shown);
  });

  it('[JOIN-1] tables of the mapping of the kernel image are those that info tlb shows', async () => {
    const { imageTables } = await kernelOf(elf);
    expect(imageTables).toBe((await kernelOf(tlb)).imageTables);
    expect(imageTables).toBeGreaterThan(0);
  });

  it('[TRACE-6] calls at module and vmalloc addresses are resolved by the image as by info tlb', async () => {
    const lines = Buffer.from(tlb).toString().split('\n');
    const calls = lines
      .filter((line) => /^ffffffffa|^ffffc9/.test(line))
      .map((line, i) => `  insmod-${i} [001] ..... 8.25: set_memory_${i % 2 ? 'ro' : 'x'}: (set_memory_ro+0x0/0x19) addr=0x${line.slice(0, 16)} numpages=${1 + (i % 3)}\n`); // biome-ignore format: one event
    expect(calls.length).toBeGreaterThan(500);
    const trace = bytesSource('trace', Buffer.from(calls.join('')));
    const image = bytesSource('core', elf, 1_000_000);
    const [byImage, byTlb] = await Promise.all(
      [image, bytesSource('tlb', tlb)].map(async (dump) => {
        const opened = await openMachines([dump, trace], QUIET);
        if (!('ok' in opened) || !opened.ok) throw new Error(JSON.stringify(opened));
        return opened.machines[0].trace;
      }),
    );
    expect(byImage?.operations.length).toBeGreaterThan(500);
    expect(byImage).toEqual(byTlb);
  });
});

describe('addresses in page tables', () => {
  const memory = new TestMemory(5, 4);
  memory.map(0xff11000000000, 0, 1, DATA_4K, 3);
  memory.map(MODULES, 7, 1, DATA_4K, 2);
  memory.map(MODULES + 1, 9, 1, DATA_4K, 1);
  memory.map(0xffffffff81000, 512, 2, DATA_LARGE, 2);
  const raw = memory.raw();
  const image = readRawMemory('x', bytesSource('x', raw), BigInt(memory.root) << 12n);
  const root = { address: BigInt(memory.root) << 12n, levels: 5 as const, encryptionMask: 0n, from: 'x' };

  it('[OPEN-34] only tables on the way to what is asked for are read', async () => {
    let pages = 0;
    const all = image.ok ? image.value.memory : undefined;
    const counted = Object.assign(Object.create(all as object), {
      read: (pfns: number[]) => {
        pages += pfns.length;
        return all?.read(pfns);
      },
    });
    const ranges = [
      { page: MODULES + 1, endPage: MODULES + 9 },
      { page: MODULES + 1, endPage: MODULES + 2 },
    ];
    expect(rows(await walkVirtual(counted, root, ranges))).toEqual([[MODULES + 1, 9, 1, 1]]);
    expect(pages).toBe(5);
    expect(rows(await walkVirtual(counted, root, [{ page: 0xffffffff81300, endPage: 0xffffffff81301 }]))).toEqual([
      [0xffffffff81200, 1024, 2, 1],
    ]);
    expect(rows(await walkVirtual(counted, root, [{ page: 0xffffffffc0000, endPage: 2 ** 52 }]))).toEqual([]);
  });

  it('[OPEN-28] tables that run in a circle end', async () => {
    const loop = new TestMemory(4, 1);
    loop.tableOf(2 ** 51, 4).fill((BigInt(loop.root) << 12n) | TABLE);
    const bytes = loop.raw();
    const segment = new SegmentMemory(bytesSource('x', bytes), [{ address: 0, bytes: bytes.length, offset: 0 }]);
    const address = BigInt(loop.root) << 12n;
    const everything = [{ page: 0xffff800000000, endPage: 2 ** 52 }];
    const runs = await walkVirtual(segment, { address, levels: 4, encryptionMask: 0n, from: 'x' }, everything);
    expect(rows(runs)).toEqual([]);
  });

  it('a machine in a text or of another format has none to look for', async () => {
    const dump = await openMachine(bytesSource('x', fixtureBytes('captures/K1/frag/before.ptdump-kernel')), QUIET);
    expect('ok' in dump && dump.ok && dump.machine.kernel?.find).toBeUndefined();
  });
});
