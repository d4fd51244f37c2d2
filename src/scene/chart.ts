/// <reference path="./d3-modules.d.ts" />
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

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
  const length = Math.max(1, steps);
  const scale = scaleLinear().domain([0, length]).range([0, widthPx]).clamp(true);
  return {
    steps,
    widthPx,
    // What the scale itself gives, without its detours: it is asked for every px column of every chart.
    toPx: (step) => widthPx * (Math.min(length, Math.max(0, step)) / length),
    toStep: (px) => Math.min(steps, Math.round(scale.invert(px))),
  };
}

/** The first step that is at `px` or right of it; one more than there are when none is. */
export function firstStepAt({ steps, widthPx, toPx }: StepScale, px: number): number {
  let step = Math.max(0, Math.min(steps + 1, Math.ceil((px * steps) / widthPx)));
  while (step > 0 && toPx(step - 1) >= px) step--;
  while (step <= steps && toPx(step) < px) step++;
  return step;
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
    const first = series[step];
    const end = Math.max(step + 1, firstStepAt(scale, Math.floor(x) + 1));
    const { least, greatest } = extremes(series, step, end);
    const last = series[end - 1];
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

/** The least and the greatest value of steps, `end` exclusive. */
function extremes(series: ArrayLike<number>, step: number, end: number): { least: number; greatest: number } {
  let least = series[step];
  let greatest = least;
  for (let at = step + 1; at < end; at++) {
    const value = series[at];
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
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
  const part = value / (greatest || 1);
  return bottom * (1 - part) + top * part;
}

/** Middles of two labels that would stand at `a` and `b`: `heightPx` apart at least, inside of `insidePx`. */
export function labelsApart(a: number, b: number, heightPx: number, insidePx: number): readonly [a: number, b: number] {
  const [low, high] = [heightPx / 2, insidePx - heightPx / 2];
  const gap = Math.min(Math.max(heightPx, Math.abs(a - b)), high - low);
  const first = Math.min(Math.max(low, (a + b - gap) / 2), high - gap);
  return a <= b ? [first, first + gap] : [first + gap, first];
}

/** Paths of a chart; `greatest`: the value at the top edge, at least 1 px below it is kept free for the stroke. */
export function chartPaths(points: readonly ChartPoint[], greatest: number, heightPx: number): ChartPaths {
  const path =
    line<ChartPoint>()
      .x((point) => point.x)
      .y((point) => valueY(point.value, greatest, heightPx))
      .digits(1)(points) ?? '';
  return { line: path, area: `${path}V${heightPx}H0Z` };
}

/** The greatest value of a series; 0 for an empty one. */
export function greatestOf(series: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 0; i < series.length; i++) if (series[i] > greatest) greatest = series[i];
  return greatest;
}
