import { PFN_LIMIT, pagesOf } from '../x86/page.ts';
import { ENC, P, PAT_LARGE, PSE, protHi, protLo } from '../x86/prot.ts';
import type { Area } from './area.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER } from './words.ts';

/** 64 bits of an entry in two unsigned halves. */
export interface EntryHalves {
  readonly lo: number;
  readonly hi: number;
}

/** Flags of an entry that points to a table from boot: P RW US A D (_PAGE_TABLE). */
export const PAGE_TABLE = 0x67;

/** PFN of a leaf as the kernel reads it (pte_pfn, pmd_pfn, pud_pfn): that of its address, or an odd one. */
export function entryPfn(map: Area, table: TableId, index: number): number {
  const { tables } = map;
  return tables.oddPfn(table, index) ?? linearPfn(map, table, index);
}

/** PFN of an entry that follows from its address. */
export const linearPfn = (map: Area, table: TableId, index: number): number =>
  map.firstPfn + map.tables.base(table) + index * pagesOf(map.tables.level(table));

/** PFN that a page of the area maps; undefined where nothing is mapped. */
export function pfnAt(map: Area, page: number): number | undefined {
  const { table, index, level, word } = map.lookup(page);
  return word === EMPTY ? undefined : entryPfn(map, table, index) + (page & (pagesOf(level) - 1));
}

/** PFN and its inverse, as a not-present entry stores it against L1TF (pgtable-invert.h). */
export const invertedPfn = (pfn: number): number => PFN_LIMIT - 1 - pfn;

/** The hardware's 64 bits of an entry; undefined when it points to a table whose page is not known. */
export function entryHalves(map: Area, table: TableId, index: number): EntryHalves | undefined {
  const { tables, words } = map;
  const word = tables.get(table, index);
  if (word === EMPTY) return { lo: 0, hi: 0 };
  const prot = words.prot[word];
  if (word === POINTER) {
    const child = tables.child(table, index);
    return pointerHalves(map, tables.frame(child), tables.isSplit(child) ? protLo(prot) : bootPointer(map, child));
  }
  const level = tables.level(table);
  const largePage = level > 1 && (prot & PSE) !== 0;
  let pfn = entryPfn(map, table, index);
  if (!(prot & P)) pfn = invertedPfn(pfn);
  if (largePage) pfn -= pfn % pagesOf(level);
  const flags = largePage ? prot : prot & ~PAT_LARGE;
  return joined(withCBit(map, pfn, (prot & ENC) !== 0), protLo(flags as typeof prot), protHi(prot));
}

/** Flags of the entry that points to a table that no split has made. */
export const bootPointer = ({ tables }: Area, table: TableId): number => tables.pointerFlags(table) ?? PAGE_TABLE;

/** The entry that points to a table in this page (encrypted, where memory is); undefined when the page is not known. */
export function pointerHalves(map: Area, frame: number, flags: number): EntryHalves | undefined {
  return frame < 0 ? undefined : joined(withCBit(map, frame, true), flags, 0);
}

/** The PFN field with the C bit set or not, where the machine has one: it is no bit of a PFN, inverted or not. */
function withCBit({ cBit }: Area, pfn: number, encrypted: boolean): number {
  if (cBit === undefined) return pfn;
  const bit = 2 ** (cBit - 12);
  return pfn - (Math.floor(pfn / bit) % 2) * bit + (encrypted ? bit : 0);
}

function joined(pfn: number, flagsLo: number, flagsHi: number): EntryHalves {
  const lo = (((pfn & 0xfffff) << 12) | flagsLo) >>> 0;
  const hi = (Math.floor(pfn / 0x100000) | flagsHi) >>> 0;
  return { lo, hi };
}
