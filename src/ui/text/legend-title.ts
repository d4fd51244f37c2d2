import type { Colouring } from '../../store/state.ts';

/** What the colours of each colouring stand for. */
export const LEGEND_TITLE: Readonly<Record<Colouring, string>> = {
  protection: 'Protection',
  size: 'Memory by size',
  merge: 'Entries that differ',
  owner: 'Who has the page',
};

/** What the legend counts. */
export const legendUnit = (colouring: Colouring): string => (colouring === 'merge' ? 'tables' : 'pages of 4K');
