import type { Prot } from '../x86/prot.ts';
import { HEX_PAIR } from './hex-pairs.ts';
import type { PtdumpRowParser } from './ptdump-row.ts';

/** Length of a row as the kernel prints it, without the newline. */
export const CANONICAL_ROW_CHARS = 84;

const SIZE_AT = 37;
const TAIL_AT = 50;
const SIZE_SLOTS = 1024;
const TAIL_SLOTS = 64;
const TAIL_WORDS = 5;
const GOLDEN_RATIO = 0x9e3779b1;
const PAGES_HIGH = 2 ** 28;

/**
 * Recognises rows that follow the row before without a gap and whose size and flags were met before; every character
 * is compared, eight at a time (as numbers: the bytes of text are never NaN, and 0 only as 0). What it does not
 * recognise goes to PtdumpRowParser, and what that one understood is learned: the two agree by construction.
 */
export class PtdumpFastRow {
  endPage = 0;
  prot = 0 as Prot;
  level = 0;
  /** The first eight and the last eight characters of a size, and the pages it says. */
  readonly #sizeLeft = new Float64Array(2 * SIZE_SLOTS);
  readonly #sizeRight = new Float64Array(2 * SIZE_SLOTS);
  readonly #sizePages = new Float64Array(2 * SIZE_SLOTS).fill(Number.NaN);
  readonly #tailWords = new Float64Array(TAIL_SLOTS * TAIL_WORDS);
  readonly #tailProt = new Int32Array(TAIL_SLOTS);
  readonly #tailLevel = new Uint8Array(TAIL_SLOTS);
  /** Pages that the first eight characters of an address say. */
  #highText = Number.NaN;
  #highPages = -1;

  /**
   * Reads the CANONICAL_ROW_CHARS bytes at `at`; true when they are a known row that starts at `startPage`, whose
   * text is at `endOfPrevious` in the same bytes. Then the fields are set.
   */
  recognise(view: DataView, at: number, endOfPrevious: number, startPage: number): boolean {
    if (
      view.getFloat64(at + 8, true) !== view.getFloat64(endOfPrevious + 8, true) ||
      view.getFloat64(at, true) !== view.getFloat64(endOfPrevious, true) ||
      view.getInt32(at + 15, true) >>> 8 !== 0x2d3030 || // "00-", after the address's last digit but two
      view.getInt16(at + 16, true) !== view.getInt16(endOfPrevious + 16, true)
    )
      return false;
    const highText = view.getFloat64(at + 19, true);
    if (highText !== this.#highText && !this.#learnHigh(view, at + 19, highText)) return false;
    const d = HEX_PAIR[view.getUint16(at + 27, true)] as number;
    const e = HEX_PAIR[view.getUint16(at + 29, true)] as number;
    const f = HEX_PAIR[view.getUint16(at + 31, true)] as number;
    const g = HEX_PAIR[view.getUint16(at + 33, true)] as number;
    if ((d | e | f | g) < 0 || (g & 15) !== 0 || view.getUint16(at + 35, true) !== 0x3030) return false;
    const endPage = this.#highPages + ((d << 20) | (e << 12) | (f << 4) | (g >> 4));

    const pages = endPage - startPage;
    const size = sizeSlot(pages);
    if (
      this.#sizePages[size] !== pages ||
      this.#sizeRight[size] !== view.getFloat64(at + SIZE_AT + 5, true) ||
      this.#sizeLeft[size] !== view.getFloat64(at + SIZE_AT, true)
    )
      return false;

    const tail = tailSlot(view, at);
    const words = this.#tailWords;
    const t = tail * TAIL_WORDS;
    if (
      words[t] !== view.getFloat64(at + TAIL_AT, true) ||
      words[t + 1] !== view.getFloat64(at + TAIL_AT + 8, true) ||
      words[t + 2] !== view.getFloat64(at + TAIL_AT + 16, true) ||
      words[t + 3] !== view.getFloat64(at + TAIL_AT + 24, true) ||
      words[t + 4] !== view.getFloat64(at + TAIL_AT + 26, true)
    )
      return false;
    this.endPage = endPage;
    this.prot = this.#tailProt[tail] as Prot;
    this.level = this.#tailLevel[tail] as number;
    return true;
  }

  /** Remembers size and flags of a row of CANONICAL_ROW_CHARS bytes at `at` that `row` has just understood. */
  learn(view: DataView, at: number, row: PtdumpRowParser): void {
    const pages = row.endPage - row.startPage;
    const size = sizeSlot(pages);
    this.#sizeLeft[size] = view.getFloat64(at + SIZE_AT, true);
    this.#sizeRight[size] = view.getFloat64(at + SIZE_AT + 5, true);
    this.#sizePages[size] = pages;
    const tail = tailSlot(view, at);
    for (let i = 0; i < TAIL_WORDS; i++)
      this.#tailWords[tail * TAIL_WORDS + i] = view.getFloat64(at + TAIL_AT + Math.min(i * 8, 26), true);
    this.#tailProt[tail] = row.prot;
    this.#tailLevel[tail] = row.level;
  }

  /** "0x" and six hex digits at `at`; false when they are none. */
  #learnHigh(view: DataView, at: number, text: number): boolean {
    const a = HEX_PAIR[view.getUint16(at + 2, true)] as number;
    const b = HEX_PAIR[view.getUint16(at + 4, true)] as number;
    const c = HEX_PAIR[view.getUint16(at + 6, true)] as number;
    if (view.getUint16(at, true) !== 0x7830 || (a | b | c) < 0) return false;
    this.#highText = text;
    this.#highPages = ((a << 16) | (b << 8) | c) * PAGES_HIGH;
    return true;
  }
}

/** A number of pages that a table of 4K entries may hold has a slot of its own. */
function sizeSlot(pages: number): number {
  if (pages >= 0 && pages < SIZE_SLOTS) return pages;
  return SIZE_SLOTS + (Math.imul((pages / SIZE_SLOTS) | 0, GOLDEN_RATIO) >>> 22);
}

function tailSlot(view: DataView, at: number): number {
  const left = view.getInt32(at + 54, true) ^ (view.getInt32(at + 62, true) << 2) ^ view.getInt32(at + 66, true);
  const right =
    view.getInt32(at + 74, true) ^ (view.getInt32(at + 78, true) << 3) ^ (view.getInt32(at + 80, true) << 1);
  return Math.imul(Math.imul(left, 31) ^ right, GOLDEN_RATIO) >>> 26;
}
