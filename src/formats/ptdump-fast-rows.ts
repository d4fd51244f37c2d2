import { type Level, pagesOf } from '../x86/page.ts';
import { HEX_PAIR } from './hex-pairs.ts';
import { PAGE_OF_WRAP, type PtdumpRowParser } from './ptdump-row.ts';
import type { PtdumpRowColumns } from './ptdump-rows.ts';

/** Length of a row as the kernel prints it, without the newline. */
export const CANONICAL_ROW_CHARS = 84;

const END_AT = 19;
const SIZE_AT = 37;
const TAIL_AT = 50;
const SIZE_SLOTS = 1024;
const TAIL_SLOTS = 64;
const TAIL_WORDS = 5;
const TAIL_OFFSETS = [0, 8, 16, 24, 26];
const GOLDEN_RATIO = 0x9e3779b1;
const PAGES_HIGH = 2 ** 28;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const ZEROS_AND_DASH = 0x2d3030;
const ZEROS = 0x3030;

/**
 * Reads rows that follow the row before without a gap and whose size and flags were met before; every character is
 * compared, eight at a time (as numbers: the bytes of text are never NaN, and 0 only as 0). What it does not
 * recognise goes to PtdumpRowParser, and what that one understood is learned: the two agree by construction.
 */
export class PtdumpFastRows {
  readonly #rows: PtdumpRowColumns;
  /** By size: its first and its last eight characters, and the pages it says. */
  readonly #sizeText = new Float64Array(2 * SIZE_SLOTS * 2).fill(Number.NaN);
  readonly #sizePages = new Int32Array(2 * SIZE_SLOTS).fill(-1);
  /** By flags: five times eight of their characters, the bits and the level. */
  readonly #tailText = new Float64Array(TAIL_SLOTS * TAIL_WORDS).fill(Number.NaN);
  readonly #tailProt = new Int32Array(TAIL_SLOTS);
  readonly #tailLevel = new Uint8Array(TAIL_SLOTS);
  /** Of the address at which the last row ends: its first eight characters, the next eight, and the pages they say. */
  #high = Number.NaN;
  #low = Number.NaN;
  #highPages = 0;
  #lowPages = 0;

  /** Rows are appended to `rows`. */
  constructor(rows: PtdumpRowColumns) {
    this.#rows = rows;
  }

  /** Appends the known rows from the line at `from` on; gives back where the first line begins that is not one. */
  read(bytes: Uint8Array, view: DataView, from: number): number {
    const rows = this.#rows;
    const [sizeText, sizePages, tailText, hex] = [this.#sizeText, this.#sizePages, this.#tailText, HEX_PAIR];
    const [tailProt, tailLevel, high, highPages] = [this.#tailProt, this.#tailLevel, this.#high, this.#highPages];
    let { startPage: starts, endPage: ends, prot: prots, level: levels, count } = rows;
    let [low, start] = [this.#low, this.#lowPages];
    const lastAt = bytes.length - CANONICAL_ROW_CHARS - 1;
    let at = from;
    while (at <= lastAt) {
      let next = at + CANONICAL_ROW_CHARS + 1;
      if (bytes[next - 1] !== NEWLINE) {
        if (bytes[next - 1] !== CARRIAGE_RETURN || bytes[next] !== NEWLINE) break;
        next++;
      }
      if (
        view.getFloat64(at, true) !== high ||
        view.getFloat64(at + 8, true) !== low ||
        view.getInt32(at + 15, true) >>> 8 !== ZEROS_AND_DASH || // after the address's last digit but two
        view.getFloat64(at + END_AT, true) !== high
      )
        break;
      const left = view.getInt32(at + END_AT + 8, true);
      const right = view.getInt32(at + END_AT + 12, true);
      const d = hex[left & 0xffff] as number;
      const e = hex[left >>> 16] as number;
      const f = hex[right & 0xffff] as number;
      const g = hex[right >>> 16] as number;
      if ((d | e | f | g) < 0 || (g & 15) !== 0 || view.getUint16(at + END_AT + 16, true) !== ZEROS) break;
      const end = (d << 20) | (e << 12) | (f << 4) | (g >> 4);

      const pages = (end - start) | 0;
      const size = sizeSlot(pages);
      if (
        sizePages[size] !== pages ||
        sizeText[2 * size] !== view.getFloat64(at + SIZE_AT, true) ||
        sizeText[2 * size + 1] !== view.getFloat64(at + SIZE_AT + 5, true)
      )
        break;

      const tail = tailSlot(view, at);
      const words = tail * TAIL_WORDS;
      if (
        tailText[words] !== view.getFloat64(at + TAIL_AT, true) ||
        tailText[words + 1] !== view.getFloat64(at + TAIL_AT + 8, true) ||
        tailText[words + 2] !== view.getFloat64(at + TAIL_AT + 16, true) ||
        tailText[words + 3] !== view.getFloat64(at + TAIL_AT + 24, true) ||
        tailText[words + 4] !== view.getFloat64(at + TAIL_AT + 26, true)
      )
        break;
      const prot = tailProt[tail] as number;
      const level = tailLevel[tail] as number;
      // A large page begins and ends at a multiple of its size.
      if (prot !== 0 && level > 1 && ((start | end) & (pagesOf(level as Level) - 1)) !== 0) break;

      if (count === levels.length) {
        rows.grow();
        ({ startPage: starts, endPage: ends, prot: prots, level: levels } = rows);
      }
      starts[count] = highPages + start;
      ends[count] = highPages + end;
      prots[count] = prot;
      levels[count] = level;
      count++;
      start = end;
      low = view.getFloat64(at + END_AT + 8, true);
      at = next;
    }
    rows.count = count;
    this.#low = low;
    this.#lowPages = start;
    return at;
  }

  /** Remembers size and flags of a row of CANONICAL_ROW_CHARS bytes at `at` that `row` has just understood and that was kept. */
  learn(view: DataView, at: number, row: PtdumpRowParser): void {
    const pages = row.endPage - row.startPage;
    if (pages < PAGES_HIGH) {
      const size = sizeSlot(pages);
      this.#sizePages[size] = pages;
      this.#sizeText[2 * size] = view.getFloat64(at + SIZE_AT, true);
      this.#sizeText[2 * size + 1] = view.getFloat64(at + SIZE_AT + 5, true);
    }
    const tail = tailSlot(view, at);
    for (const [word, offset] of TAIL_OFFSETS.entries())
      this.#tailText[tail * TAIL_WORDS + word] = view.getFloat64(at + TAIL_AT + offset, true);
    this.#tailProt[tail] = row.prot;
    this.#tailLevel[tail] = row.level;
    // Nothing follows the last address.
    this.#high = row.endPage === PAGE_OF_WRAP ? Number.NaN : view.getFloat64(at + END_AT, true);
    this.#low = view.getFloat64(at + END_AT + 8, true);
    this.#lowPages = row.endPage % PAGES_HIGH;
    this.#highPages = row.endPage - this.#lowPages;
  }

  /** The last line was no row of CANONICAL_ROW_CHARS bytes: the next one is not known. */
  forget(): void {
    this.#high = Number.NaN;
  }
}

/** A number of pages that a table of 4K entries may hold has a slot of its own. */
function sizeSlot(pages: number): number {
  return pages >>> 0 < SIZE_SLOTS ? pages : SIZE_SLOTS + (Math.imul(pages, GOLDEN_RATIO) >>> 22);
}

/** By the letters of RW, PSE and GLB, of NX and of the level. */
function tailSlot(view: DataView, at: number): number {
  const left = view.getInt32(at + 55, true) ^ (view.getInt32(at + 66, true) << 4);
  const right = view.getInt32(at + 75, true) ^ (view.getInt32(at + 80, true) << 2);
  return Math.imul(left + Math.imul(right, 31), GOLDEN_RATIO) >>> 26;
}
