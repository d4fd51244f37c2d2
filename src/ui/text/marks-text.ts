import type { MarkColumn } from '../../scene/chart-marks.ts';
import { countText } from './number-text.ts';

/** "2 splits of 2M, 1 merge to 1G": marks of some pixel columns together. */
export function marksText(columns: readonly MarkColumn[]): string {
  const sum = (count: (column: MarkColumn) => number): number =>
    columns.reduce((total, column) => total + count(column), 0);
  const parts = [
    { count: sum((column) => column.splits1g), what: 'split', of: 'of 1G' },
    { count: sum((column) => column.splits2m), what: 'split', of: 'of 2M' },
    { count: sum((column) => column.merges2m), what: 'merge', of: 'to 2M' },
    { count: sum((column) => column.merges1g), what: 'merge', of: 'to 1G' },
  ];
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, what, of }) => `${countText(count, what)} ${of}`)
    .join(', ');
}
