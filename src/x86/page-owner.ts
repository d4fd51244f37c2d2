/**
 * Who has a page, as far as the machine or the recording says. The numbers rise with how telling they are, so the owner
 * of a cell that holds many pages is the largest of theirs.
 */
export const PageOwner = {
  /** No RAM. */
  none: 0,
  /** Nobody has said. */
  unknown: 1,
  /** The page allocator. */
  free: 2,
  /** Reserved at boot, or handed out by the page allocator. */
  used: 3,
  /** The kernel's image. */
  kernel: 4,
  /** Holds a page table. */
  table: 5,
  /** A driver that asked for another memory type. */
  driver: 6,
  /** Somebody else who made a set_memory call on it. */
  caller: 7,
  /** A module. */
  module: 8,
  /** A BPF program. */
  bpf: 9,
} as const;

export type PageOwnerName = keyof typeof PageOwner;
export type PageOwner = (typeof PageOwner)[PageOwnerName];

/** Number of owners; counts by owner are arrays of this length. */
export const PAGE_OWNERS = 10;

/** Names by number. */
export const PAGE_OWNER_NAMES = Object.keys(PageOwner) as readonly PageOwnerName[];
