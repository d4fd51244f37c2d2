/** Rows of a page-table dump that follow each other: pages of 4K, flags with single blanks ("RW GLB NX"), level. */
export type PtdumpPart = readonly [pages: number, flags: string, level: string] | string;

const COLUMNS: readonly (readonly string[])[] = [
  ['USR'],
  ['RW', 'ro'],
  ['PWT'],
  ['PCD'],
  ['PSE'],
  ['PAT'],
  ['GLB'],
  ['NX', 'x'],
];
const WIDTHS = [4, 3, 4, 4, 4, 4, 4, 3];
const UNITS = 'KMGTPE';

/** The text that the kernel would print from virtual page `startPage` on; a string is a heading or any other line. */
export function ptdumpText(startPage: number, parts: readonly PtdumpPart[]): string {
  let page = startPage;
  return parts
    .map((part) => {
      if (typeof part === 'string') return `${part}\n`;
      const [pages, flags, level] = part;
      const row = `${address(page)}-${address(page + pages)}   ${sizeText(pages).padStart(10)} ${columns(flags)}${level}\n`;
      page += pages;
      return row;
    })
    .join('');
}

function columns(flags: string): string {
  const set = flags.split(' ');
  return COLUMNS.map((names, at) => (names.find((name) => set.includes(name)) ?? '').padEnd(WIDTHS[at] ?? 0)).join('');
}

function sizeText(pages: number): string {
  let size = pages * 4;
  let unit = 0;
  while (size % 1024 === 0 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size}${UNITS[unit]}`;
}

function address(page: number): string {
  return `0x${BigInt.asUintN(64, BigInt(page) * 4096n)
    .toString(16)
    .padStart(16, '0')}`;
}
