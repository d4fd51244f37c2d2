import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import { type Level, pfn } from '../x86/page.ts';
import { protFromEntry } from '../x86/prot.ts';
import { fixtureText } from './fixture-bytes.ts';

const LEVELS: Readonly<Record<string, Level>> = { '4K': 1, '2M': 2, '1G': 3 };

/** The direct map of a kernel's image-192M as the independent decoder of the captures walked it. */
export function walkedLeaves(kernel: string): LeafRuns {
  const walk = JSON.parse(fixtureText(`captures/${kernel}/image-192M/walk.json.gz`));
  const leaves = new LeafRunBuilder();
  for (const [address, size, entry] of walk.direct_map_leaves as [string, string, string][]) {
    const level = LEVELS[size] as Level;
    const bits = BigInt(entry);
    const prot = protFromEntry(Number(bits & 0xffffffffn), Number(bits >> 32n), level > 1);
    const page = pfn(Number((BigInt(address) - 0xffff888000000000n) / 4096n));
    if (Number((bits & 0xffffffffff000n) >> 12n) !== page) throw new Error(`${address} does not map its own page`);
    const complaint = leaves.tryAppend({ pfn: page, level, prot, count: 1 });
    if (complaint !== undefined) throw new Error(complaint);
  }
  return leaves.runs();
}
