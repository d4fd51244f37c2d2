import { PAGES_1G } from '../x86/page.ts';
import { PageOwner } from '../x86/page-owner.ts';
import { memoryOf, type Operation } from './operation.ts';
import { assign, eachRun, type PageRuns } from './page-runs.ts';
import type { Run } from './run.ts';

/** Releases the pages: a module or BPF program gave them back (vfree with VM_FLUSH_RESET_PERMS). */
const GIVES_BACK = 'set_direct_map_default_noflush';

/** Who an operation says has its pages; 0: nobody any more; undefined: it says nothing. */
export function ownerSaid(operation: Operation): PageOwner | undefined {
  switch (operation.kind) {
    case 'pass':
      return operation.caller === GIVES_BACK ? PageOwner.none : PageOwner[operation.owner ?? 'caller'];
    case 'call':
      if (operation.call === 'dm_default') return PageOwner.none;
      if (operation.owner !== undefined) return PageOwner[operation.owner];
      return operation.call === 'dm_inval' ? undefined : PageOwner.caller;
    case 'array':
      return operation.call === 'wb' ? PageOwner.none : PageOwner.driver;
    case 'free':
      return PageOwner.none;
    case 'vmap':
      return PageOwner.caller;
    case 'map':
      return PageOwner[operation.owner ?? 'caller'];
    default:
      return undefined;
  }
}

/**
 * Who has said, up to a step of a run, that it has which pages. It goes from step to step, forth by what the operations
 * say and back by what was there before them.
 */
export class Claims {
  readonly #endPfn: number;
  readonly #gibs = new Map<number, PageRuns>();
  #operations: readonly Operation[] = [];
  #step = 0;
  /** Pages from, to (exclusive), and who had them before; those of step s end at #before[s]. */
  readonly #log: number[] = [];
  readonly #before: number[] = [0];

  /** Nobody has said anything. `endPfn`: first page after the machine's last. */
  constructor(endPfn: number) {
    this.#endPfn = endPfn;
  }

  /** By page of a GiB the PageOwner, 0 where nobody is known; undefined: nobody ever was. */
  of(gib: number): PageRuns | undefined {
    return this.#gibs.get(gib);
  }

  /** Goes to the run's step; `changed` is called with each GiB in which that may change something. */
  moveTo({ step, operations }: Run, changed: (gib: number) => void): void {
    let same = this.#step;
    if (operations !== this.#operations) {
      same = 0;
      while (same < this.#step && operations[same] === this.#operations[same]) same++;
      this.#operations = operations;
    }
    const back = Math.min(same, step);
    const kept = this.#before[back];
    for (let at = this.#log.length - 3; at >= kept; at -= 3)
      this.#set(this.#log[at], this.#log[at + 1], this.#log[at + 2], changed);
    this.#log.length = kept;
    this.#before.length = back + 1;
    for (let at = back; at < step; at++) {
      const owner = ownerSaid(operations[at]);
      for (const { firstPfn, endPfn } of owner === undefined ? [] : memoryOf(operations[at]))
        this.#set(firstPfn, Math.min(endPfn, this.#endPfn), owner as number, changed, this.#log);
      this.#before.push(this.#log.length);
    }
    this.#step = step;
  }

  #set(firstPfn: number, endPfn: number, owner: number, changed: (gib: number) => void, log?: number[]): void {
    for (let pfn = firstPfn; pfn < endPfn; ) {
      const gib = Math.floor(pfn / PAGES_1G);
      const start = gib * PAGES_1G;
      const end = Math.min(endPfn, start + PAGES_1G);
      const runs = this.#gibs.get(gib) ?? { first: [0], value: [PageOwner.none] };
      this.#gibs.set(gib, runs);
      if (log !== undefined)
        eachRun(runs, pfn - start, end - start, (from, to, had) => log.push(start + from, start + to, had));
      assign(runs, pfn - start, end - start, owner);
      changed(gib);
      pfn = end;
    }
  }
}

/** The last step at which an operation said who has a page, and what made it say so; undefined: none has. */
export function claimOf(run: Run, pfn: number): { readonly owner: PageOwner; readonly step: number } | undefined {
  for (let step = run.step; step > 0; step--) {
    const operation = run.operation(step);
    if (!memoryOf(operation).some(({ firstPfn, endPfn }) => firstPfn <= pfn && pfn < endPfn)) continue;
    const owner = ownerSaid(operation);
    if (owner !== undefined) return owner === PageOwner.none ? undefined : { owner, step };
  }
  return undefined;
}
