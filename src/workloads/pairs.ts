/** Two scenarios that belong side by side. */
export interface Pair {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Ids of the library. */
  readonly left: string;
  readonly right: string;
}

/** Pairs of the library, in the order that they are shown; they open at the end of the left run. */
export const PAIRS: readonly Pair[] = [
  {
    id: 'pieces-and-healed',
    title: 'A machine that stays in pieces, and one that heals',
    summary:
      'Two recorded kernels do the same work side by side: Linux 6.1 as it was released, and the same kernel with the merge RFC.',
    left: 'frag-8g-plain',
    right: 'frag-8g',
  },
];
