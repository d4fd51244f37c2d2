import { PFN_LIMIT } from '../x86/page.ts';
import { withCommas } from './excerpt.ts';
import { mailLine } from './mail-line.ts';
import { bad, good, type Problem, type Read } from './problem.ts';
import type { TextFile } from './text-file.ts';

/** Whole pages from one to another; the end is exclusive. */
export interface PfnRange {
  readonly firstPfn: number;
  readonly endPfn: number;
}

/** What /proc/iomem says of memory. */
export interface Iomem {
  /** System RAM, ascending, whole pages only. */
  readonly ram: readonly PfnRange[];
  /** Kernel code, rodata, data and bss. */
  readonly image: readonly (PfnRange & { readonly name: string })[];
}

const LINE = /^(\s*)([0-9a-f]{4,16})-([0-9a-f]{4,16}) : (\S.*)$/i;

/** Reads /proc/iomem: where RAM is, and the kernel's image in it. */
export function readIomem(name: string, file: TextFile): Read<Iomem> {
  const ram: PfnRange[] = [];
  const image: (PfnRange & { readonly name: string })[] = [];
  let hidden = 0;
  for (const [index, raw] of file.lines.entries()) {
    const line = LINE.exec(mailLine(raw).text);
    if (line === null) continue;
    const [, , from = '', to = '', what = ''] = line;
    const [first, last] = [BigInt(`0x${from}`), BigInt(`0x${to}`)];
    if (last === 0n) hidden++;
    else if (first > last || last >> 12n >= BigInt(PFN_LIMIT))
      return bad(faulty(name, index + 1, raw, 'its range ends before it begins, or beyond all memory'));
    const range = { firstPfn: Number((first + 4095n) >> 12n), endPfn: Number((last + 1n) >> 12n) };
    if (/^Kernel (?:code|rodata|data|bss)$/.test(what)) image.push({ ...range, name: what });
    if (what !== 'System RAM' || last === 0n || range.firstPfn >= range.endPfn) continue;
    if (range.firstPfn < (ram.at(-1)?.endPfn ?? 0))
      return bad(faulty(name, index + 1, raw, 'its RAM overlaps the RAM before it, or comes before it'));
    ram.push(range);
  }
  if (ram.length > 0) return good({ ram, image: hidden > 0 ? [] : image });
  return bad({
    title: hidden > 0 ? `${name} hides its addresses` : `${name} has no System RAM`,
    detail:
      hidden > 0
        ? 'All its ranges are 00000000-00000000: so the kernel shows them to whoever is not root.'
        : `None of its ${withCommas(file.lines.length)} whole lines is "00100000-bffdffff : System RAM".`,
    excerpt: [],
    remedy: 'Copy it again, whole and as root: `sudo cat /proc/iomem > iomem.txt`.',
  });
}

const faulty = (name: string, line: number, text: string, what: string): Problem => ({
  title: `${name} cannot be read at line ${withCommas(line)}`,
  detail: `A line of /proc/iomem is "00100000-bffdffff : System RAM". In this one ${what}.`,
  excerpt: [{ line, text: text.slice(0, 120), fault: true }],
  remedy: 'Copy it again, whole and as root: `sudo cat /proc/iomem > iomem.txt`.',
});
