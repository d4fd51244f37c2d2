import type { InfoMem } from './info-mem.ts';
import type { Iomem } from './iomem.ts';
import type { Meminfo } from './meminfo.ts';
import type { OpenedMachine } from './opened-machine.ts';
import type { Problem } from './problem.ts';
import type { TraceText } from './trace-text.ts';
import type { Vmstat } from './vmstat.ts';

/** What one file holds: a machine, or something that is known of one. */
export type MachinePart =
  | { readonly kind: 'machine'; readonly machine: OpenedMachine }
  | { readonly kind: 'meminfo'; readonly meminfo: Meminfo }
  | { readonly kind: 'vmstat'; readonly vmstat: Vmstat }
  | { readonly kind: 'iomem'; readonly iomem: Iomem }
  | { readonly kind: 'info-mem'; readonly infoMem: InfoMem }
  | { readonly kind: 'trace'; readonly trace: TraceText };

/** Only one of the three is there; `also`: what else is in the same file. */
export type PartResult =
  | { readonly ok: true; readonly part: MachinePart; readonly also?: readonly MachinePart[] }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly cancelled: true };
