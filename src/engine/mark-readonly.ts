import type { SetMemoryCall } from '../x86/set-memory.ts';
import { newCounters } from './counters.ts';
import { highmapOf, readOnlyOf } from './kernel-image.ts';
import type { Machine } from './machine.ts';
import type { MemoryRange } from './memory-range.ts';

/**
 * What a kernel does to its own pages at the end of its boot, in its order: the IDT read-only, its memory for the boot
 * given back (free_initmem), text and read-only data read-only and all but text not executable (mark_rodata_ro), the
 * gaps behind them given back. Nothing of it is counted: that begins when the system runs.
 */
export function markReadonly(machine: Machine): void {
  const { protections } = machine;
  const { image } = machine.space;
  if (image === undefined || protections === undefined) return;
  const { text, rodata, init } = image;
  const { base } = machine.space.high;
  const at = (call: SetMemoryCall, { firstPfn, endPfn }: MemoryRange): void => {
    const address = base + (BigInt(firstPfn - image.physBase) << 12n);
    machine.apply({ kind: 'at', call, address, pages: endPfn - firstPfn });
  };
  const giveBack = (range: MemoryRange): void => {
    at('nx', range);
    at('rw', range);
  };
  for (const range of image.readOnly) at('ro', range);
  giveBack(init);
  at('ro', readOnlyOf(image));
  protections.setToReadonly = true;
  at('nx', { firstPfn: text.endPfn, endPfn: highmapOf(image).endPfn });
  giveBack({ firstPfn: text.endPfn, endPfn: rodata.firstPfn });
  giveBack({ firstPfn: rodata.endPfn, endPfn: readOnlyOf(image).endPfn });
  Object.assign(machine.counters, newCounters());
  machine.effects.cut(0);
}
