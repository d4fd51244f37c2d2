import type { Prot } from '../x86/prot.ts';

/** Rows of a dump in order of address, as columns; `count` of each array are in use. */
export interface PtdumpRows {
  readonly count: number;
  /** Virtual page numbers (address / 4096); the end is exclusive. */
  readonly startPage: Float64Array;
  readonly endPage: Float64Array;
  /** Flag bits as printed (no ACCESSED, no DIRTY); 0 when not present. */
  readonly prot: Int32Array;
  /** 1 = pte, 2 = pmd, 3 = pud, 4 above. */
  readonly level: Uint8Array;
}

/**
 * Rows that a function goes over in one call. V8 compiles what is called often soon and well; one call for a million rows
 * is over before it is worth while.
 */
export const ROWS_A_CALL = 8192;

/** Columns that grow as rows are read. */
export class PtdumpRowColumns implements PtdumpRows {
  count = 0;
  startPage = new Float64Array(1024);
  endPage = new Float64Array(1024);
  prot = new Int32Array(1024);
  level = new Uint8Array(1024);

  /** Appends one row. */
  append(startPage: number, endPage: number, prot: Prot, level: number): void {
    const row = this.count;
    if (row === this.level.length) this.grow();
    this.startPage[row] = startPage;
    this.endPage[row] = endPage;
    this.prot[row] = prot;
    this.level[row] = level;
    this.count = row + 1;
  }

  /** Makes room for more rows: the arrays are new ones then. */
  grow(): void {
    const { startPage, endPage, prot, level } = this;
    // What is not written yet costs no memory, and copying does.
    const rows = level.length * 4;
    this.startPage = new Float64Array(rows);
    this.endPage = new Float64Array(rows);
    this.prot = new Int32Array(rows);
    this.level = new Uint8Array(rows);
    this.startPage.set(startPage);
    this.endPage.set(endPage);
    this.prot.set(prot);
    this.level.set(level);
  }
}
