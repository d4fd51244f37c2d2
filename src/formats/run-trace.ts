import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import { type Level, PAGES_1G, PAGES_2M, type Pfn } from '../x86/page.ts';
import { POLICIES } from '../x86/policies.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { readRun } from './direct-map-json.ts';
import { asCBit, asInteger, asPfn, asRecord } from './json-checks.ts';
import { faultyLine, readJsonLines } from './json-text.ts';
import { directMapPages } from './kernel-addresses.ts';
import { bad, good, type Read } from './problem.ts';
import { MOST_TABLES } from './tables-over.ts';
import { readTracedOperation, type TracedOperation } from './traced-operation.ts';

interface Span {
  readonly firstPfn: number;
  readonly endPfn: number;
}

/** What the engine boots. */
export interface TracedBoot {
  readonly ram: readonly Span[];
  readonly gbPages: boolean;
  /** Bit of encrypted memory. */
  readonly cBit?: number;
  readonly pciBios?: boolean;
  readonly image?: {
    readonly text: Span;
    readonly rodata: Span;
    readonly init: Span;
    readonly readOnly: readonly Span[];
    readonly endPfn: number;
    readonly physBase: number;
  };
}

/** A run as a file: the machine at step 0, and one operation a step. */
export interface RunTrace {
  readonly title: string;
  readonly note: string;
  readonly provenance: 'simulated' | 'recorded';
  readonly choice: PolicyChoice;
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory; absent: there is none. */
  readonly cBit: number | undefined;
  /** The leaves that the machine begins with. */
  readonly leaves: LeafRuns;
  /** The RAM of a machine that the engine booted; undefined: it was made of its leaves. */
  readonly boot: TracedBoot | undefined;
  /** Operations before step 1. */
  readonly before: readonly TracedOperation[];
  readonly zones: readonly (Span & { readonly name: string; readonly kind?: 'node' })[];
  readonly phases: readonly { readonly step: number; readonly name: string }[];
  readonly startStep: number;
  readonly startAt: { readonly level: Level; readonly pfn: number } | undefined;
  readonly operations: readonly TracedOperation[];
}

/** What the first line has under "format". */
export const RUN_TRACE_FORMAT = 'recoalesce-run';

type Header = Omit<RunTrace, 'operations'> & { readonly steps: number };

const EXPECTED = 'a run, one operation a line';
const MOST = 2 ** 53 - 1;
/** The mapping of the kernel's image is a GiB (KERNEL_IMAGE_SIZE). */
const MOST_IMAGE_PAGES = PAGES_1G;
type Row = Readonly<Record<string, unknown>>;

/** Reads what runTraceText() wrote. */
export function readRunTrace(name: string, text: string): Read<RunTrace> {
  let header: Header | undefined;
  const operations: TracedOperation[] = [];
  const problem = readJsonLines(name, text, EXPECTED, (value) => {
    const row = asRecord(value);
    if (row === undefined) return 'the line is not an object';
    if (header === undefined) {
      const read = readHeader(row);
      if (typeof read === 'string') return read;
      header = read;
      return undefined;
    }
    const operation = readTracedOperation(row);
    if (operation === undefined) return 'it is no operation that is known, or one of its numbers is wrong';
    operations.push(operation);
    return undefined;
  });
  if (problem !== undefined) return bad(problem);
  if (header === undefined) return bad(faultyLine(name, text, 1, `This is read as ${EXPECTED}, but it has no header.`));
  const { steps, ...rest } = header as Header;
  if (operations.length !== steps)
    return bad({
      title: `${name} stops before its end`,
      detail: `Its header promises ${steps} operations, and it has ${operations.length}.`,
      excerpt: [],
      remedy: 'Copy the file again, whole.',
    });
  return good({ ...rest, operations });
}

function readHeader(row: Row): Header | string {
  if (row.format !== RUN_TRACE_FORMAT || row.version !== 1) return 'the first line must be the header of version 1';
  const { title, note, provenance, policy, global_fix: globalFix, direct_map_base: base, paging_levels: levels } = row;
  if (typeof title !== 'string' || typeof note !== 'string') return '"title" or "note" is missing';
  if (provenance !== 'simulated' && provenance !== 'recorded') return '"provenance" is neither simulated nor recorded';
  if (typeof policy !== 'string' || !Object.hasOwn(POLICIES, policy) || typeof globalFix !== 'boolean')
    return '"policy" is not known, or "global_fix" is missing';
  if (typeof base !== 'string' || !/^0x[0-9a-f]{16}$/.test(base) || BigInt(base) % 2n ** 30n !== 0n)
    return '"direct_map_base" is not 0x and 16 hex digits on a GiB boundary';
  if (levels !== 4 && levels !== 5) return '"paging_levels" is neither 4 nor 5';
  const steps = asInteger(row.steps, 0, MOST);
  const cBit = row.c_bit === undefined ? undefined : asCBit(row.c_bit);
  if (row.c_bit !== undefined && cBit === undefined) return '"c_bit" is no bit from 32 to 51';
  const leaves = readLeaves(row.leaves, cBit);
  const before = listOf(row.before, readTracedOperation);
  const zones = listOf(row.zones, readZone);
  const phases = listOf(row.phases, readPhase);
  const startStep = asInteger(row.start_step, 0, MOST);
  if (typeof leaves === 'string') return leaves;
  if (steps === undefined || before === undefined || zones === undefined || phases === undefined)
    return '"steps", "before", "zones" or "phases" is missing or wrong';
  if (startStep === undefined || startStep > steps) return '"start_step" is not one of its steps';
  const boot = readBoot(row.boot, levels);
  const startAt = readRegion(row.start_at);
  if (boot === 'wrong' || startAt === 'wrong') return '"boot" or "start_at" is wrong';
  return {
    ...{ title, note, provenance, leaves, boot, before, zones, phases, startStep, startAt, steps },
    choice: { policy: policy as PolicyChoice['policy'], globalFix },
    directMapBase: BigInt(base),
    pagingLevels: levels,
    cBit,
  };
}

function readLeaves(value: unknown, cBit: number | undefined): LeafRuns | string {
  if (!Array.isArray(value) || value.length === 0) return '"leaves" is not a list of runs';
  const leaves = new LeafRunBuilder();
  for (const [index, item] of value.entries()) {
    const run = readRun(item, cBit);
    const complaint = run === undefined ? 'it is none' : leaves.tryAppend(run);
    if (complaint !== undefined) return `run ${index} of "leaves": ${complaint}`;
  }
  return leaves.runs();
}

function readBoot(value: unknown, pagingLevels: 4 | 5): RunTrace['boot'] | 'wrong' {
  if (value === undefined) return undefined;
  const row = asRecord(value);
  const ram = listOf(row?.ram, readSpan);
  if (row === undefined || ram === undefined || typeof row.gb_pages !== 'boolean') return 'wrong';
  const ascending = ram.every(({ firstPfn, endPfn }, i) => firstPfn < endPfn && firstPfn >= (ram[i - 1]?.endPfn ?? 0));
  const endPfn = ram.at(-1)?.endPfn ?? 0;
  const tables = 4 * ram.length + (row.gb_pages ? 0 : endPfn / PAGES_1G);
  if (!ascending || ram.length === 0 || endPfn > directMapPages(pagingLevels) || tables > MOST_TABLES) return 'wrong';
  const cBit = row.c_bit === undefined ? undefined : asCBit(row.c_bit);
  const image = row.image === undefined ? undefined : readImage(row.image);
  if ((row.c_bit !== undefined && cBit === undefined) || (row.image !== undefined && image === undefined))
    return 'wrong';
  if (endPfn > 2 ** ((cBit ?? 64) - 12) || (image?.endPfn ?? 0) > endPfn) return 'wrong';
  return {
    ram,
    gbPages: row.gb_pages,
    ...(cBit !== undefined && { cBit }),
    ...(row.pci_bios === true && { pciBios: true }),
    ...(image !== undefined && { image }),
  };
}

function readImage(value: unknown): TracedBoot['image'] {
  const row = asRecord(value);
  const [text, rodata, init] = [readSpan(row?.text), readSpan(row?.rodata), readSpan(row?.init)];
  const readOnly = listOf(row?.read_only, readSpan);
  const [endPfn, physBase] = [asInteger(row?.end_pfn, 0, MOST), asInteger(row?.phys_base, 0, MOST)];
  if (!text || !rodata || !init || !readOnly || endPfn === undefined || physBase === undefined) return undefined;
  const inOrder = [physBase, text.firstPfn, text.endPfn, rodata.firstPfn, rodata.endPfn, endPfn];
  const inside = [text, rodata, init, ...readOnly].every(
    ({ firstPfn: first, endPfn: end }) => text.firstPfn <= first && first <= end && end <= endPfn,
  );
  if (!inside || inOrder.some((pfn, i) => pfn < (inOrder[i - 1] ?? 0))) return undefined;
  if (physBase % PAGES_2M !== 0 || endPfn - physBase > MOST_IMAGE_PAGES) return undefined;
  return { text, rodata, init, readOnly, endPfn, physBase };
}

function readRegion(value: unknown): RunTrace['startAt'] | 'wrong' {
  if (value === undefined) return undefined;
  const row = asRecord(value);
  const [level, pfn] = [asInteger(row?.level, 1, 3), asPfn(row?.pfn)];
  return level === undefined || pfn === undefined ? 'wrong' : { level: level as Level, pfn };
}

function readSpan(value: unknown): Span | undefined {
  if (!Array.isArray(value)) return undefined;
  const [firstPfn, endPfn]: (Pfn | number | undefined)[] = [asPfn(value[0]), asInteger(value[1], 0, 2 ** 40)];
  return firstPfn === undefined || endPfn === undefined ? undefined : { firstPfn, endPfn };
}

function readZone(value: unknown): RunTrace['zones'][number] | undefined {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return undefined;
  const [name, , , kind] = value;
  const span = readSpan(value.slice(1, 3));
  if (span === undefined || (kind !== undefined && kind !== 'node')) return undefined;
  return { name, ...span, ...(kind && { kind }) };
}

function readPhase(value: unknown): RunTrace['phases'][number] | undefined {
  if (!Array.isArray(value) || typeof value[1] !== 'string') return undefined;
  const step = asInteger(value[0], 0, MOST);
  return step === undefined ? undefined : { step, name: value[1] };
}

function listOf<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one === undefined) return undefined;
    items.push(one);
  }
  return items;
}
