import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import type { LeafRun, LeafRuns } from '../x86/leaf-runs.ts';
import type { Level } from '../x86/page.ts';
import { P, PAT_LARGE, type Prot, PSE } from '../x86/prot.ts';
import { readFlagsHex } from './flags-hex.ts';
import { protOfFlags } from './info-tlb-flags.ts';
import { asCBit, asInteger, asPfn, asRecord } from './json-checks.ts';
import { parseJsonText } from './json-text.ts';
import { bad, good, type Problem, type Read } from './problem.ts';

interface MachinePlace {
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory. */
  readonly cBit?: number;
}

/** A direct map as runs of leaves: as decoded from QEMU's `info tlb` (recordings), or as written by this program. */
export interface DirectMapJson {
  /** When it was taken: "before", "after", "end". */
  readonly stage: string;
  readonly leaves: LeafRuns;
  /** Virtual address of PFN 0, and paging levels; undefined where the file does not say. */
  readonly place: MachinePlace | undefined;
}

const EXPECTED = 'a direct map as JSON';
const LEVELS: Readonly<Record<string, Level>> = { '4K': 1, '2M': 2, '1G': 3 };
const MAX_COUNT = 2 ** 40;

/** Reads a direct map as JSON; its counts of leaves must agree with its runs. */
export function readDirectMapJson(name: string, text: string): Read<DirectMapJson> {
  const parsed = parseJsonText(name, text, EXPECTED);
  if (!parsed.ok) return parsed;
  const file = asRecord(parsed.value);
  if (file === undefined || !Array.isArray(file.runs)) return bad(wrong(name, 'it has no list "runs"'));
  if (file.runs.length === 0) return bad(wrong(name, 'its list "runs" is empty'));
  const place = readPlace(file);
  if (typeof place === 'string') return bad(wrong(name, place));
  const leaves = new LeafRunBuilder();
  const counts = [0, 0, 0, 0];
  for (const [index, item] of file.runs.entries()) {
    const run = readRun(item, place?.cBit);
    if (run === undefined) {
      const expected = '[first pfn, "4K"|"2M"|"1G", nine flags XGPDACTUW or flag bits in hex, number of entries]';
      return bad(wrong(name, `run ${index} is ${JSON.stringify(item)}, expected ${expected}`));
    }
    const complaint = leaves.tryAppend(run);
    if (complaint !== undefined) return bad(wrong(name, `run ${index}: ${complaint}`));
    counts[run.level] = (counts[run.level] ?? 0) + run.count;
  }
  const stated = asRecord(file.leaf_counts);
  for (const [levelName, level] of Object.entries(LEVELS)) {
    const expected = stated?.[levelName];
    if (stated !== undefined && expected !== counts[level])
      return bad(wrong(name, `"leaf_counts" says ${expected} of ${levelName}, its runs have ${counts[level]}`));
  }
  return good({ stage: typeof file.stage === 'string' ? file.stage : '', leaves: leaves.runs(), place });
}

/** Where the direct map is, or what is wrong with it. */
function readPlace(file: Readonly<Record<string, unknown>>): DirectMapJson['place'] | string {
  const { direct_map_base: base, paging_levels: levels } = file;
  if (base === undefined && levels === undefined) return undefined;
  if (typeof base !== 'string' || !/^0x[0-9a-f]{16}$/.test(base) || BigInt(base) % 2n ** 30n !== 0n)
    return '"direct_map_base" is not 0x and 16 hex digits on a GiB boundary';
  if (levels !== 4 && levels !== 5) return '"paging_levels" is neither 4 nor 5';
  const cBit = file.c_bit === undefined ? undefined : asCBit(file.c_bit);
  if (file.c_bit !== undefined && cBit === undefined) return '"c_bit" is no bit from 32 to 51';
  return { directMapBase: BigInt(base), pagingLevels: levels, ...(cBit !== undefined && { cBit }) };
}

/** A run from [first pfn, level, flags, entries]; undefined when it is none. */
export function readRun(item: unknown, cBit: number | undefined): LeafRun | undefined {
  if (!Array.isArray(item) || item.length !== 4) return undefined;
  const pfn = asPfn(item[0]);
  const level = typeof item[1] === 'string' ? LEVELS[item[1]] : undefined;
  const count = asInteger(item[3], 1, MAX_COUNT);
  if (pfn === undefined || level === undefined || count === undefined) return undefined;
  const prot = typeof item[2] === 'string' ? (protOfFlags(item[2]) ?? readFlagsHex(item[2], cBit)) : undefined;
  if (prot === undefined || !fits(prot, level)) return undefined;
  return { pfn, level, prot, count };
}

/** A present large page has PSE, and a 4K entry has no flag in bit 12. */
const fits = (prot: Prot, level: Level): boolean =>
  level === 1 ? (prot & PAT_LARGE) === 0 : (prot & P) === 0 || (prot & PSE) !== 0;

function wrong(name: string, what: string): Problem {
  return {
    title: `${name} is not a direct map as JSON`,
    detail: `It was read as ${EXPECTED}, but ${what}.`,
    excerpt: [],
    remedy: 'Open the file as it was recorded, or a ptdump text of the machine.',
  };
}
