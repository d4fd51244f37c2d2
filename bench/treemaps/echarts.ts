import { TreemapChart } from 'echarts/charts';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { palette } from '../../src/theme/palette.ts';
import { CELLS, type Cells, sizeAt } from './cells.ts';
import { coloursOf } from './colours.ts';
import type { Contender } from './contender.ts';

use([TreemapChart, CanvasRenderer]);

/** The treemap of ECharts in a canvas, with all that it could do beside drawing cells switched off. */
export function startEcharts(host: HTMLElement, cells: Cells): Contender {
  const colours = coloursOf(palette('dark'));
  const chart = init(host, undefined, { renderer: 'canvas' });
  const redraw = (at: number): void => {
    const states = cells.states(at);
    const data = Array.from({ length: cells.gibs }, (_, gib) => ({
      children: Array.from({ length: CELLS }, (_, i) => ({
        value: 1,
        itemStyle: { color: colours[states[gib * CELLS + i]] },
      })),
    }));
    const [width, height] = sizeAt(at);
    chart.setOption({
      animation: false,
      series: [
        {
          type: 'treemap',
          data,
          left: 0,
          top: 0,
          width,
          height,
          roam: false,
          nodeClick: false,
          silent: true,
          breadcrumb: { show: false },
          label: { show: false },
          upperLabel: { show: false },
          itemStyle: { borderWidth: 0, gapWidth: 0 },
          visibleMin: 0,
        },
      ],
    });
  };
  redraw(0);
  return { redraw };
}
