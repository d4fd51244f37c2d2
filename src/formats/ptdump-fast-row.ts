import type { Prot } from '../x86/prot.ts';
import { HEX_PAIR } from './hex-pairs.ts';
import type { PtdumpRowParser } from './ptdump-row.ts';

/** Length of a row as the kernel prints it, without the newline. */
export const CANONICAL_ROW_CHARS = 84;

const SIZE_AT = 37;
const TAIL_AT = 50;
const SIZE_SLOTS = 1024;
const TAIL_SLOTS = 64;
const SIZE_WORDS = 4;
const TAIL_WORDS = 9;
const GOLDEN_RATIO = 0x9e3779b1;

/**
 * Recognises rows that follow the row before without a gap and whose size and flags were met before, four
 * characters at a time; every character is compared. What it does not recognise goes to PtdumpRowParser,
 * and what that one understood is learned: the two agree by construction.
 */
export class PtdumpFastRow {
  endPage = 0;
  prot = 0 as Prot;
  level = 0;
  #sizeWords = new Int32Array(SIZE_SLOTS * SIZE_WORDS);
  #sizePages = new Float64Array(SIZE_SLOTS).fill(-1);
  #tailWords = new Int32Array(TAIL_SLOTS * TAIL_WORDS);
  #tailProt = new Int32Array(TAIL_SLOTS);
  #tailLevel = new Uint8Array(TAIL_SLOTS);

  /**
   * Reads the CANONICAL_ROW_CHARS bytes at `at`; true when they are a known row that starts at `startPage`, whose
   * text is at `endOfPrevious` in the same bytes. Then the fields are set.
   */
  recognise(view: DataView, at: number, endOfPrevious: number, startPage: number): boolean {
    if (
      view.getInt32(at, true) !== view.getInt32(endOfPrevious, true) ||
      view.getInt32(at + 4, true) !== view.getInt32(endOfPrevious + 4, true) ||
      view.getInt32(at + 8, true) !== view.getInt32(endOfPrevious + 8, true) ||
      view.getInt32(at + 12, true) !== view.getInt32(endOfPrevious + 12, true) ||
      view.getInt16(at + 16, true) !== view.getInt16(endOfPrevious + 16, true) ||
      view.getInt32(at + 17, true) >>> 8 !== 0x78302d // "-0x"
    )
      return false;
    const a = pair(view, at + 21);
    const b = pair(view, at + 23);
    const c = pair(view, at + 25);
    const d = pair(view, at + 27);
    const e = pair(view, at + 29);
    const f = pair(view, at + 31);
    const g = pair(view, at + 33);
    if ((a | b | c | d | e | f | g) < 0 || (g & 15) !== 0 || view.getUint16(at + 35, true) !== 0x3030) return false;
    const endPage = ((a << 16) | (b << 8) | c) * 2 ** 28 + ((d << 20) | (e << 12) | (f << 4) | (g >> 4));

    const s0 = view.getInt32(at + SIZE_AT, true);
    const s1 = view.getInt32(at + SIZE_AT + 4, true);
    const s2 = view.getInt32(at + SIZE_AT + 8, true);
    const s3 = view.getInt32(at + SIZE_AT + 9, true);
    const size = sizeSlot(s0, s1, s2, s3);
    const s = size * SIZE_WORDS;
    const sizes = this.#sizeWords;
    if (sizes[s] !== s0 || sizes[s + 1] !== s1 || sizes[s + 2] !== s2 || sizes[s + 3] !== s3) return false;
    if (this.#sizePages[size] !== endPage - startPage) return false;

    const tail = tailSlot(view, at);
    const words = this.#tailWords;
    let t = tail * TAIL_WORDS;
    for (let i = at + TAIL_AT; i < at + 82; i += 4) if (words[t++] !== view.getInt32(i, true)) return false;
    if (words[t] !== view.getInt32(at + 80, true)) return false;
    this.endPage = endPage;
    this.prot = this.#tailProt[tail] as Prot;
    this.level = this.#tailLevel[tail] as number;
    return true;
  }

  /** Remembers size and flags of a row of CANONICAL_ROW_CHARS bytes at `at` that `row` has just understood. */
  learn(view: DataView, at: number, row: PtdumpRowParser): void {
    const words = [0, 4, 8, 9].map((offset) => view.getInt32(at + SIZE_AT + offset, true));
    const size = sizeSlot(...(words as [number, number, number, number]));
    this.#sizeWords.set(words, size * SIZE_WORDS);
    this.#sizePages[size] = row.endPage - row.startPage;
    const tail = tailSlot(view, at);
    for (let i = 0; i < TAIL_WORDS; i++)
      this.#tailWords[tail * TAIL_WORDS + i] = view.getInt32(at + Math.min(TAIL_AT + i * 4, 80), true);
    this.#tailProt[tail] = row.prot;
    this.#tailLevel[tail] = row.level;
  }
}

function pair(view: DataView, at: number): number {
  return HEX_PAIR[view.getUint16(at, true)] as number;
}

function sizeSlot(s0: number, s1: number, s2: number, s3: number): number {
  return Math.imul(s0 ^ Math.imul(s1, GOLDEN_RATIO) ^ s2 ^ (s3 >>> 8), GOLDEN_RATIO) >>> 22;
}

function tailSlot(view: DataView, at: number): number {
  const left = view.getInt32(at + 54, true) ^ (view.getInt32(at + 62, true) << 2) ^ view.getInt32(at + 66, true);
  const right =
    view.getInt32(at + 74, true) ^ (view.getInt32(at + 78, true) << 3) ^ (view.getInt32(at + 80, true) << 1);
  return Math.imul(Math.imul(left, 31) ^ right, GOLDEN_RATIO) >>> 26;
}
