import { withCommas } from './excerpt.ts';
import type { ExcerptLine, Problem } from './problem.ts';

const WHAT_A_ROW_IS = 'A page-table line has an address range, a size, flags and a level.';
const COPY_AGAIN = 'Copy the dump again, whole: `sudo cat /sys/kernel/debug/page_tables/kernel > ptdump.txt`.';

/** Where a fault is: line from 1, offset in bytes from the start of the text. */
export interface Place {
  readonly line: number;
  readonly offset: number;
  readonly excerpt: readonly ExcerptLine[];
}

/** Messages about page-table dumps; `name` is the file's. */
export const ptdumpProblems = {
  /** A row ends too early: in the last line of the file, or before. */
  cutRow: (name: string, place: Place, after: string, atEnd: boolean): Problem => ({
    title: atEnd
      ? `${name} stops in the middle of line ${withCommas(place.line)}`
      : `Line ${withCommas(place.line)} of ${name} is not complete`,
    detail: `${WHAT_A_ROW_IS} This one ends after ${after}, at byte ${withCommas(place.offset)}. ${goodBefore(place.line - 1)}`,
    excerpt: place.excerpt,
    remedy: COPY_AGAIN,
  }),

  /** A row that says something that cannot be. */
  faultyRow: (name: string, place: Place, complaint: string): Problem => ({
    title: `${name} cannot be read at line ${withCommas(place.line)}`,
    detail: `${WHAT_A_ROW_IS} In this one, at byte ${withCommas(place.offset)}, ${complaint}. ${goodBefore(place.line - 1)}`,
    excerpt: place.excerpt,
    remedy: COPY_AGAIN,
  }),

  /** Rows of the direct map are missing before this one. */
  missingRows: (name: string, place: Place, from: string, to: string): Problem => ({
    title: `${name} lacks lines before line ${withCommas(place.line)}`,
    detail: `The direct map has no line for the addresses from ${from} to ${to}: lines were lost on the way.`,
    excerpt: place.excerpt,
    remedy: COPY_AGAIN,
  }),

  /** A whole dump does not reach the last address. */
  stopsEarly: (name: string, place: Place, lastAddress: string): Problem => ({
    title: `${name} stops after line ${withCommas(place.line)}`,
    detail: `The dump of a whole machine ends with a line up to address 0. This one ends at byte ${withCommas(place.offset)}, at address ${lastAddress}; its lines (${withCommas(place.line)}) are good.`,
    excerpt: place.excerpt,
    remedy: COPY_AGAIN,
  }),

  /** Not one row in the text. */
  noRows: (name: string, lines: number, excerpt: readonly ExcerptLine[]): Problem => ({
    title: `${name} has no page-table lines`,
    detail: `${WHAT_A_ROW_IS} None of its lines (${withCommas(lines)}) is one.`,
    excerpt,
    remedy: COPY_AGAIN,
  }),

  /** More bytes than are read. */
  tooLarge: (name: string, maxBytes: number): Problem => ({
    title: `${name} is too large`,
    detail: `It has more than ${withCommas(maxBytes)} bytes of text, unpacked; that is the most that is read.`,
    excerpt: [],
    remedy: 'Open a smaller dump: only the rows of the direct map ("Low Kernel Mapping") are needed.',
  }),

  /** A line without an end. */
  endlessLine: (name: string, line: number, maxBytes: number, excerpt: readonly ExcerptLine[]): Problem => ({
    title: `${name} is not text at line ${withCommas(line)}`,
    detail: `The line has more than ${withCommas(maxBytes)} bytes. ${WHAT_A_ROW_IS}`,
    excerpt,
    remedy: COPY_AGAIN,
  }),
};

function goodBefore(lines: number): string {
  if (lines === 0) return 'No line before it is good.';
  return lines === 1 ? 'The line before it is good.' : `The ${withCommas(lines)} lines before it are good.`;
}
