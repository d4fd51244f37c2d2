import { type LeafRuns, leafCounts } from '../x86/leaf-runs.ts';
import { otherRam } from '../x86/other-ram.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import type { Leaves } from './diagnosis.ts';
import type { DiffSummary } from './diff-summary.ts';
import type { MachineDiff } from './machine-diff.ts';
import { textTable } from './text-table.ts';
import { wrapText } from './wrap-text.ts';

/** One of two machines. */
export interface DiffSide {
  readonly name: string;
  readonly format: string;
  readonly leaves: Leaves;
  /** 4K pages that leaves map. */
  readonly pages: number;
}

/** A side of a comparison from its leaves. */
export function diffSide(name: string, format: string, leaves: LeafRuns): DiffSide {
  const [small, middle, large] = leafCounts(leaves);
  const pages = small + middle * PAGES_2M + large * PAGES_1G;
  return { name, format, leaves: { '4K': small, '2M': middle, '1G': large }, pages };
}

/** Two machines, or one at two moments, and what differs. */
export interface Compared {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly diff: MachineDiff;
  readonly summary: DiffSummary;
}

const SIZES = ['4K', '2M', '1G'] as const;
const KB = { '4K': 4, '2M': 2048, '1G': 1048576 } as const;
const MOST_KINDS = 12;

/** The text for people, fit to be pasted into a mail. */
export function diffText({ before, after, diff, summary }: Compared): readonly string[] {
  const { split, merged, protection, appeared, disappeared } = summary;
  const sizes = SIZES.map((size) => {
    const change = after.leaves[size] - before.leaves[size];
    return [size, count(before.leaves[size]), count(after.leaves[size]), signed(change), signed(change * KB[size]), ''];
  });
  const lines = [
    ...wrapText(`A: ${before.name} (${before.format})`, '   '),
    ...wrapText(`B: ${after.name} (${after.format})`, '   '),
    '',
    ...textTable(['', 'entries in A', 'in B', 'change', 'change in kB', ''], sizes),
    '',
  ];
  if (diff.count === 0) return [...lines, 'no difference'];
  lines.push(
    `split:   ${count(split['1G'])} of 1G, ${count(split['2M'])} of 2M`,
    `merged:  ${count(merged['1G'])} to 1G, ${count(merged['2M'])} to 2M`,
    '         (net: what split and merged again in between is not counted)',
    '',
  );
  const rows = [
    ...protection.slice(0, MOST_KINDS),
    { what: 'mapped only in B', ...appeared },
    { what: 'mapped only in A', ...disappeared },
  ].flatMap(({ what, pages, ranges, firstPfn }) =>
    firstPfn === undefined ? [] : [[count(pages), count(ranges), `0x${firstPfn.toString(16)}`, what]],
  );
  if (rows.length > 0) lines.push(...textTable(['4K pages', 'stretches', 'first PFN', 'in B'], rows));
  else lines.push('no page changed its protection');
  if (protection.length > MOST_KINDS) lines.push(`  and ${protection.length - MOST_KINDS} other kinds of change`);
  if (otherRam(before.pages, after.pages))
    lines.push(
      '',
      ...wrapText(
        `A maps ${count(before.pages)} pages of 4K and B ${count(after.pages)}: these are two machines, or memory was added or taken away.`,
      ),
    );
  return lines;
}

const count = (value: number): string => value.toLocaleString('en-US');
const signed = (value: number): string => (value > 0 ? `+${count(value)}` : count(value));
