import { expect, test } from 'vitest';
import { homeCamera } from '../scene/camera.ts';
import { geometryOf } from '../scene/geometry.ts';
import { layoutOf } from '../scene/layout.ts';
import { hoverRings, selectionRings } from '../scene/overlay.ts';
import { recordingPen } from '../testing/recording-pen.ts';
import { palette } from '../theme/palette.ts';
import { drawOverlay } from './overlay-layer.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const geometry = geometryOf(layoutOf(9), homeCamera(layoutOf(9), VIEW), VIEW);
const nothing = { motions: { fills: [], rings: [] }, hover: [], changed: [], outline: [], selection: [], band: [] };

test('[OVER-1] the selection is a 2 px ring on a 5 px ring of the ground, over everything else', () => {
  const { pen, calls } = recordingPen();
  const selection = selectionRings(geometry, palette('dark'), { level: 2, pfn: 0xa9e00 });
  const hover = hoverRings(geometry, palette('dark'), { level: 3, pfn: 0 }, { level: 2, pfn: 0xa9e00 });
  const fills = [{ x: 1, y: 2, width: 3, height: 4, colour: [9, 9, 9] as const, alpha: 0.5 }];
  drawOverlay(pen, { ...nothing, motions: { fills, rings: [] }, hover, selection });
  expect(calls).toEqual([
    'clear',
    'fill 1 2 3 4 rgb(9 9 9 / 0.5)',
    'ring 14.5 18.5 193 193 line 3 rgb(11 14 19 / 0.75)',
    'ring 14.5 18.5 193 193 line 1 rgb(255 255 255 / 0.9)',
    'ring 582 53 12 16 line 5 rgb(11 14 19)',
    'ring 582 53 12 16 line 2 rgb(255 255 255)',
  ]);
});

test('the selected region has no outline of the pointer', () => {
  const region = { level: 3, pfn: 0 } as const;
  expect(hoverRings(geometry, palette('light'), region, { ...region })).toEqual([]);
});

test('an empty overlay only clears', () => {
  const { pen, calls } = recordingPen();
  drawOverlay(pen, nothing);
  expect(calls).toEqual(['clear']);
});
