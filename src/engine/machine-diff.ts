import { endOfRun, type LeafRuns } from '../x86/leaf-runs.ts';
import { type Level, levelName } from '../x86/page.ts';
import { cacheMode, G, largeToSmall, NX, P, PAT_4K, PCD, type Prot, PWT, RW, US } from '../x86/prot.ts';

/**
 * Where two machines differ, as columns of `count` rows in order of page: stretches whose pages changed alike. A level
 * of 0 means that nothing present maps the pages. Flags are in 4K format, and only those that are compared.
 */
export interface MachineDiff {
  readonly count: number;
  readonly pfn: Float64Array;
  /** Number of 4K pages. */
  readonly pages: Float64Array;
  readonly fromLevel: Uint8Array;
  readonly toLevel: Uint8Array;
  readonly fromProt: Int32Array;
  readonly toProt: Int32Array;
}

/** ACCESSED and DIRTY are the CPU's, and software bits are in few formats. */
const COMPARED = RW | NX | G | US | PWT | PCD | PAT_4K;

/**
 * Compares the present leaves of two machines: size, RW, NX, GLOBAL, USER and cache mode, of the pages before `endPfn`.
 * What is not present counts as not mapped, since most formats cannot tell the two apart.
 */
export function diffMachines(before: LeafRuns, after: LeafRuns, endPfn = Number.POSITIVE_INFINITY): MachineDiff {
  const rows = new Rows();
  const left = new Cursor(before);
  const right = new Cursor(after);
  for (let at = Math.min(left.nextPage(0), right.nextPage(0)); at < endPfn; ) {
    left.moveTo(at);
    right.moveTo(at);
    const end = Math.min(left.end, right.end, endPfn);
    if (left.level !== right.level || left.prot !== right.prot)
      rows.append(at, end - at, left.level, right.level, left.prot, right.prot);
    at = Math.min(left.nextPage(end), right.nextPage(end));
  }
  return rows.end();
}

/** "4K RW NX GLOBAL WB", or "nothing": one side of a row. */
export function diffSideText(level: number, prot: number): string {
  if (level === 0) return 'nothing';
  const flags = [prot & US ? 'USER' : '', prot & RW ? 'RW' : 'RO', prot & NX ? 'NX' : 'X', prot & G ? 'GLOBAL' : ''];
  return [levelName(level as Level), ...flags, cacheMode(prot as Prot, 1)].filter((part) => part !== '').join(' ');
}

/** Present runs as a function of the page, read in ascending order. */
class Cursor {
  end = 0;
  level: Level | 0 = 0;
  prot = 0;
  readonly #runs: LeafRuns;
  #row = 0;

  constructor(runs: LeafRuns) {
    this.#runs = runs;
  }

  /** First mapped page from `pfn` on; Infinity when there is none. */
  nextPage(pfn: number): number {
    this.#skipTo(pfn);
    const first = this.#firstPage();
    return first < pfn ? pfn : first;
  }

  moveTo(pfn: number): void {
    this.#skipTo(pfn);
    const first = this.#firstPage();
    const mapped = first <= pfn;
    this.level = mapped ? (this.#runs.level[this.#row] as Level) : 0;
    this.prot = mapped ? comparedProt(this.#runs.prot[this.#row] as Prot, this.level) : 0;
    this.end = mapped ? endOfRun(this.#runs, this.#row) : first;
  }

  #skipTo(pfn: number): void {
    const runs = this.#runs;
    while (this.#row < runs.pfn.length && (endOfRun(runs, this.#row) <= pfn || !(runs.prot[this.#row] & P)))
      this.#row++;
  }

  /** Infinity after the last row. */
  #firstPage(): number {
    return this.#runs.pfn[this.#row] ?? Number.POSITIVE_INFINITY;
  }
}

const comparedProt = (prot: Prot, level: number): number => (level === 1 ? prot : largeToSmall(prot)) & COMPARED;

class Rows {
  #count = 0;
  #pfn = new Float64Array(256);
  #pages = new Float64Array(256);
  #bits = new Int32Array(1024);

  append(pfn: number, pages: number, fromLevel: number, toLevel: number, fromProt: number, toProt: number): void {
    const last = this.#count - 1;
    const at = last * 4;
    const bits = this.#bits;
    const continues =
      last >= 0 &&
      this.#pfn[last] + this.#pages[last] === pfn &&
      bits[at] === fromLevel &&
      bits[at + 1] === toLevel &&
      bits[at + 2] === fromProt &&
      bits[at + 3] === toProt;
    if (continues) {
      this.#pages[last] += pages;
      return;
    }
    if (this.#count === this.#pfn.length) this.#grow();
    this.#pfn[this.#count] = pfn;
    this.#pages[this.#count] = pages;
    this.#bits.set([fromLevel, toLevel, fromProt, toProt], this.#count * 4);
    this.#count++;
  }

  end(): MachineDiff {
    const count = this.#count;
    const column = (index: number): Int32Array =>
      Int32Array.from({ length: count }, (_, i) => this.#bits[i * 4 + index]);
    return {
      count,
      pfn: this.#pfn.slice(0, count),
      pages: this.#pages.slice(0, count),
      fromLevel: Uint8Array.from(column(0)),
      toLevel: Uint8Array.from(column(1)),
      fromProt: column(2),
      toProt: column(3),
    };
  }

  #grow(): void {
    const length = this.#count * 2;
    const [pfn, pages, bits] = [this.#pfn, this.#pages, this.#bits];
    this.#pfn = new Float64Array(length);
    this.#pages = new Float64Array(length);
    this.#bits = new Int32Array(length * 4);
    this.#pfn.set(pfn);
    this.#pages.set(pages);
    this.#bits.set(bits);
  }
}
