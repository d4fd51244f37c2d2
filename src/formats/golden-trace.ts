import type { Level } from '../x86/page.ts';
import { G, P, type Prot } from '../x86/prot.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { asInteger, asIntegers, asPfn, asRecord, asRecordedProt } from './json-checks.ts';
import { faultyLine, readJsonLines } from './json-text.ts';
import { bad, good, type Read } from './problem.ts';

/** Leaf entries of the window, equal but for their PFN. */
export interface GoldenRun {
  /** Page relative to the window. */
  readonly start: number;
  readonly level: Level;
  readonly prot: Prot;
  readonly count: number;
  /** Not PRESENT: the first entry's 64 bits, hex, no leading zeros. */
  readonly raw: string | undefined;
}

/** A page table under the window, as rfc-merge tracks it. PMD: from a 1G split, PTE: from a 2M split. */
export interface GoldenTable {
  readonly start: number;
  readonly level: 'PMD' | 'PTE';
  readonly tracked: boolean;
  readonly sameProt: Prot;
  readonly nrSameProt: number;
}

/** What the kernel held after an operation. */
export interface GoldenState {
  /** Leaf entries [4K, 2M, 1G] as meminfo counts them. */
  readonly directMap: readonly number[];
  /** vmstat [level2 splits, level3 splits, and the policy's two] since the header. */
  readonly deltaEvents: readonly number[];
  /** The same numbers told twice: leaf entries since boot, and vmstat as it is. Undefined: they are not. */
  readonly again: { readonly directMap: readonly number[] | undefined; readonly events: readonly number[] | undefined };
  /** cpa_stats of this operation: [1g checked, sameprot, preserved, 2m checked, sameprot, preserved, 4k install]. */
  readonly cpaStats: readonly number[];
  /** Flushes of this operation: [flush_tlb_all, ranged, pages in ranged, cpa_flush_all]. */
  readonly flushes: readonly number[];
  readonly runs: readonly GoldenRun[];
  /** Leaf entries whose PFN is not that of their address. */
  readonly pfnBad: number;
  /** Only in recordings of rfc-merge. */
  readonly tables: readonly GoldenTable[] | undefined;
}

/** One operation, its return code (0 or a negative errno) and the state after it. */
export interface GoldenOperation extends GoldenState {
  readonly index: number;
  /** Name as recorded; whoever replays it decides whether it is known. */
  readonly op: string;
  /** `start`: page relative to the window. split_mapping does not touch the window. */
  readonly target:
    | { readonly kind: 'window'; readonly start: number; readonly pages: number }
    | { readonly kind: 'split_mapping'; readonly mode: number; readonly pages: number; readonly milliseconds: number };
  readonly rc: number;
}

/** First line of a trace: the machine, and the state at its start. */
export interface GoldenHeader extends GoldenState {
  readonly kernel: string;
  readonly choice: PolicyChoice;
  readonly windowPages: number;
  /** First page of the window. */
  readonly windowPfn: number;
  /** Virtual address of the window, hex without 0x. */
  readonly windowVa: string;
  /** More pages than this are flushed all at once (tlb_single_page_flush_ceiling). */
  readonly flushCeiling: number;
  readonly cpus: number;
  /** Kernel pages may have GLOBAL: there is no page-table isolation (default_kernel_pte_mask). */
  readonly globalInUse: boolean;
}

/** A recorded run of operations on a real kernel. */
export interface GoldenTrace {
  readonly header: GoldenHeader;
  readonly operations: readonly GoldenOperation[];
}

/** What a recorded trace is called in messages. */
export const GOLDEN_TRACE = 'a recorded trace of set_memory operations';
const LEVELS: Readonly<Record<string, Level>> = { '4K': 1, '2M': 2, '1G': 3 };
const ALL_BITS = 'ffffffffffffffff';
const HEX64 = /^[0-9a-f]{1,16}$/;
const PAGES_LIMIT = 2 ** 40;
/** 64 GiB. */
const MOST_WINDOW_PAGES = 2 ** 24;
/** nr_same_prot is an int; KFENCE, which it does not hear of, can bring it past 512. */
const COUNT_LIMIT = 2 ** 31 - 1;
/** What a header need not tell, because nothing has been done yet. */
const OF_NO_OPERATION = { dev: [0, 0, 0, 0], cpa: [0, 0, 0, 0, 0, 0, 0], fl: [0, 0, 0, 0], pfn_bad: 0 };
/** Of headers that do not tell: what Linux has, and the recording guests had. */
const CEILING = 33;
const CPUS = 2;
const CHOICES: Readonly<Record<string, PolicyChoice>> = {
  none: { policy: 'none', globalFix: false },
  'rfc-merge': { policy: 'rfc-merge', globalFix: true },
  'rfc-merge-noglobalfix': { policy: 'rfc-merge', globalFix: false },
  collapse: { policy: 'collapse', globalFix: false },
};

type Row = Readonly<Record<string, unknown>>;

/** Reads a recorded trace (JSON lines; the README of the recordings describes each field). */
export function readGoldenTrace(name: string, text: string): Read<GoldenTrace> {
  const reader = new GoldenReader();
  const operations: GoldenOperation[] = [];
  const problem = readJsonLines(name, text, GOLDEN_TRACE, (value) => {
    const read = reader.next(value);
    if (typeof read === 'object') operations.push(read);
    return typeof read === 'string' ? read : undefined;
  });
  if (problem !== undefined) return bad(problem);
  const { header } = reader;
  if (header === undefined)
    return bad(faultyLine(name, text, 1, `This is read as ${GOLDEN_TRACE}, but it has no header.`));
  return good({ header, operations });
}

/** Reads a recorded trace row by row, so that it may be longer than memory. */
export class GoldenReader {
  #header: GoldenHeader | undefined;
  #operations = 0;

  /** Undefined before the first row. */
  get header(): GoldenHeader | undefined {
    return this.#header;
  }

  /** The operation of the next row; undefined: it was the header; a text: what is wrong with it. */
  next(value: unknown): GoldenOperation | string | undefined {
    const row = asRecord(value);
    if (row === undefined) return 'the line is not an object';
    if (this.#header === undefined) {
      const header = readHeader(row);
      if (typeof header === 'string') return header;
      this.#header = header;
      return undefined;
    }
    if (this.#header.tables !== undefined && row.pt === undefined) return '"pt" is missing, and the header has it';
    const operation = readOperation(row, this.#operations);
    if (typeof operation === 'object') this.#operations++;
    return operation;
  }
}

function readHeader(row: Row): GoldenHeader | string {
  if (row.type !== 'header') return 'the first line must be the header ("type": "header")';
  const { kernel, policy, window_phys: phys, window_va: va, default_kernel_pte_mask: allowed = ALL_BITS } = row;
  const choice = typeof policy === 'string' && Object.hasOwn(CHOICES, policy) ? CHOICES[policy] : undefined;
  if (choice === undefined)
    return `"policy" is ${JSON.stringify(policy)}, known are ${Object.keys(CHOICES).join(', ')}`;
  if (!isHex64(phys) || !isHex64(va)) return '"window_phys" and "window_va" must be addresses in hex';
  if (!isHex64(allowed)) return '"default_kernel_pte_mask" must be 64 bits in hex';
  const windowPages = asInteger(row.window_pages, 1, MOST_WINDOW_PAGES);
  const ceiling = asInteger(row.tlb_single_page_flush_ceiling ?? CEILING, 0, PAGES_LIMIT);
  const cpus = asInteger(row.ncpu ?? CPUS, 1, 65536);
  const windowPfn = asPfn(Number.parseInt(phys, 16) / 4096);
  if (windowPages === undefined || ceiling === undefined || cpus === undefined || windowPfn === undefined)
    return 'a number of the header is missing or wrong';
  const state = readState({ ...OF_NO_OPERATION, ...row });
  if (typeof state === 'string') return state;
  if (state.pfnBad > 0) return '"pfn_bad" of the header is not 0, and what its entries map instead is not told';
  return {
    ...state,
    kernel: typeof kernel === 'string' ? kernel : 'unknown',
    choice,
    windowPages,
    windowPfn,
    windowVa: va,
    flushCeiling: ceiling,
    cpus,
    globalInUse: (BigInt(`0x${allowed}`) & BigInt(G)) !== 0n,
  };
}

function readOperation(row: Row, index: number): GoldenOperation | string {
  const op = row.op;
  if (typeof op !== 'string') return 'the operation has no name "op"';
  if (row.i !== index) return `"i" is ${JSON.stringify(row.i)}, expected ${index}: operations are missing or doubled`;
  const rc = asInteger(row.rc, -4095, 0);
  if (rc === undefined) return '"rc" is not 0 or a negative errno';
  const target = readTarget(op, row);
  if (target === undefined) return 'its range is missing or wrong';
  const state = readState(row);
  return typeof state === 'string' ? state : { ...state, index, op, target, rc };
}

function readTarget(op: string, row: Row): GoldenOperation['target'] | undefined {
  if (op === 'split_mapping') {
    const mode = asInteger(row.mode, 0, 255);
    const pages = asInteger(row.page_nr, 0, PAGES_LIMIT);
    const milliseconds = asInteger(row.ms, 0, PAGES_LIMIT);
    if (mode === undefined || pages === undefined || milliseconds === undefined) return undefined;
    return { kind: 'split_mapping', mode, pages, milliseconds };
  }
  const start = asInteger(row.start, 0, PAGES_LIMIT);
  const pages = asInteger(row.n, 0, PAGES_LIMIT);
  return start === undefined || pages === undefined ? undefined : { kind: 'window', start, pages };
}

function readState(row: Row): GoldenState | string {
  const directMap = asIntegers(row.dm, 3);
  const deltaEvents = asIntegers(row.dev, 4);
  const cpaStats = asIntegers(row.cpa, 7);
  const flushes = asIntegers(row.fl, 4);
  const pfnBad = asInteger(row.pfn_bad, 0, PAGES_LIMIT);
  const again = { directMap: asIntegers(row.ddm, 3), events: asIntegers(row.ev, 4) };
  if (!directMap || !deltaEvents || !cpaStats || !flushes || pfnBad === undefined)
    return 'a counter (dm, dev, cpa, fl, pfn_bad) is missing or has another length';
  if ((!again.directMap && row.ddm !== undefined) || (!again.events && row.ev !== undefined))
    return 'a counter (ddm, ev) has another length';
  const runs = readList(row.runs, readRun);
  if (runs === undefined)
    return '"runs" must be a list of [page, "4K"|"2M"|"1G", flags, entries, and the raw entry of not-present ones]';
  const tables = row.pt === undefined ? undefined : readList(row.pt, readTable);
  if (tables === undefined && row.pt !== undefined)
    return '"pt" must be a list of [page, "PMD"|"PTE", 0|1, same_prot, nr_same_prot]';
  return { directMap, deltaEvents, again, cpaStats, flushes, runs, pfnBad, tables };
}

function readRun(item: readonly unknown[]): GoldenRun | undefined {
  const start = asInteger(item[0], 0, PAGES_LIMIT);
  const level = typeof item[1] === 'string' && Object.hasOwn(LEVELS, item[1]) ? LEVELS[item[1]] : undefined;
  const prot = asRecordedProt(item[2]);
  const count = asInteger(item[3], 1, MOST_WINDOW_PAGES);
  if (start === undefined || level === undefined || prot === undefined || count === undefined) return undefined;
  const raw = item[4];
  if (prot & P ? item.length !== 4 : item.length !== 5 || !isHex64(raw)) return undefined;
  return { start, level, prot, count, raw: isHex64(raw) ? raw : undefined };
}

function readTable(item: readonly unknown[]): GoldenTable | undefined {
  const start = asInteger(item[0], 0, PAGES_LIMIT);
  const level = item[1] === 'PMD' || item[1] === 'PTE' ? item[1] : undefined;
  const tracked = asInteger(item[2], 0, 1);
  const sameProt = asRecordedProt(item[3]);
  const nrSameProt = asInteger(item[4], -COUNT_LIMIT, COUNT_LIMIT);
  if (start === undefined || !level || tracked === undefined || sameProt === undefined || nrSameProt === undefined)
    return undefined;
  return { start, level, tracked: tracked === 1, sameProt, nrSameProt };
}

function readList<T>(value: unknown, read: (item: readonly unknown[]) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list: T[] = [];
  for (const item of value) {
    const one = Array.isArray(item) ? read(item) : undefined;
    if (one === undefined) return undefined;
    list.push(one);
  }
  return list;
}

function isHex64(value: unknown): value is string {
  return typeof value === 'string' && HEX64.test(value);
}
