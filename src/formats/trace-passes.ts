import { type Pfn, pfn } from '../x86/page.ts';
import { NX, type Prot } from '../x86/prot.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import type { DmapMark, DmapPass } from './dmap-events.ts';
import { withCommas } from './excerpt.ts';
import { infoTlbPfnAt } from './info-tlb-runs.ts';
import { ABOVE_DIRECT_MAP, directMapPages, KERNEL_HALF } from './kernel-addresses.ts';
import { leafRunEnd } from './leaf-run.ts';
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
  /** The PFN that another address of the kernel maps; undefined: not known. */
  pfnAt(page: number): number | undefined;
}

/** What a machine that was read tells of itself. */
export function tracePlaceOf({ leaves, directMapBase, pagingLevels, kernel }: OpenedMachine): TracePlace {
  const last = leaves.at(-1);
  const endPfn = last === undefined ? 0 : leafRunEnd(last);
  return {
    directMapBase,
    pagingLevels,
    endPfn,
    pfnAt: (page) => kernel?.mapping && infoTlbPfnAt(kernel.mapping, page),
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

/**
 * Brings a trace to the direct map. Where every pass was recorded, the passes over direct-map addresses are all there
 * is; else what was asked (masks, or calls) is made on the direct map, through the dump's mapping for other addresses.
 */
export function resolveTrace(trace: TraceText, place: TracePlace): ResolvedTrace {
  const recorded = (['pass', 'request', 'call'] as const).find((kind) =>
    trace.calls.some((call) => call.kind === kind),
  );
  const resolver = new Resolver(place, recorded ?? 'call', vmemmapOf(trace.calls, place));
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

class Resolver {
  readonly operations: TraceOperation[] = [];
  readonly #place: TracePlace;
  readonly #recorded: 'pass' | 'request' | 'call';
  readonly #vmemmap: bigint | undefined;
  readonly #basePage: number;
  /** The set_memory or set_direct_map call of each task before. */
  readonly #callers = new Map<number, string>();
  #unmapped = 0;
  #partly = 0;
  #throughDump = 0;
  #arrays = 0;
  #pointers = 0;
  #outside = 0;

  constructor(place: TracePlace, recorded: 'pass' | 'request' | 'call', vmemmap: bigint | undefined) {
    this.#place = place;
    this.#recorded = recorded;
    this.#vmemmap = vmemmap;
    this.#basePage = Number(place.directMapBase >> 12n);
  }

  /** Changes that were left out, or made only in part. */
  get unresolved(): number {
    return this.#unmapped + this.#partly + this.#arrays + this.#pointers + this.#outside;
  }

  take(call: TraceCall): void {
    if (call.kind === 'call' || call.kind === 'page') this.#callers.set(call.pid, call.name);
    if (call.kind === 'page') {
      if (this.#recorded !== 'pass') this.#takePointer(call.call, call.pointer);
      return;
    }
    if (call.kind !== this.#recorded) return;
    const at = call.page - this.#basePage;
    const mapped = at >= 0 && at < directMapPages(this.#place.pagingLevels) && call.page < ABOVE_DIRECT_MAP;
    if (mapped && at + call.pages <= this.#place.endPfn) this.#direct(call, pfn(at), call.pages);
    else if (mapped && at < this.#place.endPfn) this.#outside++;
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
    const found: number[] = [];
    const most = Math.min(call.pages, this.#place.endPfn);
    for (let i = 0; i < most; i++) {
      const at = this.#place.pfnAt(call.page + i);
      if (at !== undefined && at < this.#place.endPfn) found.push(at);
    }
    if (found.length === 0) this.#unmapped++;
    else if (found.length < call.pages) this.#partly++;
    else this.#throughDump++;
    if (call.kind === 'call') {
      for (const { at, pages } of consecutive(found))
        this.operations.push({ kind: 'vmap', call: call.call, pfn: at, pages });
      return;
    }
    const [set, clear] = [(call.set & ~NX) as Prot, (call.clear & ~NX) as Prot];
    if (set !== 0 || clear !== 0) for (const at of found) this.#pass({ ...call, set, clear }, pfn(at), 1);
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

/** Runs of PFNs that follow each other. */
function consecutive(pfns: readonly number[]): { readonly at: Pfn; readonly pages: number }[] {
  const runs: { at: Pfn; pages: number }[] = [];
  for (const at of pfns) {
    const last = runs.at(-1);
    if (last !== undefined && last.at + last.pages === at) last.pages++;
    else runs.push({ at: pfn(at), pages: 1 });
  }
  return runs;
}
