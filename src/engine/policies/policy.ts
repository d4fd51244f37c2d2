import type { PolicyName } from '../../x86/set-memory.ts';
import type { Area } from '../area.ts';
import type { TableId } from '../table-id.ts';

/** Who puts the pieces together again. */
export interface Policy {
  readonly name: PolicyName;
  /** entryWritten() may merge, so CPA holds pgd_lock when it writes a 4K entry. */
  readonly mergesOnWrite?: true;
  /** CPA wrote an entry (a leaf, or the pointer to a split's table). May merge the table, which then is gone. */
  entryWritten(map: Area, table: TableId, index: number, from: number, to: number): void;
  /** A call that changed something is done and has flushed. `collapse`: it asked for large pages (CPA_COLLAPSE). */
  cpaDone?(map: Area, pfn: number, pages: number, collapse: boolean): void;
  /** An operation is done, whatever it was. */
  operationDone?(map: Area): void;
  /** Somebody wants the large pages now; absent: this kernel has no such request. */
  demanded?(map: Area): void;
  /** Pages given back have made this block of 2^order pages (order 9 or 10), all of it free now; the operation is done. */
  blockFreed?(map: Area, pfn: number, order: number): void;
}
