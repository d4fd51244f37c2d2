import { type Level, PAGES_1G, PAGES_2M } from '../../x86/page.ts';
import type { Inspection, Table } from '../data.ts';

/** First page that a table maps, and the level of its entries. */
export interface TableBase {
  readonly pfn: number;
  readonly entryLevel: Level;
}

/** Where the entries of the inspected table lie. */
export function tableBase({ region }: Inspection, table: Table): TableBase {
  const span = table.level === 'PTE' ? PAGES_2M : PAGES_1G;
  return { pfn: Math.floor(region.pfn / span) * span, entryLevel: table.level === 'PTE' ? 1 : 2 };
}
