import { endOfRuns } from '../x86/leaf-runs.ts';
import { type Pfn, pfn } from '../x86/page.ts';
import { NX, type Prot } from '../x86/prot.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import type { DmapMark, DmapPass } from './dmap-events.ts';
import { withCommas } from './excerpt.ts';
import { mappedPieces } from './info-tlb-runs.ts';
import { ABOVE_DIRECT_MAP, directMapPages, KERNEL_HALF } from './kernel-addresses.ts';
import type { VirtualRange } from './kernel-mapping.ts';
import type { OpenedMachine } from './opened-machine.ts';
import type { TraceCall } from './trace-call.ts';
import type { TraceText } from './trace-text.ts';

/** What is done to the direct map, in the engine's words. */
export type TraceOperation =
  | ({ readonly kind: 'pass' } & DmapPass)
  | ({ readonly kind: 'call' } & TraceRequest)
  /** The call was made at another address of these pages. */
  | ({ readonly kind: 'vmap' } & TraceRequest);

interface TraceRequest {
  readonly call: SetMemoryCall;
  readonly pfn: Pfn;
  readonly pages: number;
}

/** What the machine of a trace is known by. */
export interface TracePlace {
  /** Virtual address of PFN 0. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** First page after the last one mapped. */
  readonly endPfn: number;
  /** The memory that other addresses of the kernel map, piece by piece, as far as it is known. */
  mapped(page: number, pages: number): readonly MappedPiece[];
}

interface MappedPiece {
  readonly pfn: number;
  readonly pages: number;
}

/** What a machine that was read tells of itself. */
export function tracePlaceOf({ leaves, directMapBase, pagingLevels, kernel }: OpenedMachine): TracePlace {
  return {
    directMapBase,
    pagingLevels,
    endPfn: endOfRuns(leaves),
    mapped: (page, pages) => (kernel?.mapping === undefined ? [] : mappedPieces(kernel.mapping, page, pages)),
  };
}

/** A trace as operations on one machine. */
export interface ResolvedTrace {
  readonly operations: readonly TraceOperation[];
  readonly marks: readonly DmapMark[];
  /** Sentences: how the trace was read, and what could not be resolved. */
  readonly warnings: readonly string[];
  /** Changes of page attributes that could not be brought to the direct map. */
  readonly unresolved: number;
}

const VMEMMAP: Readonly<Record<4 | 5, bigint>> = { 4: 0xffffea0000000000n, 5: 0xffd4000000000000n };
const USUAL_BASE: Readonly<Record<4 | 5, bigint>> = { 4: 0xffff888000000000n, 5: 0xff11000000000000n };
const STRUCT_PAGE_BYTES = 64n;
const LAST_PAGE = 2 ** 52;
/** Pages of other addresses that are brought to the direct map at most, over all calls. */
const MOST_PAGES_ELSEWHERE = 2 ** 22;

/**
 * Brings a trace to the direct map. Where every pass was recorded, the passes over direct-map addresses are all there
 * is; else what was asked (masks, or calls) is made on the direct map, through the dump's mapping for other addresses.
 */
export function resolveTrace(trace: TraceText, place: TracePlace): ResolvedTrace {
  const resolver = new Resolver(place, recordedIn(trace), vmemmapOf(trace.calls, place));
  const marks: DmapMark[] = [];
  let next = 0;
  for (const [index, call] of trace.calls.entries()) {
    while (trace.marks[next] !== undefined && (trace.marks[next]?.call ?? 0) <= index)
      marks.push({ step: resolver.operations.length, name: trace.marks[next++]?.name ?? '' });
    resolver.take(call);
  }
  for (const { name } of trace.marks.slice(next)) marks.push({ step: resolver.operations.length, name });
  const { operations, unresolved } = resolver;
  return { operations, marks, unresolved, warnings: [...trace.warnings, ...resolver.warnings()] };
}

/** Addresses beside the direct map of which resolveTrace() will ask what they map. */
export function addressesElsewhere(trace: TraceText, place: Omit<TracePlace, 'mapped'>): readonly VirtualRange[] {
  const recorded = recordedIn(trace);
  if (recorded === 'pass') return [];
  return trace.calls.flatMap((call) => {
    if (call.kind !== recorded || call.page < KERNEL_HALF) return [];
    const at = placeIn(place, call.page);
    // With KASLR the room of the direct map may reach over the vmalloc area; what it maps does not.
    if (at !== undefined && at < place.endPfn) return [];
    return call.pages === 0 ? [] : [{ page: call.page, endPage: Math.min(LAST_PAGE, call.page + call.pages) }];
  });
}

/** What says most of the direct map: passes, what they were asked for, or the calls alone. */
const recordedIn = (trace: TraceText): 'pass' | 'request' | 'call' =>
  (['pass', 'request'] as const).find((kind) => trace.calls.some((call) => call.kind === kind)) ?? 'call';

/** Page of the direct map at a virtual page; undefined where no direct map can be. */
function placeIn({ directMapBase, pagingLevels }: Omit<TracePlace, 'mapped'>, page: number): number | undefined {
  const at = page - Number(directMapBase >> 12n);
  return at >= 0 && at < directMapPages(pagingLevels) && page < ABOVE_DIRECT_MAP ? at : undefined;
}

class Resolver {
  readonly operations: TraceOperation[] = [];
  readonly #place: TracePlace;
  readonly #recorded: 'pass' | 'request' | 'call';
  readonly #vmemmap: bigint | undefined;
  /** The set_memory or set_direct_map call of each task before. */
  readonly #callers = new Map<number, string>();
  #unmapped = 0;
  #partly = 0;
  #throughDump = 0;
  #arrays = 0;
  #pointers = 0;
  #outside = 0;
  #tooMany = 0;
  #pagesElsewhere = 0;

  constructor(place: TracePlace, recorded: 'pass' | 'request' | 'call', vmemmap: bigint | undefined) {
    this.#place = place;
    this.#recorded = recorded;
    this.#vmemmap = vmemmap;
  }

  /** Changes that were left out, or made only in part. */
  get unresolved(): number {
    return this.#unmapped + this.#partly + this.#arrays + this.#pointers + this.#outside + this.#tooMany;
  }

  take(call: TraceCall): void {
    if (call.kind === 'call' || call.kind === 'page') this.#callers.set(call.pid, call.name);
    if (call.kind === 'page') {
      if (this.#recorded !== 'pass') this.#takePointer(call.call, call.pointer);
      return;
    }
    if (call.kind !== this.#recorded) return;
    const at = placeIn(this.#place, call.page);
    if (at !== undefined && at + call.pages <= this.#place.endPfn) this.#direct(call, pfn(at), call.pages);
    else if (at !== undefined && at < this.#place.endPfn) this.#outside++;
    else if (this.#recorded !== 'pass') this.#elsewhere(call);
    else if (call.page < KERNEL_HALF) this.#outside++;
  }

  warnings(): string[] {
    const warnings: string[] = [];
    const say = (count: number, text: string): void => {
      if (count > 0) warnings.push(`${withCommas(count)} ${text}`);
    };
    say(
      this.#throughDump,
      'recorded calls on other addresses than the direct map were brought to it by the mapping in the dump; a page that was mapped there at another moment may be another one.',
    );
    say(
      this.#unmapped,
      'recorded calls are left out: they are on vmalloc or module addresses that the dump does not map (a page-table dump as text has no page frame numbers; `info tlb` and memory images have). Record __change_page_attr_set_clr as well: its passes name the direct map.',
    );
    say(this.#partly, 'recorded calls were made only in part: the dump maps only some of their pages.');
    say(
      this.#arrays,
      'recorded calls on lists of pages are left out but for their first page, which is all that the probe sees.',
    );
    say(
      this.#pointers,
      'set_direct_map calls are left out: where the struct pages lie (vmemmap) is not known with KASLR.',
    );
    say(
      this.#tooMany,
      `recorded calls are left out: with those before them they change more than ${withCommas(MOST_PAGES_ELSEWHERE)} pages at other addresses than the direct map. Cut the trace to the part of interest.`,
    );
    say(
      this.#outside,
      'recorded calls are left out: their addresses are neither in the direct map of this machine nor elsewhere in its kernel.',
    );
    return warnings;
  }

  #direct(call: Exclude<TraceCall, { kind: 'page' }>, at: Pfn, pages: number): void {
    if (call.kind === 'call') this.operations.push({ kind: 'call', call: call.call, pfn: at, pages });
    else this.#pass(call, at, pages);
    if (call.kind === 'request' && call.array) this.#arrays++;
  }

  #pass(
    { set, clear, pid, name }: { set: Prot; clear: Prot; pid: number; name: string },
    at: Pfn,
    pages: number,
  ): void {
    const caller = this.#callers.get(pid) ?? (name === 'change_page_attr_set_clr' ? name : undefined);
    this.operations.push({ kind: 'pass', pfn: at, pages, set, clear, caller });
  }

  /** A call on a vmalloc, module or kernel-image address: its pages change in the direct map, one by one, but for NX. */
  #elsewhere(call: Exclude<TraceCall, { kind: 'page' }>): void {
    if (call.pages === 0) return;
    if (call.page < KERNEL_HALF) {
      this.#outside++;
      return;
    }
    if (this.#pagesElsewhere > MOST_PAGES_ELSEWHERE) {
      this.#tooMany++;
      return;
    }
    const { endPfn } = this.#place;
    const found = this.#place
      .mapped(call.page, call.pages)
      .filter((piece) => piece.pfn < endPfn)
      .map((piece) => ({ at: pfn(piece.pfn), pages: Math.min(piece.pages, endPfn - piece.pfn) }));
    const pages = found.reduce((sum, piece) => sum + piece.pages, 0);
    this.#pagesElsewhere += pages;
    if (this.#pagesElsewhere > MOST_PAGES_ELSEWHERE) {
      this.#tooMany++;
      return;
    }
    if (pages === 0) this.#unmapped++;
    else if (pages < call.pages) this.#partly++;
    else this.#throughDump++;
    if (call.kind === 'call') {
      for (const { at, pages } of found) this.operations.push({ kind: 'vmap', call: call.call, pfn: at, pages });
      return;
    }
    const [set, clear] = [(call.set & ~NX) as Prot, (call.clear & ~NX) as Prot];
    if (set === 0 && clear === 0) return;
    for (const { at, pages } of found)
      for (let i = 0; i < pages; i++) this.#pass({ ...call, set, clear }, pfn(at + i), 1);
  }

  #takePointer(call: SetMemoryCall, pointer: bigint): void {
    const at = this.#vmemmap === undefined ? -1 : Number((pointer - this.#vmemmap) / STRUCT_PAGE_BYTES);
    if (at >= 0 && at < this.#place.endPfn) this.operations.push({ kind: 'call', call, pfn: pfn(at), pages: 1 });
    else this.#pointers++;
  }
}

/** Where the array of struct pages begins: known without KASLR, where the direct map lies at its usual address. */
function vmemmapOf(calls: readonly TraceCall[], { directMapBase, pagingLevels }: TracePlace): bigint | undefined {
  if (!calls.some(({ kind }) => kind === 'page')) return undefined;
  return directMapBase === USUAL_BASE[pagingLevels] ? VMEMMAP[pagingLevels] : undefined;
}
