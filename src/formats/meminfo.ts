import { withCommas } from './excerpt.ts';
import { mailLine } from './mail-line.ts';
import { bad, good, type Read } from './problem.ts';
import type { TextFile } from './text-file.ts';

/** What /proc/meminfo says of the direct map, as numbers of pages of each size. */
export interface Meminfo {
  readonly '4K': number;
  readonly '2M': number;
  /** Undefined: no such line, as on a CPU without 1G pages. */
  readonly '1G': number | undefined;
}

const KIB: Readonly<Record<string, readonly ['4K' | '2M' | '1G', number]>> = {
  DirectMap4k: ['4K', 4],
  DirectMap2M: ['2M', 2048],
  DirectMap1G: ['1G', 1048576],
};

/** Reads the DirectMap lines of /proc/meminfo; other lines do not matter. */
export function readMeminfo(name: string, file: TextFile): Read<Meminfo> {
  const pages: { '4K'?: number; '2M'?: number; '1G'?: number } = {};
  const lines = file.rest() === '' ? file.lines : [...file.lines, file.rest()];
  for (const [index, raw] of lines.entries()) {
    const { text } = mailLine(raw);
    const key = /^\s*(DirectMap\w*)/.exec(text)?.[1];
    const known = key === undefined ? undefined : KIB[key];
    if (key === undefined) continue;
    const kB = /^\s*\w+:\s+(\d{1,15}) kB$/.exec(text)?.[1];
    const count = known === undefined ? 0 : Number(kB) / known[1];
    const what =
      known === undefined
        ? 'is of a machine without PAE, or not of x86-64'
        : kB === undefined
          ? 'has no number of kB'
          : Number.isInteger(count)
            ? pages[known[0]] === undefined
              ? undefined
              : 'comes a second time'
            : `is no multiple of ${withCommas(known[1])} kB`;
    if (what !== undefined)
      return bad({
        title: `${name} cannot be read at line ${withCommas(index + 1)}`,
        detail: `A line of /proc/meminfo is "DirectMap2M:     3121152 kB". This one ${what}.`,
        excerpt: [{ line: index + 1, text: text.slice(0, 120), fault: true }],
        remedy: 'Copy it again, whole: `cat /proc/meminfo > meminfo.txt`.',
      });
    if (known !== undefined) pages[known[0]] = count;
  }
  const { '4K': small, '2M': middle } = pages;
  if (small === undefined || middle === undefined)
    return bad({
      title: `${name} has no DirectMap lines`,
      detail: `/proc/meminfo of an x86-64 machine ends with DirectMap4k, DirectMap2M and, with 1G pages, DirectMap1G. Among its ${withCommas(lines.length)} lines ${small === undefined ? 'DirectMap4k' : 'DirectMap2M'} is missing.`,
      excerpt: [],
      remedy: 'Copy it again, whole: `cat /proc/meminfo > meminfo.txt`.',
    });
  return good({ '4K': small, '2M': middle, '1G': pages['1G'] });
}
