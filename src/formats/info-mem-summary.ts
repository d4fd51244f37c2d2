import type { InfoMem } from './info-mem.ts';
import type { InfoMemArea } from './info-mem-area.ts';

/** Addresses in a row, and the pages of 4K in them. */
export interface AreaSum {
  readonly areas: number;
  readonly pages: number;
}

/** What `info mem` holds, as numbers. */
export interface InfoMemSummary {
  /** In the direct map. */
  readonly present: AreaSum;
  readonly writable: AreaSum;
  readonly readOnly: AreaSum;
  /** Between its first and its last page. */
  readonly absent: AreaSum;
  /** Outside the direct map: of a process, and of the kernel. */
  readonly user: AreaSum;
  readonly kernel: AreaSum;
}

/** Adds up what `info mem` shows; neighbours that differ only by RW are two areas. */
export function infoMemSummary({ areas, directMap }: InfoMem): InfoMemSummary {
  const inside = directMap.areas;
  const [first, last] = [inside[0] as InfoMemArea, inside.at(-1) as InfoMemArea];
  const others = areas.filter(({ startPage, endPage }) => endPage <= first.startPage || startPage >= last.endPage);
  const present = sumOf(inside);
  const gaps = inside.slice(1).flatMap(({ startPage }, i) => {
    const end = (inside[i] as InfoMemArea).endPage;
    return startPage > end ? [{ startPage: end, endPage: startPage }] : [];
  });
  return {
    present,
    writable: sumOf(inside.filter(({ writable }) => writable)),
    readOnly: sumOf(inside.filter(({ writable }) => !writable)),
    absent: sumOf(gaps),
    user: sumOf(others.filter(({ user }) => user)),
    kernel: sumOf(others.filter(({ user }) => !user)),
  };
}

const sumOf = (areas: readonly Pick<InfoMemArea, 'startPage' | 'endPage'>[]): AreaSum => ({
  areas: areas.length,
  pages: areas.reduce((sum, { startPage, endPage }) => sum + endPage - startPage, 0),
});
