import { type Level, pagesOf } from '../x86/page.ts';
import { bitNames, ENC, largeToSmall, NX, PAT_4K, PFN_LOW, type Prot } from '../x86/prot.ts';

import type { Run } from './run.ts';
import { EMPTY } from './words.ts';

/** A flag of a leaf that some step has changed, and the last step that did. */
export interface BitOrigin {
  /** As bitNames() has it: "RW", "GLOBAL", "PAT". */
  readonly name: string;
  /** Its place in the 64 bits of this entry. */
  readonly bit: number;
  readonly set: boolean;
  readonly step: number;
  /** It is now as it was before step 1. */
  readonly asAtBoot: boolean;
}

/** Where a leaf and its bits come from. */
export interface LeafOrigin {
  /** First page of the leaf, and its level. */
  readonly pfn: number;
  readonly level: Level;
  /** The last step that made it a leaf of this size; undefined: it was one before step 1. */
  readonly made: { readonly step: number; readonly by: 'split' | 'merge' } | undefined;
  /** Every flag that ever changed, lowest first. */
  readonly bits: readonly BitOrigin[];
}

/** NX, bit 63, is packed as bit 24. */
const HIGH_SHIFT = 39;
const LOW_BITS = 13;

/**
 * Which steps up to the run's gave the leaf that maps a page its size and its bits; undefined where nothing is mapped.
 * Read from the effects: what comes and goes within one step has not changed. Of a page that was merged the first entry counts.
 */
export function leafOrigin(run: Run, pfn: number): LeafOrigin | undefined {
  const { machine } = run;
  const { words } = machine;
  const { level, word } = machine.lookup(pfn);
  if (word === EMPTY) return undefined;
  const first = pfn - (pfn % pagesOf(level));
  const flags = (of: number): Prot => (words.level[of] > 1 ? largeToSmall(words.prot[of]) : words.prot[of]);
  let made: LeafOrigin['made'];
  const steps = new Map<number, number>();
  const rows = rowsOn(run, first);
  const boot = rows.length === 0 ? word : run.effects.from(rows[0]);
  let before = boot;
  for (let i = 0; i < rows.length; ) {
    const step = run.stepOfEffect(rows[i]);
    while (i < rows.length && rows[i] < run.effectsEnd(step)) i++;
    const after = run.effects.to(rows[i - 1]);
    const changed = flags(before) ^ flags(after);
    for (let bit = 1; bit <= PFN_LOW; bit <<= 1) if (changed & bit) steps.set(bit, step);
    if (words.level[after] !== words.level[before])
      made = { step, by: words.level[after] < words.level[before] ? 'split' : 'merge' };
    before = after;
  }
  const now = flags(word);
  const bits = [...steps].sort(([a], [b]) => a - b);
  return {
    pfn: first,
    level,
    made,
    bits: bits.map(([bit, step]) => ({
      name: bitNames(bit, 1)[0] ?? `bit ${placeOf(bit, level, machine.cBit)}`,
      bit: placeOf(bit, level, machine.cBit),
      set: (now & bit) !== 0,
      step,
      asAtBoot: ((now ^ flags(boot)) & bit) === 0,
    })),
  };
}

/** Effects up to the run's step that touched a page, in order. */
function rowsOn(run: Run, page: number): number[] {
  const { effects } = run;
  const end = run.effectsEnd(run.step);
  const rows: number[] = [];
  for (let row = 0; row < end; row++) {
    const first = effects.pfn(row);
    if (first <= page && page < first + effects.pages(row)) rows.push(row);
  }
  return rows;
}

/** Where a packed flag (in 4K format) stands in an entry of this level. */
function placeOf(bit: number, level: Level, cBit: number | undefined): number {
  if (bit === ENC) return cBit ?? 0;
  if (bit === PFN_LOW) return 13;
  if (bit === PAT_4K && level > 1) return 12;
  const packed = Math.log2(bit);
  return packed < LOW_BITS || bit > NX ? packed : packed + HIGH_SHIFT;
}
