import { type Prot, PSE } from '../x86/prot.ts';
import { HEX_PAIR } from './hex-pairs.ts';
import { INFO_TLB_LINE_CHARS, type InfoTlbLine } from './info-tlb-line.ts';

const PHYSICAL_AT = 18;
const FLAGS_AT = 35;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const COLON_BLANK = 0x203a;
const BLANK = 0x20;
const ZEROS = 0x303030;
const LOW_PAGES = 2 ** 20;

/**
 * Reads lines that continue the line before: the next 4K page of the next frame with the same flags. Every character
 * is compared, eight at a time where they are those of the line before (as numbers: the bytes of text are never NaN,
 * and 0 only as 0). What it does not recognise goes to InfoTlbLine, and what that one understood is learned.
 */
export class InfoTlbFastLines {
  /** Entries of the last `read`. */
  entries = 0;
  /** Of the last line's two addresses: the first eight characters, and the pages that the next eight say. */
  #high = Number.NaN;
  #low = 0;
  #physicalHigh = Number.NaN;
  #physicalLow = 0;
  /** Nine characters of flags. */
  #flags = 0;
  #moreFlags = 0;
  #lastFlag = 0;

  /** Reads continuing lines from the line at `from` on; gives back where the first line begins that is not one. */
  read(bytes: Uint8Array, view: DataView, from: number): number {
    const hex = HEX_PAIR;
    const [high, physicalHigh] = [this.#high, this.#physicalHigh];
    const [flags, moreFlags, lastFlag] = [this.#flags, this.#moreFlags, this.#lastFlag];
    let [low, physicalLow, entries] = [this.#low, this.#physicalLow, 0];
    const lastAt = bytes.length - INFO_TLB_LINE_CHARS - 1;
    let at = from;
    while (at <= lastAt) {
      let next = at + INFO_TLB_LINE_CHARS + 1;
      if (bytes[next - 1] !== NEWLINE) {
        if (bytes[next - 1] !== CARRIAGE_RETURN || bytes[next] !== NEWLINE) break;
        next++;
      }
      if (
        view.getFloat64(at, true) !== high ||
        view.getFloat64(at + PHYSICAL_AT, true) !== physicalHigh ||
        view.getInt32(at + FLAGS_AT, true) !== flags ||
        view.getInt32(at + FLAGS_AT + 4, true) !== moreFlags ||
        bytes[at + FLAGS_AT + 8] !== lastFlag ||
        view.getUint16(at + 16, true) !== COLON_BLANK ||
        bytes[at + FLAGS_AT - 1] !== BLANK
      )
        break;
      const left = view.getInt32(at + 8, true);
      const right = view.getInt32(at + 12, true);
      const page = ((hex[left & 0xffff] as number) << 12) | ((hex[left >>> 16] as number) << 4) | digit(right & 0xff);
      const physicalLeft = view.getInt32(at + PHYSICAL_AT + 8, true);
      const physicalRight = view.getInt32(at + PHYSICAL_AT + 12, true);
      const pfn =
        ((hex[physicalLeft & 0xffff] as number) << 12) |
        ((hex[physicalLeft >>> 16] as number) << 4) |
        digit(physicalRight & 0xff);
      if (page !== low + 1 || pfn !== physicalLow + 1 || right >>> 8 !== ZEROS || physicalRight >>> 8 !== ZEROS) break;
      low = page;
      physicalLow = pfn;
      entries++;
      at = next;
    }
    this.entries = entries;
    this.#low = low;
    this.#physicalLow = physicalLow;
    return at;
  }

  /** Remembers the line of INFO_TLB_LINE_CHARS bytes at `at` that `line` has just understood and that was kept. */
  learn(view: DataView, at: number, line: InfoTlbLine): void {
    this.#high = isSmall(line.prot) ? view.getFloat64(at, true) : Number.NaN;
    this.#low = line.page % LOW_PAGES;
    this.#physicalHigh = view.getFloat64(at + PHYSICAL_AT, true);
    this.#physicalLow = line.pfn % LOW_PAGES;
    this.#flags = view.getInt32(at + FLAGS_AT, true);
    this.#moreFlags = view.getInt32(at + FLAGS_AT + 4, true);
    this.#lastFlag = view.getUint8(at + FLAGS_AT + 8);
  }

  /** The last line was none of INFO_TLB_LINE_CHARS bytes: the next one is not known. */
  forget(): void {
    this.#high = Number.NaN;
  }
}

const isSmall = (prot: Prot): boolean => (prot & PSE) === 0;

/** Value of a lower-case hex digit; -1 for any other character. */
const digit = (char: number): number => HEX_PAIR[0x30 | (char << 8)] as number;
