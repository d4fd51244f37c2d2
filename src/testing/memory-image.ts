const PAGE = 4096;

/** Flags of entries, as numbers in 64 bits: a table, a 4K page and a large one as after boot. */
export const TABLE = 0x067n;
export const DATA_4K = 0x8000000000000163n;
export const DATA_LARGE = 0x80000000000001e3n;

/** Physical memory with page tables in it, made by tests: pages are set, then laid out as a file. */
export class TestMemory {
  readonly pages = new Map<number, BigUint64Array>();
  readonly root: number;
  readonly #levels: 4 | 5;
  /** Set in entries for encrypted memory. */
  readonly #mask: bigint;
  #nextTable: number;

  /** Tables are taken from page `firstTable` on, the top one first. */
  constructor(levels: 4 | 5, firstTable = 16, mask = 0n) {
    this.#levels = levels;
    this.#nextTable = firstTable;
    this.#mask = mask;
    this.root = this.#table();
  }

  /** Maps `count` leaves of a level (1, 2, 3) from virtual page `page` to `pfn` on. */
  map(page: number, pfn: number, level: number, flags: bigint, count = 1): void {
    const size = 512 ** (level - 1);
    for (let i = 0; i < count; i++) {
      const entry = flags | this.#mask | (BigInt(pfn + i * size) << 12n);
      this.set(page + i * size, level, entry);
    }
  }

  /** Writes the entry of a level for a virtual page, and makes the tables above it. */
  set(page: number, level: number, entry: bigint): void {
    this.tableOf(page, level)[indexOf(page, level)] = entry;
  }

  /** The table that holds the entry of a level for a virtual page. */
  tableOf(page: number, level: number): BigUint64Array {
    return this.pages.get(this.pfnOfTable(page, level)) as BigUint64Array;
  }

  /** The page that holds that table. */
  pfnOfTable(page: number, level: number): number {
    let pfn = this.root;
    for (let above = this.#levels as number; above > level; above--) {
      const table = this.pages.get(pfn) as BigUint64Array;
      const index = indexOf(page, above);
      if (table[index] === 0n) table[index] = (BigInt(this.#table()) << 12n) | this.#mask | TABLE;
      pfn = Number(((table[index] as bigint) & ~this.#mask & 0xffffffffff000n) >> 12n);
    }
    return pfn;
  }

  /** The memory as raw bytes: as many pages as hold the last table. */
  raw(): Uint8Array {
    const bytes = new Uint8Array(this.#nextTable * PAGE);
    for (const [pfn, table] of this.pages) bytes.set(new Uint8Array(table.buffer), pfn * PAGE);
    return bytes;
  }

  #table(): number {
    const pfn = this.#nextTable++;
    this.pages.set(pfn, new BigUint64Array(512));
    return pfn;
  }
}

const indexOf = (page: number, level: number): number => Number((BigInt(page) >> BigInt(9 * (level - 1))) & 511n);

/** A note of an ELF file. */
export interface TestNote {
  readonly name: string;
  readonly desc: Uint8Array;
}

/** The note that QEMU writes for a CPU (QEMUCPUState). */
export function cpuNote(cr3: bigint, cr4: bigint): TestNote {
  const desc = new Uint8Array(440);
  const view = new DataView(desc.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, desc.length, true);
  view.setBigUint64(416, cr3, true);
  view.setBigUint64(424, cr4, true);
  return { name: 'QEMU', desc };
}

/** The note that the kernel writes. */
export const vmcoreinfoNote = (lines: readonly string[]): TestNote => ({
  name: 'VMCOREINFO',
  desc: Buffer.from(`${lines.join('\n')}\n`),
});

/** An ELF64 core with these notes and `memory` from physical address `at` on. */
export const elfCore = (memory: Uint8Array, notes: readonly TestNote[], at = 0): Uint8Array =>
  new Uint8Array(Buffer.concat([elfCoreHeader(memory.length, notes, at), memory]));

/** Header and notes of such a core; the memory comes after it. */
export function elfCoreHeader(memoryBytes: number, notes: readonly TestNote[], at = 0): Uint8Array {
  const noteBytes = notesOf(notes);
  const notesAt = 64 + 2 * 56;
  const memoryAt = notesAt + noteBytes.length;
  const bytes = new Uint8Array(memoryAt);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 4, true);
  view.setUint16(18, 62, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 2, true);
  const segment = (index: number, type: number, offset: number, address: number, size: number): void => {
    const from = 64 + index * 56;
    view.setUint32(from, type, true);
    for (const [field, value] of [offset, address, address, size, size].entries())
      view.setBigUint64(from + 8 + field * 8, BigInt(value), true);
  };
  segment(0, 4, notesAt, 0, noteBytes.length);
  segment(1, 1, memoryAt, at, memoryBytes);
  bytes.set(noteBytes, notesAt);
  return bytes;
}

/** Notes in ELF's form. */
export const notesOf = (notes: readonly TestNote[]): Uint8Array => Buffer.concat(notes.map(noteOf));

function noteOf({ name, desc }: TestNote): Uint8Array {
  const nameBytes = padded(Buffer.from(`${name}\0`));
  const head = new Uint8Array(12);
  const view = new DataView(head.buffer);
  view.setUint32(0, name.length + 1, true);
  view.setUint32(4, desc.length, true);
  return Buffer.concat([head, nameBytes, padded(desc)]);
}

function padded(bytes: Uint8Array): Uint8Array {
  const aligned = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  aligned.set(bytes);
  return aligned;
}
