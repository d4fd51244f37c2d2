import { type Prot, PSE } from '../x86/prot.ts';
import { HEX_PAIR } from './hex-pairs.ts';
import type { InfoTlbFlagMemo } from './info-tlb-flag-memo.ts';
import { INFO_TLB_LINE_CHARS, type InfoTlbLine } from './info-tlb-line.ts';
import type { InfoTlbRunColumns } from './info-tlb-runs.ts';

const PHYSICAL_AT = 18;
const FLAGS_AT = 35;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const COLON_BLANK = 0x203a;
const BLANK = 0x20;
const ZEROS = 0x303030;
const LOW_PAGES = 2 ** 20;

/**
 * Reads lines of 4K pages whose two addresses begin with the eight characters of those before; these are compared at
 * once (as numbers: the bytes of text are never NaN, and 0 only as 0). What it does not recognise goes to InfoTlbLine.
 */
export class InfoTlbFastLines {
  /** Lines of the last `read`; when there are any, the last one's entry, which is not kept yet. */
  lines = 0;
  page = 0;
  pfn = 0;
  prot = 0 as Prot;
  readonly #runs: InfoTlbRunColumns;
  readonly #flags: InfoTlbFlagMemo;
  /** Of the last line's two addresses: the first eight characters, and the pages that they say. */
  #high = Number.NaN;
  #physicalHigh = Number.NaN;
  #highPages = 0;
  #physicalHighPages = 0;

  /** Entries are appended to `runs`. */
  constructor(runs: InfoTlbRunColumns, flags: InfoTlbFlagMemo) {
    this.#runs = runs;
    this.#flags = flags;
  }

  /** Reads lines from the one at `from` on and keeps all entries but the last; gives back where the first line begins that is not known. */
  read(bytes: Uint8Array, view: DataView, from: number): number {
    const [hex, flags, runs] = [HEX_PAIR, this.#flags, this.#runs];
    const [high, physicalHigh] = [this.#high, this.#physicalHigh];
    const [highPages, physicalHighPages] = [this.#highPages, this.#physicalHighPages];
    /** The pages and frames that continue each other up to the last line. */
    let [low, physicalLow, prot] = [this.page - highPages, this.pfn - physicalHighPages, this.prot as number];
    let [entries, lines] = [1, 0];
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
      if (page <= low || pfn < 0 || right >>> 8 !== ZEROS || physicalRight >>> 8 !== ZEROS) break;
      const bits = flags.protAt(view, at + FLAGS_AT) as number;
      if (bits === 0 || bits & PSE) break;
      if (bits === prot && page === low + 1 && pfn === physicalLow + 1) entries++;
      else {
        const back = entries - 1;
        runs.append(highPages + low - back, physicalHighPages + physicalLow - back, prot as Prot, 1, entries);
        prot = bits;
        entries = 1;
      }
      low = page;
      physicalLow = pfn;
      lines++;
      at = next;
    }
    this.lines = lines;
    if (lines === 0) return at;
    this.page = highPages + low;
    this.pfn = physicalHighPages + physicalLow;
    this.prot = prot as Prot;
    if (entries > 1) runs.append(this.page - entries + 1, this.pfn - entries + 1, this.prot, 1, entries - 1);
    return at;
  }

  /** Begins after the line of INFO_TLB_LINE_CHARS bytes at `at`, which `line` has just understood and whose entry is not kept yet. */
  learn(view: DataView, at: number, line: InfoTlbLine): void {
    ({ page: this.page, pfn: this.pfn, prot: this.prot } = line);
    // What size a large page has depends on the line after it.
    this.#high = line.prot & PSE ? Number.NaN : view.getFloat64(at, true);
    this.#physicalHigh = view.getFloat64(at + PHYSICAL_AT, true);
    this.#highPages = line.page - (line.page % LOW_PAGES);
    this.#physicalHighPages = line.pfn - (line.pfn % LOW_PAGES);
  }

  /** The last line was none of INFO_TLB_LINE_CHARS bytes: the next one is not known. */
  forget(): void {
    this.#high = Number.NaN;
  }
}

/** Value of a lower-case hex digit; -1 for any other character. */
const digit = (char: number): number => HEX_PAIR[0x30 | (char << 8)] as number;
