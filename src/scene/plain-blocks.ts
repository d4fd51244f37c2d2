import { CellKind, type MapColumns } from '../bridge/columns.ts';

const ALL_LEAVES = CellKind.leaf * 0x01010101;
const known = new WeakMap<Int32Array, Uint8Array>();

/** By detailed GiB: 1 where all 512 cells are leaves of which no page is drawn. Kept as long as the columns are. */
export function plainBlocks({ cellKind, cellPages, pageState }: MapColumns): Uint8Array {
  let plain = known.get(cellPages);
  if (!plain) {
    const kinds = new Uint32Array(cellKind.buffer, cellKind.byteOffset, cellKind.length >> 2);
    plain = Uint8Array.from({ length: cellKind.length >> 9 }, (_, gib) => {
      const leaves = allAre(kinds, gib * 128, 128, ALL_LEAVES);
      return leaves && (pageState.length === 0 || allAre(cellPages, gib * 512, 512, -1)) ? 1 : 0;
    });
    known.set(cellPages, plain);
  }
  return plain;
}

/** `count`: a multiple of four, which are looked at together. */
function allAre(values: Uint32Array | Int32Array, first: number, count: number, wanted: number): boolean {
  for (let at = first; at < first + count; at += 4) {
    const differ =
      (values[at] ^ wanted) | (values[at + 1] ^ wanted) | (values[at + 2] ^ wanted) | (values[at + 3] ^ wanted);
    if (differ !== 0) return false;
  }
  return true;
}
