import { type PtdumpPart, ptdumpText } from './ptdump-text.ts';

const GIB = 262144;
const TIB = 2 ** 28;
const LAST_PAGE = 2 ** 52;

/** 3 GiB of RAM, a hole up to 4 GiB, one GiB more. */
export const SOME_RAM: readonly PtdumpPart[] = [
  [512, 'RW GLB NX', 'pte'],
  [GIB - 512, 'RW PSE GLB NX', 'pmd'],
  [2 * GIB, 'RW PSE GLB NX', 'pud'],
  [GIB, '', 'pud'],
  [512, 'RW GLB NX', 'pte'],
  [GIB - 512, 'RW PSE GLB NX', 'pmd'],
];

/** Pages and guard pages, as in the vmalloc area. */
const VMALLOC: readonly PtdumpPart[] = Array.from({ length: 40 }, (_, index) =>
  index % 2 === 0 ? [4, 'RW GLB NX', 'pte'] : [1, '', 'pte'],
);
const VMEMMAP: readonly PtdumpPart[] = [[20480, 'RW PSE GLB NX', 'pmd']];

/**
 * A whole dump with the direct map at virtual page `base`, the lines `headings` above it, the vmalloc area 10 TiB on
 * and the vmemmap 33 TiB after that.
 */
export function wholePtdump(base: number, headings: readonly string[], ram: readonly PtdumpPart[] = SOME_RAM): string {
  const kernelHalf = base < 0xffff800000000 ? 0xff00000000000 : 0xffff880000000;
  const upper = Math.floor(base / 2 ** 27) * 2 ** 27;
  const vmalloc = base + 10 * TIB;
  const vmemmap = vmalloc + 33 * TIB;
  return ptdumpText(0, [
    '---[ User Space ]---',
    [kernelHalf, '', 'pgd'],
    '---[ Kernel Space ]---',
    ...hole(upper - kernelHalf, 'pgd'),
    ...hole(base - upper, 'pud'),
    ...headings,
    ...ram,
    ...hole(vmalloc - base - pagesIn(ram), 'pgd'),
    '---[ vmalloc() Area ]---',
    ...VMALLOC,
    ...hole(vmemmap - vmalloc - pagesIn(VMALLOC), 'pgd'),
    '---[ Vmemmap ]---',
    ...VMEMMAP,
    ...hole(LAST_PAGE - vmemmap - pagesIn(VMEMMAP), 'pgd'),
  ]);
}

const hole = (pages: number, level: string): PtdumpPart[] => (pages > 0 ? [[pages, '', level]] : []);

const pagesIn = (parts: readonly PtdumpPart[]): number =>
  parts.reduce((sum, part) => sum + (typeof part === 'string' ? 0 : part[0]), 0);
