import { withCommas } from './excerpt.ts';
import type { ExcerptLine, Problem } from './problem.ts';
import type { Place } from './ptdump-problems.ts';

const WHAT_A_LINE_IS =
  'A line of `info tlb` is an address, the physical address and nine flags: "ffff888000000000: 0000000000000000 XG-DA---W".';
const TAKE_AGAIN =
  'Take it again, whole, from a script that waits for the prompt (a monitor on a socket, or `virsh qemu-monitor-command --hmp GUEST "info tlb"`), or open a dump taken with `dump-guest-memory`.';

/** Messages about the output of QEMU's `info tlb`; `name` is the file's. */
export const infoTlbProblems = {
  /** The text ends in the middle of a line. */
  cutLine: (name: string, place: Place): Problem => ({
    title: `${name} stops in the middle of line ${withCommas(place.line)}`,
    detail: `${WHAT_A_LINE_IS} This one ends at byte ${withCommas(place.offset)}. ${goodBefore(place.line - 1)}`,
    excerpt: place.excerpt,
    remedy: TAKE_AGAIN,
  }),

  /** A line that says something that cannot be. */
  faultyLine: (name: string, place: Place, complaint: string): Problem => ({
    title: `${name} cannot be read at line ${withCommas(place.line)}`,
    detail: `${WHAT_A_LINE_IS} In this one, at byte ${withCommas(place.offset)}, ${complaint}. ${goodBefore(place.line - 1)}`,
    excerpt: place.excerpt,
    remedy: TAKE_AGAIN,
  }),

  /** A whole output that ends within the direct map. */
  stopsEarly: (name: string, lines: number, lastAddress: string): Problem => ({
    title: `${name} stops after line ${withCommas(lines)}`,
    detail: `It begins with the addresses of a process, so it should reach the kernel's own code at 0xffffffff80000000. It ends within the direct map, at ${lastAddress}; its lines (${withCommas(lines)}) are good.`,
    excerpt: [],
    remedy: TAKE_AGAIN,
  }),

  /** Not one line of entries. */
  noEntries: (name: string, lines: number, excerpt: readonly ExcerptLine[]): Problem => ({
    title: `${name} has no entries`,
    detail: `${WHAT_A_LINE_IS} None of its lines (${withCommas(lines)}) is one. QEMU says "PG disabled" before the guest has switched paging on, and "No CPU available" when there is none.`,
    excerpt,
    remedy: 'Let the guest boot, then take `info tlb` again.',
  }),

  /** Entries, but none that map memory as the direct map does. */
  noDirectMap: (name: string): Problem => ({
    title: `${name} has no direct map`,
    detail:
      'In the direct map virtual and physical address differ by one number, a multiple of 1 GiB. No part of the kernel half of this output looks so. With page-table isolation a CPU that runs a process shows only a small part of the kernel.',
    excerpt: [],
    remedy:
      'Stop the guest while its CPU is in the kernel (an idle guest mostly is) and take `info tlb` again, whole; `cpu N` chooses another CPU.',
  }),

  /** The same memory twice, or memory where no direct map reaches. */
  badDirectMap: (name: string, complaint: string): Problem => ({
    title: `${name} has no direct map that can be`,
    detail: `Its entries were read, but in the direct map ${complaint}.`,
    excerpt: [],
    remedy: TAKE_AGAIN,
  }),

  /** More bytes than are read. */
  tooLarge: (name: string, maxBytes: number): Problem => ({
    title: `${name} is too large`,
    detail: `It has more than ${withCommas(maxBytes)} bytes of text, unpacked; that is the most that is read.`,
    excerpt: [],
    remedy: 'Open a dump taken with `dump-guest-memory` instead: of that only the page tables are read.',
  }),

  /** More different entries than are kept. */
  tooManyRuns: (name: string, maxRuns: number): Problem => ({
    title: `${name} is too varied`,
    detail: `It has more than ${withCommas(maxRuns)} runs of entries that do not continue each other; that is the most that is kept.`,
    excerpt: [],
    remedy: 'Open only the lines of the direct map, or a dump taken with `dump-guest-memory`.',
  }),

  /** A line without an end. */
  endlessLine: (name: string, line: number, maxBytes: number): Problem => ({
    title: `${name} is not text at line ${withCommas(line)}`,
    detail: `The line has more than ${withCommas(maxBytes)} bytes. ${WHAT_A_LINE_IS}`,
    excerpt: [],
    remedy: TAKE_AGAIN,
  }),
};

function goodBefore(lines: number): string {
  if (lines === 0) return 'No line before it is good.';
  return lines === 1 ? 'The line before it is good.' : `The ${withCommas(lines)} lines before it are good.`;
}
