import { hierarchy, type Node, treemap } from 'd3-hierarchy';
import { select } from 'd3-selection';
import { palette } from '../../src/theme/palette.ts';
import { CELLS, type Cells, sizeAt } from './cells.ts';
import { coloursOf } from './colours.ts';
import type { Contender } from './contender.ts';

interface Datum {
  readonly cell: number;
  readonly children?: readonly Datum[];
}

const treeOf = (gibs: number): Datum => ({
  cell: -1,
  children: Array.from({ length: gibs }, (_, gib) => ({
    cell: -1,
    children: Array.from({ length: CELLS }, (_, i) => ({ cell: gib * CELLS + i })),
  })),
});

/** d3-hierarchy's treemap as SVG rectangles. */
export function startD3(host: HTMLElement, cells: Cells): Contender {
  const colours = coloursOf(palette('dark'));
  const root = hierarchy(treeOf(cells.gibs)).sum(({ children }) => (children ? 0 : 1));
  const svg = select(host).append('svg').attr('width', '100%').attr('height', '100%');
  const redraw = (at: number): void => {
    const states = cells.states(at);
    const leaves = treemap().size(sizeAt(at)).round(true)(root).leaves();
    svg
      .selectAll('rect')
      .data<Node<Datum>>(leaves)
      .join('rect')
      .attr('x', ({ x0 }) => x0)
      .attr('y', ({ y0 }) => y0)
      .attr('width', ({ x0, x1 }) => x1 - x0)
      .attr('height', ({ y0, y1 }) => y1 - y0)
      .attr('fill', ({ data }) => colours[states[data.cell]]);
  };
  redraw(0);
  return { redraw };
}
