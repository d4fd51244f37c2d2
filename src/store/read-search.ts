import type { FindQuery, MachineInfo } from '../bridge/calls.ts';
import { PAGES_1G } from '../x86/page.ts';
import { PageOwner, type PageOwnerName } from '../x86/page-owner.ts';
import { PageState, type PageStateName } from '../x86/page-state.ts';

/** What a searched number is taken for. */
export type NumberSpace = 'pfn' | 'physical' | 'virtual';

/** One way to understand what was typed. */
export type Search =
  | { readonly kind: 'page'; readonly as: NumberSpace; readonly pfn: number }
  | { readonly kind: 'gib'; readonly gib: number }
  | { readonly kind: 'outside' }
  | { readonly kind: 'find'; readonly query: FindQuery };

/** Canonical addresses of the kernel begin here with 5 levels, the most there are. */
const KERNEL_HALF = 0xff00000000000000n;
const ADDRESS_LIMIT = 1n << 64n;

/** Words by which a protection is found; all that were typed must begin one of them. */
const STATE_WORDS: Readonly<Partial<Record<PageStateName, string>>> = {
  np: 'not present np absent',
  ro: 'read only read-only ro',
  rwx: 'writable code w+x wx rwx alarm',
  rox: 'code executable ro+x rox rx x',
  rwg: 'data lost global nonglobal',
  uc: 'uncached uc uc-',
  wc: 'write combining through wc wt',
  rw: 'data read write rw plain',
  pt: 'page table tables pt',
};
/** Words by which an owner is found; the pages of the others are not listed. */
const OWNER_WORDS: Readonly<Partial<Record<PageOwnerName, string>>> = {
  bpf: 'owner bpf program programs',
  module: 'owner module modules',
  caller: 'owner caller call set_memory',
  driver: 'owner driver device',
  table: 'owner pagetable page-table',
  kernel: 'owner kernel image',
  free: 'owner free',
};
const SIZE_WORDS = [
  [1, '4k small split'],
  [2, '2m large'],
  [3, '1g huge'],
] as const;
const TABLE_WORDS = 'waits wait for missing to a merge merges table tables with entries entry differ differs differing';
const MOST_ENTRIES = 512;
/** Words that every search may have. */
const FILLING = /^(next|previous|the|an?|regions?|pages?)$/;
const PAGE = 4096n;

/**
 * All ways to understand a text, the likeliest first: a PFN, a physical or a virtual address, a GiB, a protection,
 * a page size, an owner, a table that waits for so many entries. An empty text gives all that needs no number.
 */
export function readSearch(text: string, machine: MachineInfo): readonly Search[] {
  const typed = text.trim().toLowerCase();
  const gib = /^(?:gib\s*(\d{1,7})|(\d{1,7})\s*gib)$/.exec(typed);
  if (gib !== null) {
    const wanted = Number(gib[1] ?? gib[2]);
    return [wanted < machine.gibCount ? { kind: 'gib', gib: wanted } : { kind: 'outside' }];
  }
  const number = readNumber(typed);
  return number === undefined ? bySaying(typed) : placesOf(number, machine);
}

/** "0xa9fc4", "a9fc4", "ffff8880`a9e00000", "696832"; digits alone are decimal. */
function readNumber(typed: string): bigint | undefined {
  const digits = typed.replace(/^pfn\s*|[_`]/g, '');
  if (/^\d+$/.test(digits)) return BigInt(digits);
  const hex = /^(?:0x)?([0-9a-f]{1,16})$/.exec(digits)?.[1];
  return hex === undefined || !/\d|.{5}/.test(hex) ? undefined : BigInt(`0x${hex}`);
}

function placesOf(number: bigint, machine: MachineInfo): readonly Search[] {
  const end = BigInt(machine.gibCount * PAGES_1G);
  const places: Search[] = [];
  const add = (as: NumberSpace, pfn: bigint): void => {
    if (pfn >= 0n && pfn < end) places.push({ kind: 'page', as, pfn: Number(pfn) });
  };
  add('pfn', number);
  add('physical', number / PAGE);
  const base = BigInt(machine.directMapBase);
  if (number >= base) add('virtual', (number - base) / PAGE);
  return places.length > 0 ? places : [outside(number)];
}

/** The kernel's half of the addresses may map the page elsewhere: at vmalloc, module or image addresses. */
const outside = (address: bigint): Search =>
  address < KERNEL_HALF || address >= ADDRESS_LIMIT
    ? { kind: 'outside' }
    : { kind: 'find', query: { kind: 'address', address: `0x${address.toString(16)}` } };

function bySaying(typed: string): readonly Search[] {
  const words = typed.split(/[\s:]+/).filter((word) => word !== '' && !FILLING.test(word));
  const count = words.find((word) => /^\d{1,3}$/.test(word));
  const rest = words.filter((word) => word !== count);
  const say = (known: string): boolean => words.every((word) => known.split(' ').some((each) => each.startsWith(word)));
  const found: FindQuery[] = [];
  for (const [level, known] of SIZE_WORDS) if (say(known)) found.push({ kind: 'size', level });
  for (const [name, known] of Object.entries(STATE_WORDS))
    if (say(known)) found.push({ kind: 'state', state: PageState[name as PageStateName] });
  for (const [name, known] of Object.entries(OWNER_WORDS))
    if (say(known)) found.push({ kind: 'owner', owner: PageOwner[name as PageOwnerName] });
  const entries = Number(count ?? 1);
  const ofTable = rest.every((word) => TABLE_WORDS.split(' ').some((each) => each.startsWith(word)));
  if (ofTable && (rest.length > 0 || count === undefined) && entries <= MOST_ENTRIES)
    found.push({ kind: 'differing', entries });
  return found.map((query) => ({ kind: 'find', query }));
}
