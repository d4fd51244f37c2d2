/// <reference path="./d3-modules.d.ts" />
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

/** Steps to chart px and back. Step k's state holds until step k + 1; the last step is at the right edge. */
export interface StepScale {
  readonly steps: number;
  readonly widthPx: number;
  toPx(step: number): number;
  /** The step nearest to a position, inside the run. */
  toStep(px: number): number;
}

/** The scale of a run of `steps` steps on a chart of `widthPx`. */
export function stepScale(steps: number, widthPx: number): StepScale {
  const scale = scaleLinear()
    .domain([0, Math.max(1, steps)])
    .range([0, widthPx])
    .clamp(true);
  return { steps, widthPx, toPx: (step) => scale(step), toStep: (px) => Math.min(steps, Math.round(scale.invert(px))) };
}

/** A corner of a stepped line: chart px and value. */
export interface ChartPoint {
  readonly x: number;
  readonly value: number;
}

/**
 * The stepped line of a series (length steps + 1) in at most four points a pixel column. Exact: in each
 * column the line passes the least and the greatest value of all steps in it, and enters and leaves at the right ones.
 */
export function steppedLine(series: ArrayLike<number>, scale: StepScale): readonly ChartPoint[] {
  const { steps, widthPx } = scale;
  const points: ChartPoint[] = [{ x: 0, value: series[0] }];
  if (steps === 0) {
    points.push({ x: widthPx, value: series[0] });
    return points;
  }
  let previous = series[0];
  let step = 1;
  while (step <= steps) {
    const x = scale.toPx(step);
    const column = Math.floor(x);
    const first = series[step];
    let least = first;
    let greatest = first;
    let last = first;
    let end = step + 1;
    for (; end <= steps && Math.floor(scale.toPx(end)) === column; end++) {
      last = series[end];
      if (last < least) least = last;
      if (last > greatest) greatest = last;
    }
    if (least !== previous || greatest !== previous) {
      points.push({ x, value: previous });
      for (const value of [first, greatest, least, last]) pushValue(points, x, value);
    }
    previous = last;
    step = end;
  }
  points.push({ x: widthPx, value: previous });
  return points;
}

function pushValue(points: ChartPoint[], x: number, value: number): void {
  if (points[points.length - 1].value !== value) points.push({ x, value });
}

/** SVG paths of a stepped line in a box of `heightPx`, the zero at its bottom. */
export interface ChartPaths {
  readonly line: string;
  readonly area: string;
}

/** Px from the top of a box of `heightPx` at which a value is drawn; `greatest`: the value at its top edge. */
export function valueY(value: number, greatest: number, heightPx: number): number {
  const [bottom, top] = [heightPx - 0.5, 1];
  return bottom + (value / (greatest || 1)) * (top - bottom);
}

/** Middles of two labels that would stand at `a` and `b`: `heightPx` apart at least, inside of `insidePx`. */
export function labelsApart(a: number, b: number, heightPx: number, insidePx: number): readonly [a: number, b: number] {
  const [low, high] = [heightPx / 2, insidePx - heightPx / 2];
  const gap = Math.max(heightPx, Math.abs(a - b));
  const first = Math.min(Math.max(low, (a + b - gap) / 2), high - gap);
  return a <= b ? [first, first + gap] : [first + gap, first];
}

/** Paths of a chart; `greatest`: the value at the top edge, at least 1 px below it is kept free for the stroke. */
export function chartPaths(points: readonly ChartPoint[], greatest: number, heightPx: number): ChartPaths {
  const x = (point: ChartPoint): number => point.x;
  const at = (point: ChartPoint): number => valueY(point.value, greatest, heightPx);
  return {
    line: line<ChartPoint>().x(x).y(at).digits(1)(points) ?? '',
    area: area<ChartPoint>().x(x).y0(heightPx).y1(at).digits(1)(points) ?? '',
  };
}

/** The greatest value of a series; 0 for an empty one. */
export function greatestOf(series: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 0; i < series.length; i++) if (series[i] > greatest) greatest = series[i];
  return greatest;
}
