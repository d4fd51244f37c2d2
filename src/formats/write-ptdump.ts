import { endOfRun, leafRun } from '../x86/leaf-runs.ts';
import { type Level, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { G, largeToSmall, NX, P, PAT_4K, PCD, type Prot, PWT, RW, US } from '../x86/prot.ts';
import { addressText, type WrittenMachine } from './write-direct-map-json.ts';

const UNITS = 'KMGTPE';
const LEVEL_NAMES = ['', 'pte', 'pmd', 'pud'] as const;
const PAGES_512G = 2 ** 27;
const PAGES_256T = 2 ** 36;
const PAGE_OF_WRAP = 2 ** 52;
const KERNEL_HALF = { 4: 0xffff800000000, 5: 0xff00000000000 } as const;

/**
 * The machine as the kernel's dump would show it (arch/x86/mm/dump_pagetables.c): the direct map in place, and nothing
 * mapped elsewhere. The format has no ACCESSED, DIRTY and software bits, and pages that are not present are holes in it;
 * a machine whose first page is not present cannot be told from one that begins later.
 */
export function ptdumpText({ leaves, directMapBase, pagingLevels }: WrittenMachine): string {
  const base = Number(directMapBase >> 12n);
  const rows = new DumpRows();
  rows.heading('User Space');
  rows.hole(KERNEL_HALF[pagingLevels], 'pgd');
  rows.heading('Kernel Space');
  rows.hole(base - (base % PAGES_512G), 'pgd');
  rows.hole(base, 'pud');
  rows.heading('Low Kernel Mapping');
  for (let row = 0; row < leaves.pfn.length; row++) {
    const { pfn, level, prot } = leafRun(leaves, row);
    if (!(prot & P)) continue;
    rows.holeBefore(base + pfn, pagingLevels);
    rows.mapped(base + endOfRun(leaves, row), prot, level);
  }
  rows.holeBefore(PAGE_OF_WRAP, pagingLevels);
  return rows.text();
}

class DumpRows {
  readonly #lines: string[] = [];
  /** First virtual page that no row says anything of. */
  #at = 0;
  #from = 0;
  /** Flags and level of the row that has begun. */
  #tail = '';
  #started = false;

  heading(name: string): void {
    this.#close();
    this.#lines.push(`---[ ${name} ]---\n`);
  }

  hole(endPage: number, level: string): void {
    this.#row(endPage, `${' '.repeat(30)}${level}`);
  }

  mapped(endPage: number, prot: Prot, level: Level): void {
    this.#row(endPage, flagsText(prot, level) + LEVEL_NAMES[level]);
  }

  /** Unmapped pages up to `page`, cut where a table ends that maps something before or after them. */
  holeBefore(page: number, pagingLevels: 4 | 5): void {
    const first = this.#at;
    const cuts = pagingLevels === 4 ? [PAGES_2M, PAGES_1G, PAGES_512G] : [PAGES_2M, PAGES_1G, PAGES_512G, PAGES_256T];
    const names = pagingLevels === 4 ? ['pte', 'pmd', 'pud', 'pgd'] : ['pte', 'pmd', 'pud', 'p4d', 'pgd'];
    const upward = cuts.map((size) => Math.min(page, Math.ceil(first / size) * size));
    const downward = cuts.map((size) => page - (page % size));
    for (const [i, end] of upward.entries()) this.hole(end, names[i] as string);
    for (let i = cuts.length - 1; i >= 0; i--) this.hole(downward[i] as number, names[i + 1] as string);
    this.hole(page, 'pte');
  }

  text(): string {
    this.#close();
    return this.#lines.join('');
  }

  #row(endPage: number, tail: string): void {
    if (endPage <= this.#at) return;
    if (tail !== this.#tail || !this.#started) {
      this.#close();
      this.#from = this.#at;
      this.#tail = tail;
      this.#started = true;
    }
    this.#at = endPage;
  }

  #close(): void {
    if (this.#started) {
      const size = sizeText(this.#at - this.#from).padStart(10);
      this.#lines.push(`${pageText(this.#from)}-${pageText(this.#at)}   ${size} ${this.#tail}\n`);
    }
    this.#started = false;
  }
}

const pageText = (page: number): string => addressText(BigInt(page) * 4096n);

function sizeText(pages: number): string {
  let size = pages * 4;
  let unit = 0;
  while (size % 1024 === 0 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size}${UNITS[unit]}`;
}

/** The columns of note_prot(), 30 characters. */
function flagsText(prot: Prot, level: Level): string {
  const small = level === 1 ? prot : largeToSmall(prot);
  const column = (bit: number, set: string, width: number, clear = ''): string =>
    (small & bit ? set : clear).padEnd(width);
  return [
    column(US, 'USR', 4),
    column(RW, 'RW', 3, 'ro'),
    column(PWT, 'PWT', 4),
    column(PCD, 'PCD', 4),
    (level > 1 ? 'PSE' : '').padEnd(4),
    column(PAT_4K, 'PAT', 4),
    column(G, 'GLB', 4),
    column(NX, 'NX', 3, 'x'),
  ].join('');
}
