import type { OpenedMachine } from './opened-machine.ts';
import { addressesElsewhere, tracePlaceOf } from './trace-passes.ts';
import type { TraceText } from './trace-text.ts';

/**
 * A machine that was read from a memory image, with what the addresses of these traces map in it; another one as it is.
 * Rejects when reading fails: the file must still be open.
 */
export async function withMapping(machine: OpenedMachine, traces: readonly TraceText[]): Promise<OpenedMachine> {
  const { kernel } = machine;
  if (kernel?.find === undefined) return machine;
  const place = tracePlaceOf(machine);
  const ranges = traces.flatMap((trace) => addressesElsewhere(trace, place));
  return ranges.length === 0 ? machine : { ...machine, kernel: { ...kernel, mapping: await kernel.find(ranges) } };
}
