import { NX, P, type Prot, RW } from '../x86/prot.ts';
import { findDirectMap } from './find-direct-map.ts';
import type { InfoMemArea } from './info-mem-area.ts';
import { infoMemProblems } from './info-mem-problems.ts';
import { KERNEL_HALF, pagingLevelsAt } from './kernel-addresses.ts';
import { bad, good, type Read } from './problem.ts';
import { hexAddress } from './ptdump.ts';
import { UPPER_LEVEL } from './ptdump-row.ts';
import { PtdumpRowColumns } from './ptdump-rows.ts';

/** The direct map as `info mem` shows it: where it is present and writable, but not by which pages. */
export interface InfoMemDirectMap {
  /** Virtual page of PFN 0. */
  readonly basePage: number;
  readonly pagingLevels: 4 | 5;
  /** Its areas, in order of address. */
  readonly areas: readonly InfoMemArea[];
}

const PAGES_512G = 2 ** 27;

/** Finds the direct map by its content, as in a page-table dump without headings. */
export function infoMemDirectMap(
  name: string,
  areas: readonly InfoMemArea[],
  lines: number,
): Read<{ readonly directMap: InfoMemDirectMap; readonly warnings: readonly string[] }> {
  const { rows, areaOfRow } = rowsOf(areas);
  const found = findDirectMap({
    ...{ rows, markers: [], gaps: [], entriesSkipped: 0, whole: true, lines, stripped: 0, rejoined: 0 },
    ignored: { lines: 0, samples: [] },
  });
  if (found === undefined) return bad(infoMemProblems.noDirectMap(name));
  const [first, last] = [areaOfRow[found.firstRow] as number, areaOfRow[found.endRow - 1] as number];
  const inside = areas.slice(first, last + 1);
  const [begin, end] = [areas[first] as InfoMemArea, areas[last] as InfoMemArea];
  const warnings: string[] = [];
  if (last === areas.length - 1) {
    const address = hexAddress(end.endPage);
    if ((areas[0] as InfoMemArea).startPage < KERNEL_HALF) return bad(infoMemProblems.stopsEarly(name, lines, address));
    warnings.push(`This is a part of the output. If there is memory above ${address}, it is not in it.`);
  }
  const basePage = begin.startPage;
  return good({ directMap: { basePage, pagingLevels: pagingLevelsAt(basePage), areas: inside }, warnings });
}

/** Areas as rows of a dump: 4K pages, NX where writable, and holes between them. */
function rowsOf(areas: readonly InfoMemArea[]) {
  const rows = new PtdumpRowColumns();
  const areaOfRow: number[] = [];
  let endPage = 0;
  for (const [index, { startPage, endPage: end, writable }] of areas.entries()) {
    if (startPage > endPage) {
      rows.append(endPage, startPage, 0 as Prot, startPage - endPage >= PAGES_512G ? UPPER_LEVEL : 1);
      areaOfRow.push(index);
    }
    rows.append(startPage, end, (writable ? P | RW | NX : P) as Prot, 1);
    areaOfRow.push(index);
    endPage = end;
  }
  return { rows, areaOfRow };
}
