import { expect, test } from 'vitest';
import { type ChartPoint, chartPaths, greatestOf, labelsApart, steppedLine, stepScale } from './chart.ts';

const corners = (points: readonly ChartPoint[]): string => points.map(({ x, value }) => `${x}:${value}`).join(' ');

test('steps to px and back, clamped to the run', () => {
  const scale = stepScale(6194, 619.4);
  expect(scale.toPx(3300)).toBeCloseTo(330);
  expect(scale.toStep(330)).toBe(3300);
  expect([scale.toStep(-50), scale.toStep(9999)]).toEqual([0, 6194]);
  expect(stepScale(0, 100).toStep(100)).toBe(0);
});

test('a value holds until the next step', () => {
  expect(corners(steppedLine([5, 5, 9, 9, 2], stepScale(4, 400)))).toBe('0:5 200:5 200:9 400:9 400:2 400:2');
});

test('a series that never changes is one line', () => {
  expect(corners(steppedLine([3, 3, 3], stepScale(2, 200)))).toBe('0:3 200:3');
  expect(corners(steppedLine([7], stepScale(0, 200)))).toBe('0:7 200:7');
});

test('every pixel column of a million steps keeps its least and greatest value', () => {
  const steps = 1_000_000;
  const width = 900;
  let seed = 7;
  const series = new Uint32Array(steps + 1).fill(1000);
  for (let spike = 0; spike < 400; spike++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    series[1 + (seed % steps)] = spike % 2 === 0 ? 5000 + spike : spike;
  }
  const scale = stepScale(steps, width);
  const points = steppedLine(series, scale);
  const seen = Array.from({ length: width + 1 }, () => ({ least: Infinity, greatest: -Infinity }));
  const wanted = Array.from({ length: width + 1 }, () => ({ least: Infinity, greatest: -Infinity }));
  const note = (column: { least: number; greatest: number }, value: number): void => {
    column.least = Math.min(column.least, value);
    column.greatest = Math.max(column.greatest, value);
  };
  for (const { x, value } of points) note(seen[Math.floor(x)], value);
  for (let step = 1; step <= steps; step++) note(wanted[Math.floor(scale.toPx(step))], series[step]);
  for (let column = 0; column < width; column++) {
    const { least, greatest } = wanted[column];
    if (least === 1000 && greatest === 1000) continue;
    expect(seen[column].least, `column ${column}`).toBeLessThanOrEqual(least);
    expect(seen[column].greatest, `column ${column}`).toBeGreaterThanOrEqual(greatest);
  }
  expect(points.length).toBeLessThan(5 * width);
});

test('paths start at the left edge, and the area closes at the bottom', () => {
  const { line, area } = chartPaths(
    [
      { x: 0, value: 0 },
      { x: 10, value: 0 },
      { x: 10, value: 4 },
      { x: 20, value: 4 },
    ],
    4,
    15,
  );
  expect(line).toBe('M0,14.5L10,14.5L10,1L20,1');
  expect(area).toBe('M0,14.5L10,14.5L10,1L20,1V15H0Z');
});

test('greatest of an empty series is 0', () => {
  expect([greatestOf([]), greatestOf([2, 9, 4])]).toEqual([0, 9]);
});

test('[PAIR-4] labels of two lines stand at their ends, apart and inside of the chart', () => {
  expect(labelsApart(4, 22, 12, 30)).toEqual([6, 24]);
  expect(labelsApart(8, 22, 12, 30)).toEqual([8, 22]);
  expect(labelsApart(15, 15, 12, 30)).toEqual([9, 21]);
  expect(labelsApart(29, 28, 12, 30)).toEqual([24, 12]);
  expect(labelsApart(1, 1, 12, 30)).toEqual([6, 18]);
  expect(labelsApart(29, 1, 12, 27)).toEqual([21, 6]);
});
