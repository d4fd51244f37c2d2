import { expect, test } from 'vitest';
import { PageState } from '../../x86/page-state.ts';
import { stateCounts, stripRuns } from './strip-runs.ts';

test('one odd entry of 512 is at least 4 px wide, on top, and in its place', () => {
  const states = new Uint8Array(512).fill(PageState.rw);
  states[0x1c4] = PageState.np;
  const runs = stripRuns(states, 256);
  const odd = runs.at(-1);
  expect(odd).toMatchObject({ state: PageState.np, first: 0x1c4, width: 4 });
  expect((odd?.x ?? 0) + 2).toBeCloseTo(((0x1c4 + 0.5) / 512) * 256);
  expect(runs).toHaveLength(3);
});

test('entries at the ends stay inside the strip', () => {
  const states = new Uint8Array(512).fill(PageState.rw);
  states[0] = PageState.ro;
  states[511] = PageState.rox;
  for (const { x, width } of stripRuns(states, 300)) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(300);
  }
  expect(stripRuns(states, 0)).toEqual([]);
});

test('runs hold every entry once', () => {
  const states = Uint8Array.from({ length: 512 }, (_, i) => 1 + (Math.floor(i / 3) % 4));
  const firsts = stripRuns(states, 512).map(({ first }) => first);
  expect(firsts).toHaveLength(Math.ceil(512 / 3));
  expect(stateCounts(states).reduce((sum, count) => sum + count, 0)).toBe(512);
});
