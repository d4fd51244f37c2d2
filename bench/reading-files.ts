import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../src/engine/index.ts';
import { elfCoreHeader, vmcoreinfoNote } from '../src/testing/memory-image.ts';

const BASE = 0xffff888000000000n;
const PAGES_2M = 512;
const BUFFERED = 1 << 20;

/** A file to be read. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/** Writes into `folder` a page-table dump and an `info tlb` of so many lines, and a core of 1 GiB in 4K pages. */
export function writeReadingFiles(
  folder: string,
  ptdumpLines: number,
  infoTlbLines: number,
): { readonly ptdump: WrittenFile; readonly infoTlb: WrittenFile; readonly core: WrittenFile } {
  const write = (name: string, content: Parameters<typeof written>[1]): WrittenFile => {
    const path = join(folder, name);
    written(path, content);
    return { path, bytes: statSync(path).size };
  };
  return {
    ptdump: write('ptdump', (put) => writePtdump(put, ptdumpLines)),
    infoTlb: write('info-tlb', (put) => writeInfoTlb(put, infoTlbLines)),
    core: write('core', writeCore),
  };
}

/** Writes a file in pieces. */
function written(path: string, write: (put: (text: string) => void, file: number) => void): void {
  const file = openSync(path, 'w');
  let held: string[] = [];
  let chars = 0;
  const flush = (): void => {
    if (held.length > 0) writeSync(file, held.join(''));
    held = [];
    chars = 0;
  };
  write((text) => {
    held.push(text);
    chars += text.length;
    if (chars > BUFFERED) flush();
  }, file);
  flush();
  closeSync(file);
}

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

function sizeText(pages: number): string {
  let size = pages * 4;
  let unit = 0;
  for (; size % 1024 === 0; unit++) size /= 1024;
  return `${size}${'KMGT'[unit]}`;
}

function ptdumpRow(page: number, pages: number, tail: string): string {
  const at = (offset: number): string => hex(BASE + BigInt(page + offset) * 4096n);
  return `0x${at(0)}-0x${at(pages)}   ${sizeText(pages).padStart(10)} ${tail}\n`;
}

/** Short runs in 4K, and some of 2M. */
function writePtdump(put: (text: string) => void, lines: number): void {
  const random = new Random(1);
  const tails = ['RW', 'ro'].flatMap((rw) => ['GLB', '   '].map((glb) => `    ${rw}                 ${glb} NX pte`));
  put('---[ Low Kernel Mapping ]---\n');
  let page = 0;
  let last = 0;
  for (let line = 1; line < lines; line++) {
    if (page > 0 && page % PAGES_2M === 0 && random.below(3) === 0) {
      const pages = PAGES_2M * (1 + random.below(30));
      put(ptdumpRow(page, pages, '    RW         PSE     GLB NX pmd'));
      page += pages;
    } else {
      const pages = Math.min(1 + random.below(1 + random.below(60)), PAGES_2M - (page % PAGES_2M));
      last = (last + 1 + random.below(tails.length - 1)) % tails.length;
      put(ptdumpRow(page, pages, tails[last] as string));
      page += pages;
    }
  }
}

function writeInfoTlb(put: (text: string) => void, lines: number): void {
  const random = new Random(2);
  const flags = ['XG-DA---W', 'XG-DA----', 'X--DA---W'];
  let page = 0;
  let at = 0;
  for (let line = 0; line < lines; line++) {
    if (random.below(20) === 0) at = random.below(flags.length);
    const large = page % PAGES_2M === 0 && page > 0 && random.below(10) === 0;
    const physical = BigInt(page) * 4096n;
    put(`${hex(BASE + physical)}: ${hex(physical)} ${large ? 'XGPDA---W' : flags[at]}\n`);
    page += large ? PAGES_2M : 1;
  }
}

const GIB = 2 ** 30;
const ROOT = 0x1000000;

/** A core whose memory is one GiB, all in 4K pages; what is no page table is a hole of the file. */
function writeCore(_put: (text: string) => void, file: number): void {
  const note = vmcoreinfoNote([`SYMBOL(init_top_pgt)=${(0xffffffff80000000n + BigInt(ROOT)).toString(16)}`]);
  const header = elfCoreHeader(GIB, [note]);
  const start = header.length;
  const table = (physical: number, entries: BigUint64Array): void =>
    void writeSync(file, new Uint8Array(entries.buffer), 0, 4096, start + physical);
  ftruncateSync(file, start + GIB);
  writeSync(file, header, 0, undefined, 0);
  const pointer = (index: number, physical: number): BigUint64Array => {
    const entries = new BigUint64Array(512);
    entries[index] = BigInt(physical) | 0x63n;
    return entries;
  };
  const [pud, pmd, pte] = [ROOT + 0x1000, ROOT + 0x2000, ROOT + 0x3000];
  table(ROOT, pointer(273, pud));
  table(pud, pointer(0, pmd));
  table(
    pmd,
    BigUint64Array.from({ length: 512 }, (_, i) => BigInt(pte + i * 4096) | 0x63n),
  );
  for (let i = 0; i < 512; i++) {
    const first = BigInt(i * PAGES_2M);
    table(
      pte + i * 4096,
      BigUint64Array.from({ length: 512 }, (_, j) => ((first + BigInt(j)) << 12n) | 0x8000000000000163n),
    );
  }
}
