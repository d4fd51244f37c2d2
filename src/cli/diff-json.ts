import { type Compared, diffSideText } from '../engine/index.ts';

/** The machine-readable form: counts are leaf entries, regions or 4K pages; `changes` are stretches of pages. */
export function diffJson({ before, after, diff, summary }: Compared) {
  return {
    before,
    after,
    ...summary,
    changes: Array.from({ length: diff.count }, (_, row) => ({
      pfn: diff.pfn[row],
      pages: diff.pages[row],
      from: diffSideText(diff.fromLevel[row], diff.fromProt[row]),
      to: diffSideText(diff.toLevel[row], diff.toProt[row]),
    })),
  };
}
