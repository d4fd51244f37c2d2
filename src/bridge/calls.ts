import type { LeafRuns } from '../x86/leaf-runs.ts';
import type { Level } from '../x86/page.ts';
import type { PageOwner } from '../x86/page-owner.ts';
import type { PolicyChoice, SetMemoryCall } from '../x86/set-memory.ts';
import type { EventColumns, MapColumns, MarkColumns, SeriesColumns, ViewRequest } from './columns.ts';
import type { Comparison } from './comparison.ts';
import type { DiagnosisInfo } from './diagnosis-info.ts';
import type { TableInfo } from './table-info.ts';

/** Where a machine and its run come from. */
export type Source = { readonly kind: 'scenario'; readonly id: string; readonly seed: number } | FileSource;

/** A file. */
export interface OneFileSource {
  readonly kind: 'file';
  readonly name: string;
  readonly blob: Blob;
  /** Where the page tables of raw memory are, hex with or without 0x. */
  readonly cr3?: string;
}

/** One or several files; the first names the machine until it is read. */
export interface FileSource extends OneFileSource {
  /** More files, in any order: of the same machine (counts, RAM, trace), or other machines, which stay closed. */
  readonly also?: readonly { readonly name: string; readonly blob: Blob }[];
}

/** What several files together say of the open machine. */
export interface JoinedInfo {
  /** Files of this machine, and what they were recognised as. */
  readonly parts: readonly { readonly name: string; readonly format: string }[];
  /** Where the files agree, where a rule of the kernel explains why not, where they differ; '' when there is no reason. */
  readonly findings: readonly {
    readonly part: string;
    readonly verdict: 'agrees' | 'explained' | 'differs';
    readonly what: string;
    readonly reason: string;
  }[];
  /** Files that are not used, and why; other machines among them. */
  readonly aside: readonly { readonly name: string; readonly why: string }[];
  /** The kernel's image, by /proc/iomem; the end is exclusive. */
  readonly image: readonly { readonly name: string; readonly firstPfn: number; readonly endPfn: number }[];
  /** RAM that is not mapped; undefined: where RAM is, is not known. */
  readonly unmappedRam: readonly { readonly firstPfn: number; readonly endPfn: number }[] | undefined;
  /** Recorded changes that could not be brought to the direct map. */
  readonly unresolved: number;
}

/** So many pages from this one on. */
export interface PageRange {
  readonly pfn: number;
  readonly pages: number;
}

/** A set_memory call made by the user, as a step of the run: it comes after `step` steps. */
export interface UserCall extends PageRange {
  readonly step: number;
  readonly call: SetMemoryCall;
  /** Made on these, too, each as a further step; taken back together. */
  readonly also?: readonly PageRange[];
}

/** How honest a machine is: made by the engine, or read from a real kernel. */
export type Provenance = 'simulated' | 'recorded';

/** A zone of memory, or a NUMA node. */
export interface Zone {
  readonly name: string;
  /** Absent: a zone. */
  readonly kind?: 'node';
  readonly firstPfn: number;
  /** Exclusive. */
  readonly endPfn: number;
}

export interface MachineInfo {
  readonly provenance: Provenance;
  /** GiB of physical addresses up to the last mapped page, holes included. */
  readonly gibCount: number;
  readonly ramPages: number;
  readonly zones: readonly Zone[];
  /** Virtual address of PFN 0 in the direct map, hex with 0x. */
  readonly directMapBase: string;
  readonly pagingLevels: 4 | 5;
}

/** A named part of the run; it lasts to the next phase. */
export interface Phase {
  readonly step: number;
  readonly name: string;
}

/** One scenario of the library. */
export interface ScenarioInfo {
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what is seen, and what it teaches. */
  readonly summary: string;
  readonly provenance: Provenance;
  readonly policy: PolicyChoice;
  /** True when the run depends on the seed. */
  readonly seeded: boolean;
}

/** Two scenarios of the library, by id, that belong side by side. */
export interface PairInfo {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly left: string;
  readonly right: string;
}

/** A run that the worker holds: machine, calls, policy. */
export interface RunInfo {
  readonly title: string;
  /** One sentence: recorded or simulated, where it is from, what is left out. */
  readonly note: string;
  readonly machine: MachineInfo;
  readonly choice: PolicyChoice;
  /** Steps are 0..steps; the state at step k is the state after k calls. */
  readonly steps: number;
  /** Worth opening at: a step, and a region to select. */
  readonly startStep: number;
  readonly startAt: Region | undefined;
  readonly phases: readonly Phase[];
  readonly marks: MarkColumns;
  readonly series: SeriesColumns;
  /** Steps (after the call) that the user added. */
  readonly userCalls: readonly UserCall[];
  /** Things about the input that the user should know. */
  readonly warnings: readonly string[];
  /** Of a file: what it was put together from. */
  readonly joined?: JoinedInfo;
}

/** Live counters, as in /proc/meminfo and /proc/vmstat. */
export interface Counters {
  /** Leaf entries: DirectMap4k, 2M, 1G in kB are these times 4, 2048, 1048576. */
  readonly leaves: { readonly '4K': number; readonly '2M': number; readonly '1G': number };
  /** vmstat lines in order, named as the policy's kernel names them. */
  readonly vmstat: readonly { readonly name: string; readonly value: number }[];
  readonly flushAll: number;
  readonly flushRanged: number;
  readonly flushedPages: number;
  /** Pages that hold the direct map's tables, and those of them whose place is known (and drawn). */
  readonly tablePages: number;
  readonly tablePagesPlaced: number;
  /** 4K pages that are writable and executable: in the direct map, and at vmalloc, module and image addresses. */
  readonly writableExecutable: { readonly directMap: number; readonly elsewhere: number };
}

/** One call as shown on the timeline. */
export interface CallInfo {
  /** "set_memory_ro(0xa9fc4, 1)". */
  readonly text: string;
  /** 0 or a negative errno. */
  readonly rc: number;
  /** Where it came from, for a recorded pass: "alias of a module or BPF page". */
  readonly origin: string | undefined;
}

/** Everything that the page draws at one step. */
export interface Frame {
  readonly step: number;
  readonly columns: MapColumns;
  readonly counters: Counters;
  /** The call that led to this step; undefined at step 0. */
  readonly call: CallInfo | undefined;
  /** Events after `from` (exclusive) up to `step`; empty when seeking backwards or more than 20,000. */
  readonly events: EventColumns;
}

/** A region: `level` 3 = GiB, 2 = 2M, 1 = one page; `pfn` is its first page. */
export interface Region {
  readonly level: Level;
  readonly pfn: number;
}

/** What can be looked for: pages of a PageState, pages of a size, tables with so many entries that differ, pages of a PageOwner, the page at a virtual address. */
export type FindQuery =
  | { readonly kind: 'state'; readonly state: number }
  | { readonly kind: 'size'; readonly level: Level }
  | { readonly kind: 'differing'; readonly entries: number }
  | { readonly kind: 'owner'; readonly owner: PageOwner }
  /** Hex with 0x. */
  | { readonly kind: 'address'; readonly address: string };

/** A hit of a search: where it begins, and how many pages it has (neighbours that match are one hit). */
export interface Found {
  readonly region: Region;
  readonly pages: number;
}

/** One entry met on the walk from the PGD. */
export interface WalkEntry {
  readonly level: 'PGD' | 'P4D' | 'PUD' | 'PMD' | 'PTE';
  /** Folded: a 4-level machine has no P4D of its own. */
  readonly folded: boolean;
  readonly index: number;
  /** 64 bits in hex, 16 digits without 0x. Unknown (undefined) when the recording does not hold them. */
  readonly entry: string | undefined;
  readonly kind: 'empty' | 'table' | 'leaf';
}

/** A change of a page's bits. */
export interface HistoryItem {
  readonly step: number;
  /** "read-only, 2M splits". */
  readonly what: string;
  /** The call's name. */
  readonly call: string;
}

/** A page table that a page of memory holds. */
export interface HeldTable {
  readonly level: 'P4D' | 'PUD' | 'PMD' | 'PTE';
  /** "direct map", "vmalloc" or "high". */
  readonly area: string;
  /** What it maps of the direct map: a region to select; undefined for more than a GiB and for other areas. */
  readonly region: Region | undefined;
  /** First virtual address that it maps, hex with 0x, and number of pages. */
  readonly virtual: string;
  readonly pages: number;
}

/** One of the addresses at which a page is mapped. */
export interface PageAddress {
  readonly where: 'direct map' | 'high kernel mapping' | 'module area' | 'vmalloc area';
  /** Hex with 0x. */
  readonly address: string;
  /** "RO + X", "RW + NX", "not present". */
  readonly flags: string;
  /** The entry that maps it: 64 bits, hex, 16 digits. */
  readonly entry: string | undefined;
}

/** Where a leaf's size and flags come from, up to the current step; each with the call's name. */
export interface LeafOrigin {
  readonly level: Level;
  /** The last step that made it a leaf of this size; undefined: it was one before step 1. */
  readonly made: { readonly step: number; readonly by: 'split' | 'merge'; readonly call: string } | undefined;
  /** Every flag that ever changed and the last step that changed it; `bit`: its place in the 64 bits. */
  readonly bits: readonly {
    readonly name: string;
    readonly bit: number;
    readonly set: boolean;
    readonly step: number;
    readonly call: string;
    /** It is now as it was before step 1. */
    readonly asAtBoot: boolean;
  }[];
}

/** What the inspector shows of a region. */
export interface Inspection {
  readonly region: Region;
  readonly step: number;
  /** Hex with 0x; end inclusive. */
  readonly physical: { readonly first: string; readonly last: string };
  readonly virtual: { readonly first: string; readonly last: string };
  /** Of one page: all its addresses, the direct map's first; of anything larger none. */
  readonly addresses: readonly PageAddress[];
  readonly zone: Zone | undefined;
  /** Who has its pages: RAM pages by PageOwner. */
  readonly pagesByOwner: Float64Array;
  /** Who said of the page at the end of the walk that it has it, at which step and with which call; undefined: nobody. */
  readonly claim: { readonly owner: PageOwner; readonly step: number; readonly call: string } | undefined;
  /** How the region is mapped: by one leaf of `leafLevel` (maybe larger than the region), or by a table. */
  readonly mapped: 'hole' | 'leaf' | 'table';
  readonly leafLevel: Level | undefined;
  /** The leaf's entry (64 bits, hex, 16 digits) and PageState. */
  readonly entry: string | undefined;
  readonly state: number | undefined;
  readonly cacheMode: string | undefined;
  /** Undefined for tables and holes. */
  readonly leafOrigin: LeafOrigin | undefined;
  /** The page table that this page holds; undefined for larger regions, and when it holds none or that is not known. */
  readonly holds: HeldTable | undefined;
  /** RAM pages by PageState in this region. */
  readonly pagesByState: Float64Array;
  /** Walk to the region's first page; of a table, to its first entry that differs. */
  readonly walk: readonly WalkEntry[];
  readonly table: TableInfo | undefined;
  /** First step > now at which what `table` maps is one leaf again in this run. */
  readonly mergesAtStep: number | undefined;
  /** Newest last, at most 50; only for one page or one table. */
  readonly history: readonly HistoryItem[];
}

/** What several regions hold together, in pages of 4K; where nothing is mapped nothing counts. */
export interface RegionsSum {
  /** By PageState. */
  readonly pagesByState: Float64Array;
  /** By the size of the leaf that maps them: 4K, 2M, 1G. */
  readonly pagesBySize: Float64Array;
  /** PMD and PTE tables that map these regions and nothing else. */
  readonly tables: number;
}

/** Texts that the open machine can be written as: the machine, its selected leaves, or its whole run. */
export type ExportFormat = 'json' | 'ptdump' | 'csv' | 'trace';

/** A machine at one moment: its name, what it was read from, its leaves. */
export interface MachineLeaves {
  readonly name: string;
  readonly format: string;
  readonly leaves: LeafRuns;
}

/** What the open machine is compared with: itself after another step, another machine, or a machine in a file. */
export type CompareWith =
  | { readonly kind: 'step'; readonly step: number }
  | ({ readonly kind: 'machine' } & MachineLeaves)
  | OneFileSource;

/** Bad input: what was expected, where, what to do. Nothing that was open has changed. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  /** Lines of the file around the fault, the faulty one marked. */
  readonly excerpt: readonly { readonly line: number; readonly text: string; readonly fault: boolean }[];
  readonly remedy: string;
  /** What would let it be read: the address of its page tables, or a machine beside it; undefined: nothing. */
  readonly needs?: 'cr3' | 'machine';
}

/** Every request of the page: parameters and answer. */
export interface Calls {
  /** Loads what later requests need: from then on none of them asks the network. */
  warmUp: { params: Record<never, never>; result: Record<never, never> };
  scenarios: { params: Record<never, never>; result: readonly ScenarioInfo[] };
  pairs: { params: Record<never, never>; result: readonly PairInfo[] };
  /** Opens a source; on a Problem the open run stays. `choice` undefined: the source's own. */
  open: {
    params: { source: Source; choice: PolicyChoice | undefined; userCalls: readonly UserCall[] };
    result: { ok: true; run: RunInfo } | { ok: false; problem: Problem };
  };
  /** The same calls under another policy. */
  choose: { params: { choice: PolicyChoice }; result: RunInfo };
  /** `from`: the step that is on the screen, for the events. */
  seek: { params: { step: number; from: number; view: ViewRequest }; result: Frame };
  view: { params: { view: ViewRequest }; result: MapColumns };
  inspect: { params: { region: Region }; result: Inspection };
  /** Adds up regions that do not overlap. */
  sum: { params: { regions: readonly Region[] }; result: RegionsSum };
  /** The next hit after (1) or before (-1) a region, past the end of memory from its other end; undefined: none. */
  find: {
    params: { query: FindQuery; from: Region | undefined; direction: 1 | -1 };
    result: { found: Found | undefined };
  };
  /** Why the machine is in pieces at the current step, who did it, and what each policy would win back. */
  diagnose: { params: Record<never, never>; result: DiagnosisInfo };
  /** The machine at the current step as a text; `regions` are for CSV, none: all. */
  write: { params: { format: ExportFormat; regions: readonly Region[] }; result: { text: string } };
  /** What says in 16 hex digits which machine and run this is, at the current step (see engine/fingerprint.ts). */
  fingerprint: { params: Record<never, never>; result: { fingerprint: string } };
  /** The leaves of the machine at the current step, for another worker to compare with. */
  leaves: { params: Record<never, never>; result: MachineLeaves };
  /** What differs from another machine or step to the machine at the current step, which stays. */
  compare: {
    params: { with: CompareWith };
    result: { ok: true; comparison: Comparison } | { ok: false; problem: Problem };
  };
  /** Puts calls into the run after the current step; they become steps. The first rc that is not 0. */
  addCall: { params: { userCall: UserCall }; result: { run: RunInfo; rc: number } };
  /** Takes the newest user call back. */
  undoCall: { params: Record<never, never>; result: RunInfo };
}

export type CallName = keyof Calls;

/** How far a long request is: 0..1 and a sentence. */
export interface Progress {
  readonly part: number;
  readonly what: string;
}
