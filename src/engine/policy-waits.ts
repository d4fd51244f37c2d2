import { ENTRIES, pagesOf } from '../x86/page.ts';
import { KERNEL_4K } from '../x86/prot.ts';
import { entryPfn } from './entry-pfn.ts';
import type { Machine } from './machine.ts';
import type { TableId } from './table-id.ts';

/** What keeps a table of 512 equal, present leaf entries from being one page: the policy's own conditions. */
export interface PolicyWait {
  readonly reason:
    | 'policy-none'
    | 'boot-table'
    | 'miscounted'
    | 'kernel-4k'
    | 'wrong-pfn'
    | 'not-free'
    | 'free-unknown'
    | 'not-logged'
    | 'waits-for-batch'
    | 'no-trigger';
  /** One sentence, cause first. */
  readonly sentence: string;
}

const EQUAL = 'All 512 entries are equal';

/** What the machine's policy asks before it compares entries, and the table does not meet; undefined: nothing. */
export function policyFirst(machine: Machine, table: TableId): PolicyWait | undefined {
  const { tables, words, profile } = machine;
  const policy = profile.policy.name;
  if (policy === 'none') return undefined;
  if (policy === 'rfc-merge') return tables.isSplit(table) ? undefined : BOOT_TABLE;
  const kept = tables.level(table) === 1 && words.prot[tables.get(table, 0)] & KERNEL_4K;
  return kept ? KEPT_4K : undefined;
}

const BOOT_TABLE: PolicyWait = {
  reason: 'boot-table',
  sentence: 'This table was there before step 1, not made by a split of this run: it is not tracked and never merges.',
};
const KEPT_4K: PolicyWait = {
  reason: 'kernel-4k',
  sentence: 'KERNEL_4K is set on the first page: set_memory_4k() keeps these pages in 4K on purpose.',
};

/** The first condition of the machine's policy that such a table does not meet; at last, what sets the policy off. */
export function policyWait(machine: Machine, table: TableId): PolicyWait {
  const policy = machine.profile.policy.name;
  if (policy === 'none') return { reason: 'policy-none', sentence: `${EQUAL}, but this kernel never merges.` };
  if (policy === 'rfc-merge') return rfcWait(machine, table);
  const impossible = notCollapsible(machine, table);
  if (impossible !== undefined) return impossible;
  if (policy === 'batched') return batchWait(machine, table);
  if (policy === 'collapse-on-free') return freeWait(machine, table);
  return {
    reason: 'no-trigger',
    sentence:
      machine.tables.level(table) === 1
        ? `${EQUAL}, but only a set_memory_rox() that changes a page of this 2M asks for a collapse.`
        : `${EQUAL}, but a 1G page is tried only after set_memory_rox() has collapsed one of its 2M.`,
  };
}

function rfcWait({ tables }: Machine, table: TableId): PolicyWait {
  if (tables.nrSame(table) !== ENTRIES)
    return {
      reason: 'miscounted',
      sentence: `${EQUAL}, but nr_same_prot says ${tables.nrSame(table)}: KFENCE wrote entries without counting them.`,
    };
  return {
    reason: 'no-trigger',
    sentence: `${EQUAL}; it merges when the next entry is written and comes back.`,
  };
}

/** What mainline's collapse asks beside equal flags. */
function notCollapsible(machine: Machine, table: TableId): PolicyWait | undefined {
  const { tables } = machine;
  const level = tables.level(table);
  const base = tables.base(table);
  const odd = Array.from({ length: ENTRIES }, (_, i) => entryPfn(machine, table, i) - base - i * pagesOf(level));
  const wrong = odd.filter((distance) => distance !== odd[0]).length;
  if (wrong === 0 && (odd[0] + base) % (ENTRIES * pagesOf(level)) === 0) return undefined;
  const sentence =
    wrong === 0
      ? 'The PFNs do not begin where a large page can.'
      : `${EQUAL} in their flags, but ${wrong === 1 ? '1 PFN does' : `${wrong} PFNs do`} not follow from the first.`;
  return { reason: 'wrong-pfn', sentence };
}

function batchWait({ tables, changeLog }: Machine, table: TableId): PolicyWait {
  const first = tables.base(table);
  const end = first + ENTRIES * pagesOf(tables.level(table));
  const log = changeLog.checkpoint();
  const gathered = changeLog.length;
  for (let i = 0; i < log.length; i += 2)
    if (log[i] < end && log[i + 1] > first)
      return {
        reason: 'waits-for-batch',
        sentence: `${EQUAL}; it merges with the next batch, for which ${gathered} changed ${gathered === 1 ? 'range has' : 'ranges have'} gathered.`,
      };
  return {
    reason: 'not-logged',
    sentence: `${EQUAL}, but nothing here has changed since the last batch, and only what changed is tried.`,
  };
}

function freeWait({ tables, memory }: Machine, table: TableId): PolicyWait {
  if (memory === undefined)
    return { reason: 'free-unknown', sentence: `${EQUAL}, but which pages are free is not known of this machine.` };
  if (tables.level(table) > 1)
    return { reason: 'no-trigger', sentence: `${EQUAL}; the 1G is tried when a 2M block of it is given back.` };
  let free = 0;
  const first = tables.base(table);
  memory.eachFree(first, first + ENTRIES, (from, to) => {
    free += to - from;
  });
  if (free === ENTRIES)
    return {
      reason: 'no-trigger',
      sentence: `${EQUAL} and the pages are free; they are tried when such a block is given back.`,
    };
  return {
    reason: 'not-free',
    sentence: `${EQUAL}, but ${ENTRIES - free} of the 512 pages are not free: the whole block must be given back.`,
  };
}
