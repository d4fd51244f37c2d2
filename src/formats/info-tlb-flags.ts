import { A, D, G, NX, P, PCD, type Prot, PSE, PWT, RW, US } from '../x86/prot.ts';

/** The letters of QEMU's `info tlb` in order; X means that NX is set, and P is bit 7, so PAT in a 4K entry. */
const FLAGS = [
  ['X', NX],
  ['G', G],
  ['P', PSE],
  ['D', D],
  ['A', A],
  ['C', PCD],
  ['T', PWT],
  ['U', US],
  ['W', RW],
] as const;

/** The flags of a present entry from nine letters XGPDACTUW, a dash for a bit that is clear; undefined when they are none. */
export function protOfFlags(flags: string): Prot | undefined {
  if (flags.length !== FLAGS.length) return undefined;
  let prot: number = P;
  for (const [index, [letter, bit]] of FLAGS.entries()) {
    if (flags[index] === letter) prot |= bit;
    else if (flags[index] !== '-') return undefined;
  }
  return prot as Prot;
}
