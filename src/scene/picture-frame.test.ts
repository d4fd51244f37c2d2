import { expect, test } from 'vitest';
import { palette } from '../theme/palette.ts';
import { PageState } from '../x86/page-state.ts';
import { makeInks } from './inks.ts';
import { textWidth } from './label.ts';
import { pictureFrame, SQUARE_CSS_PX } from './picture-frame.ts';

const CAPTION = {
  title: '8 GiB guest, modules and BPF, step 3,300 of 6,194',
  about: ['8 GiB of RAM in 9 GiB of addresses, two zones, recorded; RFC merge'],
};
const WORDS = {
  captions: [CAPTION],
  counted: 'Protection, pages of 4K',
  legend: [PageState.rw, PageState.ro, PageState.np].map((code) => ({ code, text: 'Read-only, RO + NX: 2,092,955' })),
};

test.each([320, 704, 1920])(
  '[WRITE-9] caption and legend lie beside the map and inside %s px, none over another',
  (width) => {
    const frame = pictureFrame(WORDS, [{ width, height: 400 }], makeInks(palette('dark'), 0));
    const bottom = frame.top + 400;
    for (const { text, x, y, sizeCssPx } of frame.labels) {
      expect(y < frame.top || (y > bottom && y < frame.height)).toBe(true);
      expect(x + textWidth(text, sizeCssPx)).toBeLessThanOrEqual(width);
    }
    const squares = frame.squares.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(squares).size).toBe(3);
    const rows = new Map<number, number>();
    for (const { x, y } of frame.squares) {
      expect(x).toBeGreaterThanOrEqual(rows.get(y) ?? 0);
      rows.set(y, x + SQUARE_CSS_PX + textWidth(WORDS.legend[0].text, 11));
    }
    expect(
      frame.labels
        .filter(({ y }) => y < frame.top)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(`${CAPTION.title} ${CAPTION.about[0]}`);
  },
);

test('[WRITE-9] of two machines each has its caption above its own map, and both one legend', () => {
  const maps = [
    { width: 640, height: 320 },
    { width: 420, height: 330 },
  ];
  const frame = pictureFrame({ ...WORDS, captions: [CAPTION, CAPTION] }, maps, makeInks(palette('dark'), 0));
  expect(frame).toMatchObject({ lefts: [0, 656], width: 1076 });
  const above = frame.labels.filter(({ y }) => y < frame.top);
  for (const { text, x, sizeCssPx } of above) {
    const i = x < 656 ? 0 : 1;
    expect(x + textWidth(text, sizeCssPx)).toBeLessThanOrEqual(frame.lefts[i] + maps[i].width);
  }
  const titles = above.filter(({ text }) => CAPTION.title.startsWith(text));
  expect(titles.map(({ x, y }) => [x, y])).toEqual([
    [16, titles[0].y],
    [672, titles[0].y],
  ]);
  const below = frame.labels.filter(({ y }) => y >= frame.top);
  expect(Math.min(...below.map(({ y }) => y))).toBeGreaterThan(frame.top + 330);
  expect(frame.squares.length).toBe(3);
});
