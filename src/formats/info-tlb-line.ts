import type { Prot } from '../x86/prot.ts';
import { HEX_PAIR } from './hex-pairs.ts';
import type { InfoTlbFlagMemo } from './info-tlb-flag-memo.ts';

/** Length of a line of `info tlb` without the newline: address, physical address, nine flags. */
export const INFO_TLB_LINE_CHARS = 44;

const PHYSICAL_AT = 18;
const FLAGS_AT = 35;
const COLON_BLANK = 0x203a;
const BLANK = 0x20;
const WHOLE = /^[0-9a-f]{16}: [0-9a-f]{16} \S{9}$/;
/** Any proper beginning of a line. */
const CUT = /^[0-9a-f]{1,16}$|^[0-9a-f]{16}:(?: [0-9a-f]{0,16})?$|^[0-9a-f]{16}: [0-9a-f]{16} [XGPDACTUW-]{0,8}$/;

/** What a text is: a line of `info tlb`, the beginning of one, one that is wrong, or something else. */
export type InfoTlbLineKind = 'line' | 'cut' | 'wrong' | 'other';

/** Parses single lines of QEMU's `info tlb`; one is kept for a whole file, its fields hold the last line. */
export class InfoTlbLine {
  /** Virtual page and PFN (addresses / 4096). */
  page = 0;
  pfn = 0;
  /** Flag bits with P set; letter P is bit 7, so PSE of a large page or PAT of a 4K one. */
  prot = 0 as Prot;
  /** What is wrong with the line. */
  complaint = '';
  readonly #flags: InfoTlbFlagMemo;

  constructor(flags: InfoTlbFlagMemo) {
    this.#flags = flags;
  }

  /** Reads the INFO_TLB_LINE_CHARS bytes at `at`; true when they are a good line, and then the fields are set. */
  recognise(view: DataView, at: number): boolean {
    if (view.getUint16(at + 16, true) !== COLON_BLANK || view.getUint8(at + 34) !== BLANK) return false;
    const page = pageAt(view, at);
    const pfn = pageAt(view, at + PHYSICAL_AT);
    if (page < 0 || pfn < 0) return false;
    const prot = this.#flags.protAt(view, at + FLAGS_AT);
    if (prot === 0) return false;
    this.page = page;
    this.pfn = pfn;
    this.prot = prot;
    return true;
  }

  /** Says what a text is that is not known to be a plain line; sets the fields when it is one. */
  parse(text: string): InfoTlbLineKind {
    if (CUT.test(text)) return 'cut';
    if (!/^[0-9a-f]{16}: /.test(text)) return 'other';
    if (!WHOLE.test(text)) return this.#wrong('the physical address or the flags have another length');
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    if (this.recognise(new DataView(bytes.buffer), 0)) return 'line';
    const aligned = text.slice(13, 16) === '000' && text.slice(31, 34) === '000';
    return this.#wrong(
      aligned
        ? `"${text.slice(FLAGS_AT)}" are not flags in the order XGPDACTUW`
        : 'an address is not on a page boundary',
    );
  }

  #wrong(complaint: string): InfoTlbLineKind {
    this.complaint = complaint;
    return 'wrong';
  }
}

/** The page of 16 hex digits; -1 when they are none or not on a page boundary. */
function pageAt(view: DataView, at: number): number {
  const a = pair(view, at);
  const b = pair(view, at + 2);
  const c = pair(view, at + 4);
  const d = pair(view, at + 6);
  const e = pair(view, at + 8);
  const f = pair(view, at + 10);
  const g = pair(view, at + 12);
  if ((a | b | c | d | e | f | g) < 0 || (g & 15) !== 0 || view.getUint16(at + 14, true) !== 0x3030) return -1;
  return ((a << 16) | (b << 8) | c) * 2 ** 28 + ((d << 20) | (e << 12) | (f << 4) | (g >> 4));
}

function pair(view: DataView, at: number): number {
  return HEX_PAIR[view.getUint16(at, true)] as number;
}
