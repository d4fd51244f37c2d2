import { G, NX, P, PAT_4K, PAT_LARGE, PCD, type Prot, PSE, PWT, RW, US } from '../x86/prot.ts';

/** What a piece of text is: a row of a dump, something else, a row that stops too early, a row that is wrong. */
export type RowKind = 'row' | 'other' | 'cut' | 'wrong';

/** Level of a hole that is as large as an upper table's entries (p4d, pgd, cr3): no leaf has it. */
export const UPPER_LEVEL = 4;

const LEVELS: Readonly<Record<string, number>> = {
  pte: 1,
  pmd: 2,
  pud: 3,
  p4d: UPPER_LEVEL,
  pgd: UPPER_LEVEL,
  cr3: UPPER_LEVEL,
};
const FLAGS = ['USR', 'RW', 'ro', 'PWT', 'PCD', 'PSE', 'PAT', 'GLB', 'NX', 'x'];
const TOKENS = [...FLAGS, ...Object.keys(LEVELS)];
const PAGES_HIGH = 2 ** 28;
/** Virtual page number one past the last: a row that ends at address 0 ends here. */
export const PAGE_OF_WRAP = 2 ** 52;

const RANGE_CHARS = 37;
const MEMO_SLOTS = 64;
const SPACE = 0x20;
const TAB = 0x09;

const HEX = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) HEX[digit.charCodeAt(0)] = value;

const UNIT_PAGES = new Float64Array(256);
for (const [unit, bytes] of Object.entries({ B: 0, K: 10, M: 20, G: 30, T: 40, P: 50, E: 60 }))
  UNIT_PAGES[unit.charCodeAt(0)] = 2 ** (bytes - 12);

/**
 * Parses single rows of the kernel's page-table dump (arch/x86/mm/dump_pagetables.c, note_page) from bytes. One
 * parser is kept for a whole file: the fields hold the last row, and the few different tails are remembered.
 */
export class PtdumpRowParser {
  /** Virtual page numbers (address / 4096); `endPage` is exclusive. */
  startPage = 0;
  endPage = 0;
  /** Flag bits; 0 for a row that is not present. ACCESSED and DIRTY are not in a dump. */
  prot = 0 as Prot;
  /** 1 = pte, 2 = pmd, 3 = pud, UPPER_LEVEL above. */
  level = 0;
  /** What is wrong with the row, or where a cut one ends. */
  complaint = '';
  #memo: { readonly tail: Uint8Array; readonly prot: Prot; readonly level: number }[] = [];

  /** Reads bytes `from`..`to` (exclusive, without the newline) as one row; sets the fields when it is one. */
  parse(bytes: Uint8Array, from: number, to: number): RowKind {
    const at = from + RANGE_CHARS;
    if (at >= to || bytes[from + 18] !== 0x2d) return this.#notARange(bytes, from, to);
    const startPage = pageAt(bytes, from);
    let endPage = pageAt(bytes, from + 19);
    if (startPage < 0 || endPage < 0) return this.#notARange(bytes, from, to);
    if (endPage === 0) endPage = PAGE_OF_WRAP;
    let p = at;
    while (p < to && (bytes[p] === SPACE || bytes[p] === TAB)) p++;
    let size = 0;
    const digitsFrom = p;
    for (
      let digit = (bytes[p] as number) - 0x30;
      p < to && digit >= 0 && digit <= 9;
      digit = (bytes[p] as number) - 0x30
    ) {
      size = size * 10 + digit;
      p++;
    }
    if (p >= to) return this.#cut(digitsFrom === p ? 'the address range' : 'the digits of the size');
    const unit = UNIT_PAGES[bytes[p] as number] as number;
    if (unit === 0 || digitsFrom === p) return this.#wrong('its size is missing');
    p++;
    if (endPage <= startPage) return this.#wrong('its range is empty or runs backwards');
    if (size * unit !== endPage - startPage) return this.#wrong('its size does not fit its address range');
    const tail = this.#parseTail(bytes, p, to);
    if (tail !== 'row') return tail;
    this.startPage = startPage;
    this.endPage = endPage;
    return 'row';
  }

  #parseTail(bytes: Uint8Array, from: number, to: number): RowKind {
    let hash = to - from;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
    const slot = hash & (MEMO_SLOTS - 1);
    const known = this.#memo[slot];
    if (known !== undefined && equalBytes(known.tail, bytes, from, to)) {
      this.prot = known.prot;
      this.level = known.level;
      return 'row';
    }
    const kind = this.#parseTokens(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 200))));
    if (kind === 'row') this.#memo[slot] = { tail: bytes.slice(from, to), prot: this.prot, level: this.level };
    return kind;
  }

  #parseTokens(tail: string): RowKind {
    const tokens = tail.split(/\s+/).filter((token) => token !== '');
    const last = tokens.at(-1) ?? '';
    const level = LEVELS[last];
    if (level === undefined) {
      const stranger = tokens.slice(0, -1).find((token) => !FLAGS.includes(token));
      if (last === '') return this.#cut('the size');
      if (stranger !== undefined)
        return this.#wrong(LEVELS[stranger] ? 'more text follows the level' : notAFlag(stranger));
      if (!TOKENS.some((token) => token.startsWith(last))) return this.#wrong(notAFlag(last));
      return this.#cut('the flags');
    }
    const flags = new Set(tokens.slice(0, -1));
    for (const flag of flags) if (!FLAGS.includes(flag)) return this.#wrong(notAFlag(flag));
    if (flags.size !== tokens.length - 1) return this.#wrong('a flag occurs twice');
    this.level = level;
    this.prot = 0 as Prot;
    if (flags.size === 0) return 'row';
    if (flags.has('RW') === flags.has('ro') || flags.has('NX') === flags.has('x'))
      return this.#wrong('a present row has one of RW and ro, and one of NX and x');
    if (level === UPPER_LEVEL) return this.#wrong(`no page is as large as an entry of the ${last}`);
    if (flags.has('PSE') !== level > 1) return this.#wrong(level > 1 ? 'a large page has PSE' : 'a 4K page has no PSE');
    let prot: number = P;
    if (flags.has('USR')) prot |= US;
    if (flags.has('RW')) prot |= RW;
    if (flags.has('PWT')) prot |= PWT;
    if (flags.has('PCD')) prot |= PCD;
    if (flags.has('PSE')) prot |= PSE;
    if (flags.has('PAT')) prot |= level === 1 ? PAT_4K : PAT_LARGE;
    if (flags.has('GLB')) prot |= G;
    if (flags.has('NX')) prot |= NX;
    this.prot = prot as Prot;
    return 'row';
  }

  #notARange(bytes: Uint8Array, from: number, to: number): RowKind {
    if (bytes[from] !== 0x30 || bytes[from + 1] !== 0x78 || to - from < 3) return 'other';
    const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + RANGE_CHARS + 3)));
    const range = text.split(/\s/, 1)[0] ?? '';
    if (/^0x[0-9a-f]{8}-0x[0-9a-f]{8}$/.test(range)) return this.#wrong('its addresses have 32 bits');
    if (!/^0x[0-9a-f]{0,16}(?:$|-(?:$|0(?:$|x[0-9a-f]{0,16}$)))/.test(range)) return 'other';
    const complete = range.length === RANGE_CHARS;
    if (complete && !(range.endsWith('000') && range.slice(15, 18) === '000'))
      return this.#wrong('its addresses are not on page boundaries');
    if (range.length < to - from && !complete)
      return range.includes('-') ? this.#wrong('an address has not 16 digits') : 'other';
    return this.#cut(complete ? 'the address range' : 'the first digits of its addresses');
  }

  #cut(after: string): RowKind {
    this.complaint = after;
    return 'cut';
  }

  #wrong(complaint: string): RowKind {
    this.complaint = complaint;
    return 'wrong';
  }
}

const notAFlag = (token: string): string => `"${token}" is no flag of x86`;

/** Page number of the address "0x" + 16 lower-case hex digits at `at`; negative when there is none on a page boundary. */
function pageAt(bytes: Uint8Array, at: number): number {
  let bad = ((bytes[at] as number) ^ 0x30) | ((bytes[at + 1] as number) ^ 0x78);
  bad |=
    ((bytes[at + 15] as number) ^ 0x30) | ((bytes[at + 16] as number) ^ 0x30) | ((bytes[at + 17] as number) ^ 0x30);
  let high = 0;
  let low = 0;
  let invalid = 0;
  for (let i = at + 2; i < at + 8; i++) {
    const digit = HEX[bytes[i] as number] as number;
    invalid |= digit;
    high = (high << 4) | digit;
  }
  for (let i = at + 8; i < at + 15; i++) {
    const digit = HEX[bytes[i] as number] as number;
    invalid |= digit;
    low = (low << 4) | digit;
  }
  return bad !== 0 || invalid < 0 ? -1 : high * PAGES_HIGH + low;
}

function equalBytes(one: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (one.length !== to - from) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== bytes[from + i]) return false;
  return true;
}
