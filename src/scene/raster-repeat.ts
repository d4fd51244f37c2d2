import type { Detail } from './detail.ts';
import type { Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';

/**
 * Begins a row of blocks as a copy of one that is painted, when both are wholly in view and the new one has no GiB with
 * detail: most rows of a large machine in pages of 1G. The blocks that are still to be painted, or undefined when
 * nothing was copied.
 */
export function repeatBlocks(p: Painting, detail: Detail, painted: Span, down: Span): readonly Span[] | undefined {
  const { target, geometry, x } = p;
  const { columns, gibCount } = geometry.layout;
  const whole = ({ start, first, end }: Span): boolean => first === start && end - first === geometry.blockPx;
  if (!whole(painted) || !whole(down) || (down.slot + 1) * columns > gibCount) return undefined;
  const others: Span[] = [];
  for (const across of x.spans) {
    const gib = down.slot * columns + across.slot;
    if (!(detail.ofGib[gib] < 0)) return undefined;
    if (!lookAlike(p, detail, painted.slot * columns + across.slot, gib)) others.push(across);
  }
  const { pixels, widthPx } = target;
  pixels.copyWithin(down.first * widthPx, painted.first * widthPx, painted.end * widthPx);
  return others;
}

/** Whether two GiB are painted alike, as far as can be said without a look at their detail. */
function lookAlike({ columns }: Painting, { ofGib }: Detail, a: number, b: number): boolean {
  const { gibKind, gibState, gibIn4k } = columns;
  return ofGib[a] < 0 && gibKind[a] === gibKind[b] && gibState[a] === gibState[b] && gibIn4k[a] === gibIn4k[b];
}
