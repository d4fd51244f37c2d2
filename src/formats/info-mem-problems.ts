import { withCommas } from './excerpt.ts';
import type { ExcerptLine, Problem } from './problem.ts';

const WHAT_A_LINE_IS =
  'A line of `info mem` is an address range, its size and three bits: "ffff888000000000-ffff888000099000 0000000000099000 -rw".';
const TAKE_AGAIN =
  'Take it again, whole, from a script that waits for the prompt (a monitor on a socket, or `virsh qemu-monitor-command --hmp GUEST "info mem"`).';

/** Messages about the output of QEMU's `info mem`; `name` is the file's, lines count from 1. */
export const infoMemProblems = {
  /** The text ends in the middle of a line. */
  cutLine: (name: string, line: number, excerpt: readonly ExcerptLine[]): Problem => ({
    title: `${name} stops in the middle of line ${withCommas(line)}`,
    detail: WHAT_A_LINE_IS,
    excerpt,
    remedy: TAKE_AGAIN,
  }),

  /** A line that says something that cannot be. */
  faultyLine: (name: string, line: number, excerpt: readonly ExcerptLine[], complaint: string): Problem => ({
    title: `${name} cannot be read at line ${withCommas(line)}`,
    detail: `${WHAT_A_LINE_IS} In this one ${complaint}.`,
    excerpt,
    remedy: TAKE_AGAIN,
  }),

  /** Not one area. */
  noAreas: (name: string, lines: number): Problem => ({
    title: `${name} has no areas`,
    detail: `${WHAT_A_LINE_IS} None of its lines (${withCommas(lines)}) is one.`,
    excerpt: [],
    remedy: TAKE_AGAIN,
  }),

  /** No part of the kernel half looks like a direct map. */
  noDirectMap: (name: string): Problem => ({
    title: `${name} has no direct map`,
    detail:
      'The direct map is the first part of the kernel half that is present: from a multiple of 1 GiB on, most of it writable and in long stretches. No part of this output looks so. With page-table isolation a CPU that runs a process shows only a small part of the kernel.',
    excerpt: [],
    remedy:
      'Stop the guest while its CPU is in the kernel (an idle guest mostly is) and take it again, whole; `cpu N` chooses another CPU.',
  }),

  /** A whole output that ends within the direct map. */
  stopsEarly: (name: string, lines: number, lastAddress: string): Problem => ({
    title: `${name} stops after line ${withCommas(lines)}`,
    detail: `It begins with the addresses of a process, so it should reach the kernel's own code at 0xffffffff80000000. It ends within the direct map, at ${lastAddress}.`,
    excerpt: [],
    remedy: TAKE_AGAIN,
  }),

  /** More bytes than are read, as a whole or in a line. */
  tooLarge: (name: string, maxBytes: number): Problem => ({
    title: `${name} is too large`,
    detail: `It has more than ${withCommas(maxBytes)} bytes of text, or a line of thousands; that is the most that is read. ${WHAT_A_LINE_IS}`,
    excerpt: [],
    remedy: 'Open `info tlb` of the same monitor, or a dump taken with `dump-guest-memory`.',
  }),
};
