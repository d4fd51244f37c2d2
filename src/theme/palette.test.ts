import { expect, test } from 'vitest';
import { ciede2000, oklabDistance, oklabLightness, type Vision } from '../testing/colour-difference.ts';
import { contrast, rgb } from './colour.ts';
import { markInk, palette } from './palette.ts';
import { type ProtectionName, type Theme, tokens } from './tokens.ts';

const THEMES: readonly Theme[] = ['dark', 'light'];
const NAMES = tokens.protectionOrder as ProtectionName[];
const PAIRS = NAMES.flatMap((a, i) => NAMES.slice(i + 1).map((b) => [a, b] as const));

/** The surfaces that text and edges stand on. */
const GROUNDS = ['bg', 'surface', 'raised', 'sunken'] as const;
const LEAST: Readonly<
  Record<'text' | 'text2' | 'text3' | 'lineStrong' | 'accent' | 'ok' | 'warn' | 'bad', Record<Theme, number>>
> = {
  lineStrong: { dark: 3.1, light: 3.03 },
  text: { dark: 14.09, light: 14.9 },
  text2: { dark: 7.97, light: 6.88 },
  text3: { dark: 5.11, light: 4.83 },
  accent: { dark: 8.81, light: 5.09 },
  ok: { dark: 9.07, light: 4.55 },
  warn: { dark: 9.26, light: 5.04 },
  bad: { dark: 6.49, light: 5.56 },
};

test.each(THEMES)('[COLOUR-1] %s: text is never under 4.5 on any surface, meaningful edges never under 3', (theme) => {
  const { ui } = palette(theme);
  for (const [name, least] of Object.entries(LEAST)) {
    const found = Math.min(...GROUNDS.map((ground) => contrast(ui[name as keyof typeof LEAST], ui[ground])));
    expect(found, name).toBeCloseTo(least[theme], 1);
    expect(found, name).toBeGreaterThan(name === 'lineStrong' ? 3 : 4.5);
  }
});

test.each(THEMES)('[COLOUR-2] %s: every protection, or its edge, stands off the map with at least 3', (theme) => {
  const { map, protection } = palette(theme);
  for (const name of NAMES) {
    expect(contrast(name === 'np' ? map.npEdge : protection[name], map.bg), name).toBeGreaterThan(3);
  }
});

const SMALLEST: Readonly<Record<Theme, Record<Vision, readonly [ciede: number, oklab: number]>>> = {
  dark: { full: [17.4, 0.141], protan: [15.8, 0.129], deutan: [14.9, 0.124], tritan: [16.3, 0.125] },
  light: { full: [20, 0.135], protan: [16.4, 0.116], deutan: [13.5, 0.116], tritan: [14.4, 0.118] },
};

test.each(THEMES)('[COLOUR-3] %s: all pairs of protections differ for every colour vision', (theme) => {
  const { protection } = palette(theme);
  for (const [vision, [ciede, oklab]] of Object.entries(SMALLEST[theme]) as [Vision, readonly [number, number]][]) {
    const distances = PAIRS.map(([a, b]) => ciede2000(protection[a], protection[b], vision));
    expect(Math.min(...distances), vision).toBeCloseTo(ciede, 0);
    expect(Math.min(...distances), vision).toBeGreaterThan(13);
    const other = PAIRS.map(([a, b]) => oklabDistance(protection[a], protection[b], vision));
    expect(Math.min(...other), vision).toBeCloseTo(oklab, 2);
    expect(Math.min(...other), vision).toBeGreaterThan(0.11);
  }
});

test('[COLOUR-4] a mark contrasts with the colour under it by at least 3.7', () => {
  const least = (theme: Theme) =>
    Math.min(
      ...NAMES.filter((name) => name !== 'rw').map((name) =>
        contrast(markInk(palette(theme).protection[name]), palette(theme).protection[name]),
      ),
    );
  const owners = (theme: Theme) => Math.min(...palette(theme).owner.map((colour) => contrast(markInk(colour), colour)));
  expect(Math.min(owners('dark'), owners('light'))).toBeGreaterThan(3.7);
  expect(least('dark')).toBeGreaterThan(3.7);
  expect(least('light')).toBeGreaterThan(3.7);
});

const VISIONS = ['full', 'protan', 'deutan', 'tritan'] as const;

test.each(THEMES)(
  '[COLOUR-5] %s: colours of sizes, tables and owners stand off the map by 3, and off each other',
  (theme) => {
    const { map, protection, size, merge, owner } = palette(theme);
    for (const scale of [size, merge, owner]) {
      const colours = [protection.rw, ...scale];
      for (const colour of colours) expect(contrast(colour, map.bg)).toBeGreaterThan(3);
      for (const vision of VISIONS) {
        const distances = colours.flatMap((a, i) => colours.slice(i + 1).map((b) => ciede2000(a, b, vision)));
        expect(Math.min(...distances), vision).toBeGreaterThan(13);
      }
    }
  },
);

test.each(THEMES)('[COLOUR-6] %s: the nearer a table is to a merge, the more it stands off the map', (theme) => {
  const { map, protection, merge } = palette(theme);
  const contrasts = [protection.rw, ...merge].map((colour) => contrast(colour, map.bg));
  expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
});

/** Most that a step of lightness may be off the mean step, as a part of it. */
const UNEVEN: Readonly<Record<Vision, number>> = { full: 0.05, protan: 0.5, deutan: 0.5, tritan: 0.5 };

test.each(THEMES)(
  '[COLOUR-7] %s: from plain data to the nearest table lightness goes in even steps one way',
  (theme) => {
    const { protection, merge } = palette(theme);
    for (const [vision, uneven] of Object.entries(UNEVEN) as [Vision, number][]) {
      const lightness = [protection.rw, ...merge].map((colour) => oklabLightness(colour, vision));
      const mean = (lightness[merge.length] - lightness[0]) / merge.length;
      expect(Math.sign(mean), vision).toBe(theme === 'dark' ? 1 : -1);
      expect(Math.abs(mean), vision).toBeGreaterThan(0.055);
      for (const [i, at] of lightness.slice(1).entries())
        expect(Math.abs((at - lightness[i]) / mean - 1), `${vision}, step ${i}`).toBeLessThan(uneven);
    }
  },
);

test('CIEDE2000 is 0 between equal colours and about 100 between black and white', () => {
  expect(ciede2000(rgb('#4c667f'), rgb('#4C667F'), 'full')).toBe(0);
  expect(ciede2000(rgb('#000000'), rgb('#ffffff'), 'full')).toBeCloseTo(100, 3);
});

test('a colour that is none is refused', () => {
  expect(() => rgb('#12345')).toThrow('not a colour');
});
