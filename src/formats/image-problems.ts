import { withCommas } from './excerpt.ts';
import type { Problem } from './problem.ts';

const TAKE_AGAIN =
  'Take it again, whole: `dump-guest-memory FILE` in the QEMU monitor, or `virsh dump --memory-only GUEST FILE`.';

const problem = (title: string, detail: string, remedy: string): Problem => ({ title, detail, excerpt: [], remedy });

/** Messages about memory images; `name` is the file's. */
export const imageProblems = {
  /** A part of the file lies past its end. */
  cut: (name: string, what: string, needed: number, size: number): Problem =>
    problem(
      `${name} is cut off`,
      `${what} ends at byte ${withCommas(needed)}, but the file has only ${withCommas(size)} bytes.`,
      TAKE_AGAIN,
    ),

  /** A header that says something that cannot be. */
  badHeader: (name: string, what: string, offset: number): Problem =>
    problem(`${name} cannot be read as a memory image`, `At byte ${withCommas(offset)} ${what}.`, TAKE_AGAIN),

  /** An ELF file that is no core. */
  notACore: (name: string, what: string): Problem =>
    problem(
      `${name} is no memory image`,
      `It is an ELF file, but ${what}. Read are cores of whole x86-64 machines: QEMU dump-guest-memory and /proc/vmcore.`,
      'Open a core of the whole machine, or a page-table dump.',
    ),

  /** Nothing in it says where the page tables begin. */
  noRoot: (name: string): Problem =>
    problem(
      `${name} does not say where its page tables begin`,
      'Neither VMCOREINFO nor the registers of a CPU are in its notes: a core of a single process looks like this.',
      'Open a core of the whole machine: QEMU dump-guest-memory, or /proc/vmcore.',
    ),

  /** Page tables were looked for, and there are none, or not those of a kernel. */
  noDirectMap: (name: string, tried: readonly string[]): Problem =>
    problem(
      `${name} has no direct map`,
      `Page tables were looked for at ${tried.join(', ')}. None of them maps the first MiB of memory in the kernel half at a multiple of 1 GiB, as a direct map does.`,
      'Check that the file is whole, that CR3 is of the same moment, and that the machine had booted Linux on x86-64. The memory of a Xen PV or an encrypted guest cannot be read.',
    ),

  /** A table of the direct map is not there. */
  missingTable: (name: string, address: string, table: string): Problem =>
    problem(
      `${name} lacks page tables of the direct map`,
      `The table for the addresses from ${address} on is at physical address ${table}, and that page is not in the file.`,
      'Take the image again, of all memory and with no pages left out but zero pages (makedumpfile -d 1).',
    ),

  /** A table that is used twice: page tables are a tree. */
  loop: (name: string, address: string, table: string): Problem =>
    problem(
      `${name} has page tables that run in a circle`,
      `For the addresses from ${address} on the table at physical address ${table} is used a second time.`,
      'These are no page tables of Linux, or memory changed while it was written. Stop the machine, then take the image again.',
    ),

  /** Flags of all kinds: data, not tables. */
  notTables: (name: string, address: string): Problem =>
    problem(
      `${name} has no page tables where they should be`,
      `Up to ${address} the entries have thousands of different flags: this is data, not page tables.`,
      'Check CR3, and that the file is whole.',
    ),

  /** The direct map is larger than Linux can have it. */
  tooLargeMap: (name: string): Problem =>
    problem(
      `${name} has no direct map that can be`,
      'Its page tables map memory beyond the largest direct map of Linux.',
      'Check CR3, and that the file is whole.',
    ),

  /** Packed or a pipe, and larger than what is held in memory. */
  tooLargeToHold: (name: string, maxBytes: number, pipe: boolean): Problem =>
    problem(
      `${name} is too large to be read ${pipe ? 'from a pipe' : 'packed'}`,
      `${pipe ? 'An image that comes through a pipe is held in' : 'A packed image is unpacked into'} memory, at most ${withCommas(maxBytes)} bytes without zero pages.`,
      `${pipe ? 'Save it as a file' : 'Unpack it with `gunzip`'} and open that: only its page tables are read, however large it is.`,
    ),

  /** A kdump file of a kind that is not read. */
  kdumpKind: (name: string, what: string, remedy: string): Problem =>
    problem(`${name} is a kdump file that cannot be read`, `It was recognised, but ${what}.`, remedy),

  /** A page of the file is broken. */
  kdumpPage: (name: string, address: string, what: string): Problem =>
    problem(
      `${name} has a broken page`,
      `The page at physical address ${address} has ${what}.`,
      'Copy the dump again from where it was written, whole.',
    ),

  /** Raw memory needs CR3, and that is no part of it; whole pages may be raw memory. */
  rawNeedsCr3: (name: string, wholePages: boolean): Problem => ({
    ...problem(
      `${name} is not text`,
      'It has zero bytes, and it is none of the binary formats that are known (gzip, ELF, kdump). If it is raw physical memory (QEMU pmemsave), the address of its page tables is missing: the register CR3.',
      'Take the memory with `dump-guest-memory FILE` in the QEMU monitor instead: that core has CR3 in it. On the command line raw memory is read with `--cr3 HEX`; `info registers` in the QEMU monitor shows CR3.',
    ),
    ...(wholePages ? { needs: 'cr3' } : {}),
  }),

  /** Raw memory is whole pages. */
  rawNotPages: (name: string, size: number): Problem =>
    problem(
      `${name} is cut off`,
      `Raw physical memory is whole pages of 4,096 bytes; this file has ${withCommas(size)}.`,
      'Take it again, whole: `pmemsave 0 SIZE FILE` in the QEMU monitor.',
    ),
};
