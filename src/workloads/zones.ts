import { PAGES_1G } from '../x86/page.ts';
import type { Zone } from './workload.ts';

const DMA32_END = 4 * PAGES_1G;

/** The zones of a machine with one node: DMA32 below 4 GiB, Normal above (the 16 MiB of DMA are counted to DMA32). */
export function zonesUpTo(endPfn: number): readonly Zone[] {
  const zones: Zone[] = [{ name: 'DMA32', firstPfn: 0, endPfn: Math.min(endPfn, DMA32_END) }];
  if (endPfn > DMA32_END) zones.push({ name: 'Normal', firstPfn: DMA32_END, endPfn });
  return zones;
}
