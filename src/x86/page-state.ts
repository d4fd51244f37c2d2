import type { Level } from './page.ts';
import { cacheMode, G, NX, P, type Prot, RW } from './prot.ts';

/**
 * What a page of memory looks like on the map. The numbers rise with salience, so the
 * state of a cell that holds many pages is the maximum of their states.
 */
export const PageState = {
  /** No RAM, or nothing mapped. */
  hole: 0,
  /** Data, RW + NX. */
  rw: 1,
  /** Holds a page table. */
  pt: 2,
  /** Data that lost GLOBAL on a machine whose direct map uses GLOBAL. */
  rwg: 3,
  /** Read-only, RO + NX. */
  ro: 4,
  /** Not present. */
  np: 5,
  /** Code, RO + X. */
  rox: 6,
  /** Write combining or write through. */
  wc: 7,
  /** Uncached, UC or UC-. */
  uc: 8,
  /** Alarm, RW + X. */
  rwx: 9,
} as const;

export type PageStateName = keyof typeof PageState;
export type PageState = (typeof PageState)[PageStateName];

/** Number of states; counts by state are arrays of this length. */
export const PAGE_STATES = 10;

/** Names by state number. */
export const PAGE_STATE_NAMES = Object.keys(PageState) as readonly PageStateName[];

/** State of a mapped leaf. `globalInUse`: the machine's direct map normally has GLOBAL set (no PTI). */
export function pageState(prot: Prot, level: Level, globalInUse: boolean): PageState {
  if (!(prot & P)) return PageState.np;
  const executable = !(prot & NX);
  if (executable && prot & RW) return PageState.rwx;
  const cache = cacheMode(prot, level);
  if (cache === 'UC' || cache === 'UC-') return PageState.uc;
  if (cache !== 'WB') return PageState.wc;
  if (executable) return PageState.rox;
  if (!(prot & RW)) return PageState.ro;
  return globalInUse && !(prot & G) ? PageState.rwg : PageState.rw;
}
