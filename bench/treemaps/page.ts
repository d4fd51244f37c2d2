import { cellsOf, HEIGHT, WIDTH } from './cells.ts';
import { startChartjs } from './chartjs.ts';
import type { Start } from './contender.ts';
import { startCopy } from './copy.ts';
import { startD3 } from './d3.ts';
import { startEcharts } from './echarts.ts';
import { startOurs } from './ours.ts';

/** The ways to draw that are compared. */
const CONTENDERS = {
  ours: startOurs,
  'd3, SVG': startD3,
  ECharts: startEcharts,
  'Chart.js': startChartjs,
  copy: startCopy,
} satisfies Record<string, Start>;
export type ContenderName = keyof typeof CONTENDERS;

const LEAST_REDRAWS = 3;
const MOST_REDRAWS = 80;
const ENOUGH_MS = 2000;

const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

declare global {
  interface Window {
    /** Starts a contender; ms until its first picture was handed on and the next frame began. */
    first(name: ContenderName, gibs: number): Promise<number>;
    /** Redraws again and again; ms of each, until the next frame began. */
    redraws(): Promise<number[]>;
  }
}

let redraw: (at: number) => void = () => undefined;

window.first = async (name, gibs) => {
  const host = document.body.appendChild(document.createElement('div'));
  host.style.cssText = `position:absolute;inset:0;width:${WIDTH}px;height:${HEIGHT}px`;
  const cells = cellsOf(gibs);
  await frame();
  const started = performance.now();
  ({ redraw } = CONTENDERS[name](host, cells));
  // The one in which it draws; and the one that begins when that has been committed.
  await frame();
  await frame();
  return performance.now() - started;
};

window.redraws = async () => {
  const times: number[] = [];
  const started = performance.now();
  let before = started;
  for (let at = 1; at <= MOST_REDRAWS; at++) {
    redraw(at);
    await frame();
    const now = performance.now();
    times.push(now - before);
    before = now;
    if (at >= LEAST_REDRAWS && now - started > ENOUGH_MS) break;
  }
  return times;
};
