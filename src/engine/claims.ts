import { PAGES_2M } from '../x86/page.ts';
import { PageOwner } from '../x86/page-owner.ts';
import { hasPage } from './drawn-tables.ts';
import { keptOf } from './kernel-image.ts';
import { memoryOf, type Operation } from './operation.ts';
import type { Run } from './run.ts';

/** Pages that somebody is known to have: by 2M (PFN / 512) the owner of each page, 0 where nobody is known. */
export type Claims = ReadonlyMap<number, Uint8Array>;

/** Releases the pages: a module or BPF program gave them back (vfree with VM_FLUSH_RESET_PERMS). */
const GIVES_BACK = 'set_direct_map_default_noflush';

/** Who an operation says has its pages; 0: nobody any more; undefined: it says nothing. */
function ownerSaid(operation: Operation): PageOwner | undefined {
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
 * Who has said so far, at the run's step, that it has which pages: by the run's operations, the
 * kernel's image where it is known, and the pages of tables.
 */
export function claimsOf(run: Run): Claims {
  const claims = new Map<number, Uint8Array>();
  const { machine } = run;
  const claim = (first: number, pages: number, owner: number): void => {
    const end = Math.min(first + pages, machine.endPfn);
    for (let pfn = first; pfn < end; ) {
      const cell = Math.floor(pfn / PAGES_2M);
      const stop = Math.min(end, (cell + 1) * PAGES_2M);
      let owners = claims.get(cell);
      if (owners === undefined && owner !== 0) {
        owners = new Uint8Array(PAGES_2M);
        claims.set(cell, owners);
      }
      owners?.fill(owner, pfn % PAGES_2M, stop - cell * PAGES_2M);
      pfn = stop;
    }
  };
  for (let step = 1; step <= run.step; step++) {
    const operation = run.operation(step);
    const owner = ownerSaid(operation);
    if (owner === undefined) continue;
    for (const { firstPfn, endPfn } of memoryOf(operation)) claim(firstPfn, endPfn - firstPfn, owner);
  }
  for (const [cell, owners] of claims) if (owners.every((owner) => owner === PageOwner.none)) claims.delete(cell);
  const { image } = machine.space;
  for (const { firstPfn, endPfn } of image === undefined ? [] : keptOf(image))
    claim(firstPfn, endPfn - firstPfn, PageOwner.kernel);
  for (const [region, bits] of machine.tablePages.byRegion())
    for (let page = 0; page < PAGES_2M; page++)
      if (hasPage(bits, page)) claim(region * PAGES_2M + page, 1, PageOwner.table);
  return claims;
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
