import { expect, test } from 'vitest';
import { palette } from '../theme/palette.ts';
import { PageState } from '../x86/page-state.ts';
import { makeInks } from './inks.ts';
import { textWidth } from './label.ts';
import { pictureFrame, SQUARE_CSS_PX } from './picture-frame.ts';

const WORDS = {
  title: '8 GiB guest, modules and BPF, step 3,300 of 6,194',
  about: ['8 GiB of RAM in 9 GiB of addresses, two zones, recorded; RFC merge'],
  counted: 'Protection, pages of 4K',
  legend: [PageState.rw, PageState.ro, PageState.np].map((code) => ({ code, text: 'Read-only, RO + NX: 2,092,955' })),
};

test.each([320, 704, 1920])(
  '[WRITE-9] caption and legend lie beside the map and inside %s px, none over another',
  (width) => {
    const frame = pictureFrame(WORDS, width, 400, makeInks(palette('dark'), 0));
    expect(frame.bottom - frame.top).toBe(400);
    for (const { text, x, y, sizeCssPx } of frame.labels) {
      expect(y < frame.top || (y > frame.bottom && y < frame.height)).toBe(true);
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
    ).toBe(`${WORDS.title} ${WORDS.about[0]}`);
  },
);
