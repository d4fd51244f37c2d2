import type { PageTableRoot } from './page-table-root.ts';
import type { PhysicalMemory } from './physical-memory.ts';

/** A machine's memory, and where its page tables may begin, the likely place first. */
export interface MemoryImage {
  /** The format's name, as a person says it. */
  readonly format: string;
  readonly memory: PhysicalMemory;
  readonly roots: readonly PageTableRoot[];
}
