import { expect, test } from 'vitest';
import { makeInks } from '../scene/inks.ts';
import { pictureFrame } from '../scene/picture-frame.ts';
import { recordingPen } from '../testing/recording-pen.ts';
import { css } from '../theme/colour.ts';
import { palette } from '../theme/palette.ts';
import { PageState } from '../x86/page-state.ts';
import { drawPictureFrame } from './picture-frame-layer.ts';

test('[WRITE-9] the legend of a picture has the marks of the screen: lost GLOBAL is a square with its corner cut off', () => {
  const inks = makeInks(palette('light'), 0);
  const legend = [{ code: PageState.rwg, text: 'Data, lost GLOBAL: 1' }];
  const frame = pictureFrame(
    { captions: [{ title: 'One', about: [] }], counted: '', legend },
    [{ width: 320, height: 99 }],
    inks,
  );
  const { pen, calls } = recordingPen();
  drawPictureFrame(pen, frame, inks, 1);
  const [{ x, y }] = frame.squares;
  expect(calls).toContain(`fill ${x} ${y} 14 14 ${css(inks.rgb[PageState.rwg], 1)}`);
  const marks = calls.filter((call) => / 1 1 rgb/.test(call)).map((call) => call.split(' ').slice(1, 3).map(Number));
  expect(marks.length).toBeGreaterThan(8);
  for (const [px, py] of marks) {
    expect(px).toBeGreaterThanOrEqual(x + 14 - 5);
    expect(py).toBeLessThan(y + 5);
  }
});
