import { Chart, LinearScale } from 'chart.js';
import { TreemapController, TreemapElement } from 'chartjs-chart-treemap';
import { palette } from '../../src/theme/palette.ts';
import { CELLS, type Cells, HEIGHT, sizeAt, WIDTH } from './cells.ts';
import { coloursOf } from './colours.ts';
import type { Contender } from './contender.ts';

Chart.register(LinearScale, TreemapController, TreemapElement);

interface Item {
  readonly gib: number;
  readonly cell: number;
  readonly value: number;
}

/** chartjs-chart-treemap in a canvas, with all that it could do beside drawing cells switched off. */
export function startChartjs(host: HTMLElement, cells: Cells): Contender {
  const colours = coloursOf(palette('dark'));
  const canvas = host.appendChild(document.createElement('canvas'));
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  let states = cells.states(0);
  const tree = Array.from(states, (_, cell): Item => ({ gib: Math.floor(cell / CELLS), cell, value: 1 }));
  const chart = new Chart(canvas, {
    type: 'treemap',
    data: {
      datasets: [
        {
          data: [],
          tree: tree as never,
          key: 'value',
          groups: ['gib', 'cell'],
          spacing: 0,
          borderWidth: 0,
          captions: { display: false },
          labels: { display: false },
          backgroundColor: ({ raw }) => {
            const { l: level, g: cell } = (raw ?? {}) as { readonly l?: number; readonly g?: string };
            return level === 1 ? colours[states[Number(cell)]] : 'transparent';
          },
        },
      ],
    },
    options: { animation: false, responsive: false, events: [], plugins: { legend: { display: false } } },
  });
  return {
    redraw(at) {
      states = cells.states(at);
      const [width, height] = sizeAt(at);
      chart.options.layout = { padding: { right: WIDTH - width, bottom: HEIGHT - height } };
      chart.update('none');
    },
  };
}
