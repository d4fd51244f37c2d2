import type { Region } from '../bridge/calls.ts';
import type { Colouring } from '../scene/colouring.ts';
import type { Order } from '../scene/order.ts';
import type { Theme } from '../theme/tokens.ts';
import type { Vision } from './colour-difference.ts';

/** A picture of the map that has a name: what is open, and how it is looked at. */
export interface GalleryScene {
  readonly name: string;
  /** Id of a scenario of the library. */
  readonly scenario: string;
  /** Another one, drawn beside it; what differs is marked on both. */
  readonly beside?: string;
  /** Undefined: where the scenario opens. */
  readonly step?: number;
  /** What fills the view; undefined is the whole machine. */
  readonly at?: Region;
  readonly selection?: Region;
  readonly theme?: Theme;
  readonly vision?: Vision;
  readonly colouring?: Colouring;
  readonly order?: Order;
  /** Part of its time at which the motion of the step is held, 0..1. */
  readonly motion?: number;
  /** Bit set of PageStates. */
  readonly hiddenStates?: number;
}

const GIB = 2 ** 18;
const GUEST = { scenario: 'frag-8g', step: 3300 } as const;
const TABLE = { level: 2, pfn: 0xa9e00 } as const;
/** Splits at its first step, merges at its fourth. */
const ONE_PAGE = { scenario: 'one-page', at: { level: 3, pfn: 5 * GIB } } as const;
/** The same work on a plain kernel and on one with the RFC, at its end. */
const PAIR = { scenario: 'frag-8g-plain', beside: 'frag-8g', step: 6194 } as const;
const READ_ONLY = 1 << 4;

/** All named scenes: sizes, zoom levels, orders, colourings, themes, kinds of sight, progress of motions. */
export const GALLERY: readonly GalleryScene[] = [
  { name: 'guest-dark', ...GUEST, theme: 'dark' },
  { name: 'guest-light', ...GUEST, theme: 'light' },
  { name: 'terabyte-dark', scenario: 'server-1t', theme: 'dark' },
  { name: 'terabyte-light', scenario: 'server-1t', theme: 'light' },
  { name: '64-terabytes', scenario: 'server-64t' },
  { name: 'zoom-gib', ...GUEST, at: { level: 3, pfn: 2 * GIB } },
  { name: 'zoom-table', ...GUEST, at: TABLE, selection: TABLE },
  { name: 'zoom-page', ...GUEST, at: { level: 1, pfn: 0xa9fc4 }, selection: { level: 1, pfn: 0xa9fc4 } },
  { name: 'hilbert-gib', ...GUEST, at: { level: 3, pfn: 2 * GIB }, order: 'hilbert' },
  { name: 'by-size-dark', ...GUEST, colouring: 'size' },
  { name: 'by-size-light', ...GUEST, colouring: 'size', theme: 'light' },
  { name: 'by-merge-dark', ...GUEST, colouring: 'merge' },
  { name: 'by-merge-light', ...GUEST, colouring: 'merge', theme: 'light' },
  { name: 'by-owner-dark', ...GUEST, colouring: 'owner' },
  { name: 'by-owner-light', ...GUEST, colouring: 'owner', theme: 'light' },
  { name: 'filtered', ...GUEST, hiddenStates: READ_ONLY },
  { name: 'split-early', ...ONE_PAGE, step: 1, motion: 0.1 },
  { name: 'split-late', ...ONE_PAGE, step: 1, motion: 0.7 },
  { name: 'merge-early', ...ONE_PAGE, step: 4, motion: 0.3 },
  { name: 'merge-cascade', ...ONE_PAGE, step: 4, motion: 0.72 },
  { name: 'pair-dark', ...PAIR },
  { name: 'pair-light', ...PAIR, theme: 'light' },
  { name: 'protan', scenario: 'server-1t', vision: 'protan' },
  { name: 'deutan', scenario: 'server-1t', vision: 'deutan' },
  { name: 'tritan', scenario: 'server-1t', vision: 'tritan' },
];
