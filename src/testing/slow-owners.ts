import { ownerSaid } from '../engine/claims.ts';
import type { Run } from '../engine/index.ts';
import { keptOf } from '../engine/kernel-image.ts';
import { memoryOf } from '../engine/operation.ts';
import { PageOwner } from '../x86/page-owner.ts';

/** Who has each page at the run's step, by PFN: all operations up to it are gone through, page by page. */
export function slowOwners(run: Run): Uint8Array {
  const { machine } = run;
  const { ram, memory, space, endPfn } = machine;
  const owners = new Uint8Array(endPfn);
  for (const { firstPfn, endPfn: end } of ram)
    owners.fill(memory === undefined ? PageOwner.unknown : PageOwner.used, firstPfn, end);
  const said = new Uint8Array(endPfn);
  memory?.eachFree(0, endPfn, (first, end) => owners.fill(PageOwner.free, first, end));
  for (let step = 1; step <= run.step; step++) {
    const owner = ownerSaid(run.operation(step));
    if (owner === undefined) continue;
    for (const { firstPfn, endPfn: end } of memoryOf(run.operation(step))) said.fill(owner, firstPfn, end);
  }
  for (const { firstPfn, endPfn: end } of space.image === undefined ? [] : keptOf(space.image))
    said.fill(PageOwner.kernel, firstPfn, end);
  for (const area of machine.areas) {
    for (const pfn of [...area.tableFrames(), area.p4dFrame]) if (pfn >= 0) said[pfn] = PageOwner.table;
  }
  return owners.map((owner, pfn) => (owner === PageOwner.none ? owner : said[pfn] || owner));
}
