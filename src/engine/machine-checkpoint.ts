import type { AreaCheckpoint } from './area.ts';
import type { Counters } from './counters.ts';
import type { MemoryCheckpoint } from './memory.ts';

/** A machine as it was; it shares what has not changed since. Effects are not part of it. */
export interface MachineCheckpoint {
  /** Direct map, vmalloc area, high mapping. */
  readonly areas: readonly AreaCheckpoint[];
  readonly counters: Counters;
  readonly memtypes: readonly number[];
  readonly memory: MemoryCheckpoint | undefined;
}
