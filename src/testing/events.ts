import { type EventColumns, EventKind } from '../bridge/columns.ts';
import { PageState, type PageStateName } from '../x86/page-state.ts';

/** One event in words. */
export interface EventSketch {
  readonly kind: keyof typeof EventKind;
  readonly level?: 1 | 2 | 3;
  readonly pfn: number;
  readonly pages?: number;
  readonly origin?: number;
  readonly from?: PageStateName;
  readonly to?: PageStateName;
  readonly step?: number;
}

const PAGES = { 1: 1, 2: 512, 3: 262144 } as const;

/** Events as columns; the level's size, the first page and plain data are what is meant when nothing is said. */
export function eventColumns(...events: EventSketch[]): EventColumns {
  const column = (value: (event: EventSketch) => number): number[] => events.map(value);
  return {
    count: events.length,
    step: Uint32Array.from(column(({ step }) => step ?? 1)),
    kind: Uint8Array.from(column(({ kind }) => EventKind[kind])),
    level: Uint8Array.from(column(({ level }) => level ?? 1)),
    pfn: Float64Array.from(column(({ pfn }) => pfn)),
    pages: Float64Array.from(column(({ pages, level }) => pages ?? PAGES[level ?? 1])),
    origin: Float64Array.from(column(({ origin, pfn }) => origin ?? pfn)),
    from: Uint8Array.from(column(({ from }) => PageState[from ?? 'rw'])),
    to: Uint8Array.from(column(({ to }) => PageState[to ?? 'rw'])),
  };
}
