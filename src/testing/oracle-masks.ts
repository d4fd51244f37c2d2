import type { SetMemoryCall } from '../x86/set-memory.ts';
import type { Masks } from './oracle-area.ts';
import { BIT7, D, G, KERNEL_4K, NX, P, PCD, PWT, RW } from './oracle-entries.ts';

const CACHE = PWT | PCD | BIT7;

/** Sets these bits. */
export const sets = (set: bigint): Masks => ({ set, clear: 0n });
/** Clears these bits. */
export const clears = (clear: bigint): Masks => ({ set: 0n, clear });

/** What the calls of 6.1 do, pass by pass. */
export const MASKS_6_1: Readonly<Record<Exclude<SetMemoryCall, 'encrypted' | 'decrypted'>, readonly Masks[]>> = {
  ro: [clears(RW)],
  rw: [sets(RW)],
  x: [clears(NX)],
  nx: [sets(NX)],
  rox: [clears(RW), clears(NX)],
  np: [clears(P)],
  p: [sets(P)],
  np_noalias: [clears(P)],
  uc: [sets(PCD)],
  wc: [sets(PCD), { set: PWT, clear: CACHE }],
  wt: [sets(CACHE)],
  wb: [clears(CACHE)],
  _wb: [clears(CACHE)],
  '4k': [clears(0n)],
  global: [sets(G)],
  nonglobal: [clears(G)],
  dm_inval: [clears(P | RW)],
  dm_default: [sets(P | RW)],
};

/** What those of 7.2 do. */
export const MASKS_7_2: typeof MASKS_6_1 = {
  ...MASKS_6_1,
  ro: [clears(RW | D)],
  rox: [clears(RW | D | NX)],
  '4k': [sets(KERNEL_4K)],
  dm_inval: [clears(P | RW | D)],
};
