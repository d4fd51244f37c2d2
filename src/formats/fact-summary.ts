import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { withCommas } from './excerpt.ts';
import type { MachinePart } from './machine-part.ts';
import type { Meminfo } from './meminfo.ts';

/** What a file without a map says, in a sentence; '' for `info mem`, whose own message says it. */
export function factSummary(part: Exclude<MachinePart, { readonly kind: 'machine' }>): string {
  switch (part.kind) {
    case 'meminfo':
      return meminfoSummary(part.meminfo);
    case 'vmstat': {
      const { splits2m, splits1g, made2m, made1g } = part.vmstat;
      const made = made2m === undefined ? '' : `, and ${withCommas(made2m)} and ${withCommas(made1g ?? 0)} made again`;
      return `Since boot ${withCommas(splits2m)} pages of 2M and ${withCommas(splits1g)} of 1G were split${made}.`;
    }
    case 'iomem': {
      const pages = part.iomem.ram.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
      return `There are ${withCommas(pages * 4)} kB of RAM.`;
    }
    case 'trace':
      return `Of its ${withCommas(part.trace.events)} events ${withCommas(part.trace.calls.length)} change page attributes.`;
    case 'info-mem':
      return '';
  }
}

function meminfoSummary({ '4K': small, '2M': middle, '1G': large = 0 }: Meminfo): string {
  const sizes = [
    ['4K', small],
    ['2M', middle * PAGES_2M],
    ['1G', large * PAGES_1G],
  ] as const;
  const all = sizes.reduce((sum, [, pages]) => sum + pages, 0) || 1;
  const parts = sizes.map(([size, pages]) => `${withCommas(pages * 4)} kB in ${size} (${share(pages / all)})`);
  return `It counts ${parts.join(', ')}.`;
}

/** A part that is there is never rounded to nothing, and one that is not all never to all. */
function share(part: number): string {
  if (part > 0 && part < 0.001) return '<0.1%';
  if (part < 1 && part > 0.999) return '>99.9%';
  return `${(part * 100).toFixed(1)}%`;
}
