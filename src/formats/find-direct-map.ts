import { PAGES_1G, PAGES_2M, PFN_LIMIT } from '../x86/page.ts';
import { NX, RW } from '../x86/prot.ts';
import { ABOVE_DIRECT_MAP, KERNEL_HALF } from './kernel-addresses.ts';
import type { Ptdump, PtdumpMarker } from './ptdump.ts';
import { UPPER_LEVEL } from './ptdump-row.ts';
import { type PtdumpRows, ROWS_A_CALL } from './ptdump-rows.ts';

/** Rows `firstRow`..`endRow` (exclusive) hold the direct map; the first one maps PFN 0. */
export interface FoundDirectMap {
  readonly firstRow: number;
  readonly endRow: number;
  /** The heading "Low Kernel Mapping" stands there, or only the content says so. */
  readonly how: 'heading' | 'content';
  /** The dump shows that nothing is mapped before it, or it begins where kernels without KASLR have it. */
  readonly startSure: boolean;
}

const HEADING = 'Low Kernel Mapping';
/** What follows the direct map in every kernel: another heading after it means that this one was lost. */
const AREA_ABOVE = 'vmalloc() Area';
const PAGES_1T = 2 ** 28;
/** The LDT of a process (LDT remap, two slots of 64 KiB) lies below the direct map, in the tables of that process alone. */
const LDT_PAGES = 32;
/** Where the direct map begins without KASLR: 4 and 5 levels, before and since Linux 4.20. */
const USUAL_BASES = [0xffff888000000, 0xffff880000000, 0xff11000000000, 0xff10000000000];

/** Mapped rows with less than 1 GiB of unmapped addresses between one and the next. */
interface Island {
  readonly firstRow: number;
  readonly endRow: number;
}

/**
 * Finds the direct map by its content: the first part of the kernel half that is mapped, from a multiple of 1 GiB
 * on, most of it RW and NX in long runs. Headings can be wrong (dumps of early kernels with KASLR): one is believed
 * where it agrees, or where the content is not clear. Undefined when there is none.
 */
export function findDirectMap(dump: Ptdump): FoundDirectMap | undefined {
  const { rows } = dump;
  const islands = islandsOf(rows);
  const at = islands.findIndex(
    ({ firstRow, endRow }) => rows.endPage[endRow - 1] - rows.startPage[firstRow] > LDT_PAGES,
  );
  const first = islands[Math.max(0, at)];
  if (first === undefined) return undefined;
  const start = rows.startPage[first.firstRow] as number;
  const heading = dump.markers.find((marker) => marker.name === HEADING && marker.row === first.firstRow);
  const usual = USUAL_BASES.includes(start);
  const startSure = usual || followsUpperHole(rows, first.firstRow);
  if (start % PAGES_1G !== 0) return undefined;
  if (!usual && !beginsWithSmallPages(rows, first.firstRow)) return undefined;
  if (heading === undefined && !usual) {
    if (!looksDirect(rows, first) || !startSure) return undefined;
    if (dump.markers.some((marker) => marker.row === first.firstRow && /vmemmap/i.test(marker.name))) return undefined;
  }
  const next = heading && nextHeading(dump, heading);
  const limit = next?.row ?? rows.count;
  let endRow = first.endRow;
  for (const island of islands.slice(islands.indexOf(first) + 1)) {
    if (island.firstRow >= limit) break;
    if (next?.name !== AREA_ABOVE && !continues(rows, start, endRow, island)) break;
    endRow = island.endRow;
  }
  const how = heading === undefined ? 'content' : 'heading';
  return { firstRow: first.firstRow, endRow: Math.min(endRow, limit), how, startSure };
}

/** Mapped parts of the kernel half below the areas that lie above every direct map. */
function islandsOf(rows: PtdumpRows): Island[] {
  const islands: Island[] = [];
  for (let row = 0; row < rows.count; row++) {
    if (rows.prot[row] === 0 || rows.startPage[row] < KERNEL_HALF) continue;
    const island = islandAt(rows, row, islands[0]?.firstRow ?? row);
    if (island.endRow === row) break;
    islands.push(island);
    row = island.endRow - 1;
  }
  return islands;
}

/** The island that begins with a row, without rows since a direct map that began with `originRow` must have ended. */
function islandAt(rows: PtdumpRows, firstRow: number, originRow: number): Island {
  const island = { firstRow, endRow: firstRow, endPage: rows.startPage[firstRow] };
  const lastPage = Math.max(rows.startPage[originRow] + PFN_LIMIT, rows.endPage[originRow]);
  for (let row = firstRow; row < rows.count && growIsland(island, rows, row, lastPage); ) row += ROWS_A_CALL;
  return island;
}

/** Takes the next ROWS_A_CALL rows into an island; false: it ends among them. */
function growIsland(
  island: { endRow: number; endPage: number },
  { count, startPage, endPage, prot }: PtdumpRows,
  firstRow: number,
  lastPage: number,
): boolean {
  const to = Math.min(count, firstRow + ROWS_A_CALL);
  let row = firstRow;
  for (; row < to; row++) {
    if (prot[row] === 0) continue;
    const start = startPage[row];
    if (start >= ABOVE_DIRECT_MAP || endPage[row] > lastPage || start - island.endPage >= PAGES_1G) break;
    island.endPage = endPage[row];
    island.endRow = row + 1;
  }
  return row === to;
}

/** Long runs, most of them data (RW and NX); the vmalloc area is full of guard pages. */
function looksDirect({ startPage, endPage, prot }: PtdumpRows, { firstRow, endRow }: Island): boolean {
  let [pages, dataPages, stretches] = [0, 0, 0];
  let end = -1;
  for (let row = firstRow; row < endRow; row++) {
    const flags = prot[row];
    if (flags === 0) continue;
    if (startPage[row] !== end) stretches++;
    end = endPage[row];
    pages += end - startPage[row];
    if ((flags & (RW | NX)) === (RW | NX)) dataPages += end - startPage[row];
  }
  return dataPages * 2 >= pages && pages >= PAGES_2M * stretches;
}

/** The first megabyte is mapped on its own (init_mem_mapping), so by 4K pages. */
function beginsWithSmallPages(rows: PtdumpRows, row: number): boolean {
  return rows.level[row] === 1;
}

/** The unmapped rows before this one reach an entry of an upper table: nothing is mapped for 512 GiB and more. */
function followsUpperHole(rows: PtdumpRows, row: number): boolean {
  for (let before = row - 1; before >= 0 && rows.prot[before] === 0; before--) {
    if (rows.endPage[before] !== rows.startPage[before + 1]) return false;
    if (rows.level[before] === UPPER_LEVEL) return true;
  }
  return false;
}

/**
 * More of the same direct map? The vmalloc area comes after all memory rounded up to whole TiB, so below that surely;
 * above it, when it looks like one.
 */
function continues(rows: PtdumpRows, startPage: number, endRow: number, island: Island): boolean {
  const pages = (rows.endPage[endRow - 1] as number) - startPage;
  const surely = startPage + Math.ceil(pages / PAGES_1T) * PAGES_1T;
  return (rows.startPage[island.firstRow] as number) < surely || looksDirect(rows, island);
}

/** The next heading that does not cut through mapped memory. */
function nextHeading(dump: Ptdump, heading: PtdumpMarker): PtdumpMarker | undefined {
  const { rows, markers } = dump;
  return markers.find(
    ({ row }) =>
      row > heading.row &&
      (rows.prot[row - 1] === 0 || rows.prot[row] === 0 || rows.endPage[row - 1] !== rows.startPage[row]),
  );
}
