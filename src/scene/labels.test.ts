import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { palette } from '../theme/palette.ts';
import { type Camera, homeCamera } from './camera.ts';
import { geometryOf, regionPx } from './geometry.ts';
import { makeInks } from './inks.ts';
import { textWidth } from './label.ts';
import { gibText, labelScene, nodeStarts, pageSizeText } from './labels.ts';
import { layoutOf } from './layout.ts';
import { regionCamera } from './region-camera.ts';

const inks = makeInks(palette('dark'), 0);
const sketch = machine('9G').hole(3).split(0, 1, 2).split4k(2, 1, 2, 3).split4k(0, 0);
const columns = sketch.columns();
const layout = layoutOf(9);

function textsAt(camera: Camera, width: number, height: number) {
  const view = { width, height, dpr: 1 };
  return labelScene(geometryOf(layout, camera, view), columns, sketch.info().zones, inks);
}

const homeAt = (width: number, height: number) => textsAt(homeCamera(layout, { width, height, dpr: 1 }), width, height);

test('[LABEL-1] a GiB has its address at the left, with the zone where it begins, and its page size at the right', () => {
  const { labels } = homeAt(828, 640);
  const row = (y: number) => labels.filter((label) => label.y === y).map(({ text }) => text);
  const [first, second, third] = [...new Set(labels.map(({ y }) => y))];
  expect(row(first as number)).toEqual([
    '0 GiB',
    'DMA32',
    '1 of 512 in 4K',
    '1 GiB',
    'all in 2M',
    '2 GiB',
    '3 of 512 in 4K',
    '3 GiB',
    'no RAM',
  ]);
  expect(row(second as number).slice(0, 3)).toEqual(['4 GiB', 'Normal', 'one 1G page']);
  expect(row(third as number)).toEqual(['8 GiB', 'one 1G page', 'end of RAM']);
});

test('[LABEL-2] labels never overlap and stay in their block; narrow blocks take the short form', () => {
  for (const [width, height] of [
    [828, 640],
    [704, 544],
    [560, 420],
    [450, 330],
  ] as const) {
    const { labels } = homeAt(width, height);
    const spans = labels.map(({ text, x, y, align, sizeCssPx }) => {
      const length = textWidth(text, sizeCssPx);
      const from = align === 'right' ? x - length : x;
      return { from, to: from + length, y };
    });
    for (const [i, a] of spans.entries()) {
      for (const b of spans.slice(i + 1)) {
        if (a.y === b.y) expect(a.to <= b.from || b.to <= a.from, `${labels[i]?.text} at ${width}`).toBe(true);
      }
    }
  }
  expect(homeAt(450, 330).labels.map(({ text }) => text)).toContain('3 in 4K');
});

test('[LABEL-3] small blocks have no labels', () => {
  expect(homeAt(230, 160).labels).toEqual([]);
});

test('[LABEL-4] a bracket holds the rows of each zone', () => {
  const view = { width: 828, height: 640, dpr: 1 };
  const geometry = geometryOf(layout, homeCamera(layout, view), view);
  const top = (gib: number) => regionPx(geometry, { level: 3, pfn: gib * 262144 }).y;
  expect(homeAt(828, 640).brackets).toEqual([
    { x: 6, top: top(0), bottom: top(0) + 192 },
    { x: 6, top: top(4), bottom: top(8) + 192 },
  ]);
});

test('[LABEL-5] deep in, 2M leaves have their addresses and 4K pages their entry numbers', () => {
  const view = { width: 828, height: 640, dpr: 1 };
  const cell = { level: 2, pfn: 2 * 262144 + 9 * 512 } as const;
  const near = textsAt(regionCamera(layout, view, cell), 828, 640);
  expect(near.labels.map(({ text }) => text)).toContain('0x81200000');
  const page = { level: 1, pfn: 2 * 262144 + 2 * 512 + 0x1c4 } as const;
  const texts = textsAt(regionCamera(layout, view, page), 828, 640).labels.map(({ text }) => text);
  expect(texts).toContain('0x1c4');
  expect(texts).toContain('0x1c5');
});

test('[LABEL-6] a large machine has addresses at its rows, at least 28 CSS px apart', () => {
  const view = { width: 828, height: 640, dpr: 1 };
  const huge = machine('1T');
  const geometry = geometryOf(layoutOf(1024), homeCamera(layoutOf(1024), view), view);
  const { labels } = labelScene(geometry, huge.columns({ gibs: new Uint32Array(0), order: 0 }), [], inks);
  expect(labels.map(({ text }) => text).slice(0, 3)).toEqual(['0 GiB', '64 GiB', '128 GiB']);
  const [first, second] = labels.map(({ y }) => y) as [number, number];
  expect(second - first).toBeGreaterThanOrEqual(28);
});

test('words for page sizes and addresses', () => {
  expect(
    pageSizeText(
      machine('1G')
        .split4k(0, ...Array.from({ length: 512 }, (_, i) => i))
        .columns(),
      0,
    ),
  ).toEqual(['all in 4K', '4K']);
  expect([gibText(512), gibText(1024), gibText(1536), gibText(1100)]).toEqual([
    '512 GiB',
    '1 TiB',
    '1.5 TiB',
    '1100 GiB',
  ]);
});

test('[NODE-1] each of few nodes has a heading, of many their names are at their first rows', () => {
  const view = { width: 900, height: 640, dpr: 1 };
  const texts = (gibs: number, count: number): string[] => {
    const zones = Array.from({ length: count }, (_, i) => ({
      name: `Node ${i}`,
      kind: 'node' as const,
      firstPfn: ((i * gibs) / count) * 262144,
      endPfn: (((i + 1) * gibs) / count) * 262144,
    }));
    const wide = layoutOf(gibs, 'z', nodeStarts(zones));
    const geometry = geometryOf(wide, homeCamera(wide, view), view);
    const far = machine(`${gibs}G`).columns({ gibs: new Uint32Array(0), order: 0 });
    return labelScene(geometry, far, zones, inks).labels.map(({ text }) => text);
  };
  expect(texts(1024, 2).slice(0, 4)).toEqual(['Node 0', '0 GiB to 512 GiB', 'Node 1', '512 GiB to 1 TiB']);
  expect(texts(16384, 8).filter((text) => text.startsWith('Node'))).toContain('Node 4');
});
